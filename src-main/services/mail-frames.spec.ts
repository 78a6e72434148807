// Looking at mails: body, frame, links, attachments and originals (EML-3, EML-7), through the whole core.
import { readFileSync, rmSync } from 'node:fs'
import { join, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sharedCore, startAgain } from '../../build/shared-core.ts'
import { servedBytes } from '../../build/test-core.ts'
import { eml, emlWithAttachment, mailDriver } from '../../build/test-mails.ts'

const core = sharedCore()
const { offer, takeIn } = mailDriver(() => core)

describe('looking at it', () => {
  it('pictures inside come as data, attachments one by one, decoded', async () => {
    const { mailId } = await takeIn(emlWithAttachment('plano.pdf', '%PDF-1.4 plano'))
    const mail = await core.ask('mail.get', { id: mailId ?? '' })
    expect(mail.inline).toEqual([{ contentId: 'logo', dataUrl: 'data:image/png;base64,iVBORw0KGgo=' }])
    expect(mail.html).toContain('cid:logo')
    const index = mail.attachments.find(({ isInline }) => !isInline)?.index ?? -1
    const download = await core.ask('mail.download', { id: mail.id, attachment: index })
    expect(download).toMatchObject({ name: 'plano.pdf', size: 14 })
    expect(Buffer.from(servedBytes(core, download.url)).toString()).toBe('%PDF-1.4 plano')
    await expect(core.ask('mail.download', { id: mail.id, attachment: 99 })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('an attachment is opened as a copy under a safe name', async () => {
    const { mailId } = await takeIn(emlWithAttachment('../../../../plano.pdf', 'plano'))
    const mail = await core.ask('mail.get', { id: mailId ?? '' })
    expect(await core.ask('mail.openOutside', { id: mail.id, attachment: 1 })).toEqual({ opened: true })
    const [opened = ''] = core.host.openedFiles
    expect(opened.startsWith(join(core.profile, 'inbox'))).toBe(true)
    expect(opened.endsWith(`${sep}plano.pdf`)).toBe(true)
    expect(readFileSync(opened, 'utf8')).toBe('plano')
    expect(await core.ask('mail.openOutside', { id: mail.id, attachment: null })).toEqual({ opened: true })
    expect(core.host.openedFiles[1]?.endsWith('correo.eml')).toBe(true)
  })

  it('what the system would run is never opened, only saved', async () => {
    for (const name of ['factura.exe', 'factura.pdf.js', 'factura.LNK', 'orden.ps1', 'a.desktop', 'sin-extension']) {
      const { mailId } = await takeIn(emlWithAttachment(name, 'x'))
      await expect(core.ask('mail.openOutside', { id: mailId ?? '', attachment: 1 }), name).rejects.toMatchObject({ code: 'invalid', details: { rule: 'can_run' } })
      expect(await core.ask('mail.download', { id: mailId ?? '', attachment: 1 })).toMatchObject({ size: 1 })
    }
    expect(core.host.openedFiles).toEqual([])
  })

  it('a click in the frame tells the asking window alone where it goes', async () => {
    const { mailId } = await takeIn(emlWithAttachment('a.pdf', 'x'))
    const html = '<a href="link/0">a</a><a href="link/1">b</a>'
    const { frameToken } = await core.ask('mail.frame', { id: mailId ?? '', html, links: ['www.x.example/a', 'javascript:alert(1)'], allowPictures: false }, 'second')
    const [frame] = core.host.frames
    expect(frame?.body).toContain(html)
    expect(frame?.headers['Content-Security-Policy']).toContain("script-src 'none'")
    expect(frame?.headers['Content-Security-Policy']).toContain('sandbox')
    for (const index of [0, 1, 2]) frame?.onLink(index)
    expect(core.notices.filter(({ notice }) => notice.name === 'mailLinkClicked')).toEqual([
      { windowId: 'second', notice: { name: 'mailLinkClicked', data: { frameToken, url: 'https://www.x.example/a' } } },
      { windowId: 'second', notice: { name: 'mailLinkClicked', data: { frameToken, url: 'javascript:alert(1)' } } },
    ])
    await expect(core.ask('link.open', { url: 'javascript:alert(1)' })).rejects.toMatchObject({ code: 'refused_link' })
    expect(await core.ask('link.open', { url: 'www.x.example/a' })).toEqual({ opened: true, url: 'https://www.x.example/a' })
    expect(core.host.openedOutside).toEqual(['https://www.x.example/a'])
  })

  it('a text mail is shown before and after it is kept, its links numbered', async () => {
    const bytes = eml({ body: 'Mira https://x.example/oferta.\n> lo citado' })
    const fileToken = offer(bytes)
    expect(await core.ask('mail.previewBody', { fileToken })).toMatchObject({ id: '', html: null, text: expect.stringContaining('oferta') as string })
    await core.ask('mail.previewFrame', { fileToken, html: null, links: [], allowPictures: false })
    const { mailId } = await takeIn(bytes)
    await core.ask('mail.frame', { id: mailId ?? '', html: null, links: ['https://evil.example'], allowPictures: false })
    for (const frame of core.host.frames) {
      expect(frame.body).toContain('href="link/0"')
      frame.onLink(0)
    }
    expect(core.notices.filter(({ notice }) => notice.name === 'mailLinkClicked').map(({ notice }) => (notice.data as { url: string }).url)).toEqual([
      'https://x.example/oferta', 'https://x.example/oferta',
    ])
  })

  it('without its file the record still shows what it knows', async () => {
    const { mailId } = await takeIn()
    rmSync(join(core.profile, 'files'), { recursive: true })
    await core.app.close()
    await startAgain(core)
    expect(await core.ask('mail.get', { id: mailId ?? '' })).toMatchObject({ html: null, text: expect.stringContaining('Adjunto lo hablado') as string })
    await expect(core.ask('mail.download', { id: mailId ?? '', attachment: null })).rejects.toMatchObject({ code: 'file_unreadable' })
    expect(core.host.errors).toHaveLength(1)
    core.host.errors.length = 0
  })
})
