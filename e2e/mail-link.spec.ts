// A link in a mail (EML-7), in the real program: the click in the script-less frame reaches its window alone, which shows where the link goes; nothing
// is opened, nothing else of the mail comes alive, and the frame's address answers once.
import { afterAll, describe, expect, it } from 'vitest'
import { agreed } from '../build/test-mails.ts'
import { closeBrowser, dialogOf, sayIfSkipped, withProgram } from './program.ts'

const html =
  '<p>Hola, <a href="https://www.talleres.example/oferta?n=7">vea la oferta</a> y <a href="ftp://talleres.example/x">la carpeta</a> o <a href="file:///C:/Windows/win.ini">el archivo</a>.</p>' +
  '<script>parent.document.title="no"; location="https://evil.example"</script><form action="https://evil.example"><button>Enviar</button></form>'
const mail = [
  'From: Ana Ruiz <ana.ruiz@talleres.example>', 'To: lucia@ferrer.example', 'Subject: Oferta', 'Date: Tue, 03 Nov 2026 09:12:00 +0100', 'Message-ID: <oferta@talleres.example>',
  'MIME-Version: 1.0', 'Content-Type: text/html; charset=utf-8', '', html,
].join('\r\n')

describe.skipIf(sayIfSkipped('mail-link.spec.ts'))('a link in a mail', () => {
  afterAll(closeBrowser)

  it('shows where it goes, and a dangerous one is refused', () =>
    withProgram('mail link', {}, async (program) => {
      const { say } = program
      const api = program.api()
      const fileToken = await api.offer('oferta.eml', mail)
      const { proposals } = await api.ask('mail.propose', { fileTokens: [fileToken], contactId: null, activityId: null })
      const { accepted } = await api.ask('mail.accept', { items: proposals.map((proposal) => agreed(proposal)) })
      const id = accepted[0]?.mailId ?? ''

      const other = await program.open('#/contacts')
      const page = await program.open(`#/mail/${id}`)
      const title = await page.title()
      const frame = page.frameLocator('iframe')
      await frame.getByText('vea la oferta').click()
      await dialogOf(page).getByText('www.talleres.example').waitFor()
      await dialogOf(page).getByText(say('mail.link.web')).waitFor()
      await dialogOf(page).getByRole('button', { name: say('mail.link.stay') }).click()
      await dialogOf(page).waitFor({ state: 'detached' })
      expect(await frame.getByText('el archivo').getAttribute('href')).toBeNull()
      await frame.getByText('la carpeta').click()
      await dialogOf(page).getByText(say('mail.link.refusedWhy')).waitFor()
      await page.keyboard.press('Escape')

      await frame.getByText('vea la oferta').waitFor()
      expect(await frame.locator('script, form, button').count()).toBe(0)
      expect(await page.title()).toBe(title)
      expect(await dialogOf(other).count()).toBe(0)
      expect(program.context.pages()).toHaveLength(2)
      await expect(api.ask('link.open', { url: 'file:///C:/Windows/win.ini' })).rejects.toMatchObject({ code: 'refused_link' })

      // The barrier below the sanitiser: the same HTML untouched, straight into a frame of the page.
      const bare = await api.ask('mail.frame', { id, html, links: [], allowPictures: false })
      const shown = page.waitForResponse(bare.url)
      await page.evaluate((url) => document.body.append(Object.assign(document.createElement('iframe'), { src: url, id: 'bare' })), bare.url)
      expect((await shown).status()).toBe(200)
      await page.frameLocator('#bare').getByText('vea la oferta').waitFor()
      expect(await page.title()).toBe(title)
      expect(page.frames().map((each) => new URL(each.url()).hostname).every((name) => name === '127.0.0.1' || name.endsWith('.localhost'))).toBe(true)
      const again = await page.request.get(bare.url, { failOnStatusCode: false }).then((reply) => reply.status(), () => 404)
      expect(again).toBe(404)
      program.expectTrouble(/sandboxed|Content Security Policy|ERR_|404/)
    }))
})
