// Attachments one by one, on a whole core (EML-3, EML-7): what each is shown as goes by its bytes, mails inside mails are read like mails, names are safe,
// what could run is opened only after the warning.
import { unzipSync } from 'fflate'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mailWithParts, testPdf, testPng, type TestPart } from '../../build/test-attachments.ts'
import { servedBytes, startCore, type TestCore } from '../../build/test-core.ts'
import { eml, mailDriver } from '../../build/test-mails.ts'
import type { PartPreview } from '../../src-shared/contract/mail-parts.ts'
import { pictureKind } from '../files/picture-kind.ts'

let core: TestCore
const { takeIn } = mailDriver(() => core)
beforeAll(async () => {
  core = await startCore()
})
afterAll(() => core.close())

const part = (name: string, mediaType: string, bytes: Buffer | string): TestPart => ({ name, mediaType, bytes: Buffer.from(bytes) })
const octets = 'application/octet-stream'
async function kept(...parts: TestPart[]): Promise<{ id: string }> {
  const { mailId } = await takeIn(mailWithParts('Adjuntos', parts))
  return { id: mailId ?? '' }
}

describe('what is shown', () => {
  const inner = eml({ subject: 'De dentro', body: 'Lo de dentro' })
  it.each<[string, TestPart, object]>([
    ['a picture in a frame', part('foto.png', 'image/png', testPng(40, 20)), { kind: 'picture', width: 40, height: 20 }],
    ['a picture whatever it is called', part('foto.dat', octets, testPng(3, 3)), { kind: 'picture' }],
    ['a picture too large to be unpacked', part('bomba.png', 'image/png', hugePng()), { kind: 'none', why: 'too_large' }],
    ['no picture that only says so', part('foto.png', 'image/png', '<script>1</script>'), { kind: 'none', why: 'kind' }],
    ['a PDF', part('oferta.pdf', 'application/pdf', testPdf('Oferta')), { kind: 'pdf' }],
    ['a PDF whatever it is called', part('oferta', octets, testPdf('Oferta')), { kind: 'pdf' }],
    ['text', part('lista.csv', octets, 'código;precio\n1;2'), { kind: 'text', text: 'código;precio\n1;2', isCut: false }],
    ['text of another age', part('lista.txt', 'text/plain', Buffer.from('a\u00f1o', 'latin1')), { kind: 'text', text: 'año' }],
    ['wide text', part('lista.txt', 'text/plain', Buffer.from('\ufeffaño', 'utf16le')), { kind: 'text', text: 'año' }],
    ['HTML and SVG as their text', part('pagina.svg', 'image/svg+xml', '<svg onload="x"/>'), { kind: 'text', text: '<svg onload="x"/>' }],
    ['the start of a long text', part('largo.txt', 'text/plain', 'x'.repeat(400_000)), { kind: 'text', isCut: true }],
    ['nothing of a program', part('factura.exe', octets, Buffer.from([0x4d, 0x5a, 0, 1, 2])), { kind: 'none', why: 'kind' }],
    ['nothing of bytes that are called text', part('a.txt', 'text/plain', Buffer.from([65, 0, 66, 0, 67, 1])), { kind: 'none', why: 'kind' }],
    ['a mail', part('reenviado.eml', 'message/rfc822', inner), { kind: 'mail' }],
  ])('%s', async (_name, file, expected) => {
    const source = await kept(file)
    expect(await core.ask('part.preview', { source, attachment: 0 })).toMatchObject(expected)
  })

  it('the frame of a picture runs nothing and fetches nothing', async () => {
    core.host.frames.length = 0
    await core.ask('part.preview', { source: await kept(part('foto.png', 'image/png', testPng(2, 2))), attachment: 0 })
    const [frame] = core.host.frames
    expect(frame?.headers['Content-Security-Policy']).toMatch(/default-src 'none'.*img-src data:;.*sandbox/)
    expect(frame?.body).toContain('src="data:image/png;base64,')
  })

  it('a mail inside a mail inside a mail, and the file in it', async () => {
    const deepest = mailWithParts('El de más dentro', [part('nota.txt', 'text/plain', 'encontrado')])
    const middle = mailWithParts('El del medio', [part('dos.eml', 'message/rfc822', deepest)])
    let source: { id: string } | { fileToken: string } = await kept(part('uno.eml', 'message/rfc822', middle))
    for (const subject of ['El del medio', 'El de más dentro']) {
      const preview: PartPreview = await core.ask('part.preview', { source, attachment: 0 })
      if (preview.kind !== 'mail') throw new Error(preview.kind)
      expect((await core.ask('mail.previewBody', { fileToken: preview.fileToken })).subject).toBe(subject)
      // Asked again it is the same file, not another copy.
      expect(await core.ask('part.preview', { source, attachment: 0 })).toEqual(preview)
      source = { fileToken: preview.fileToken }
    }
    expect(await core.ask('part.preview', { source, attachment: 0 })).toMatchObject({ kind: 'text', text: 'encontrado' })
  })

  it('what is not there is said', async () => {
    const source = await kept(part('a.txt', 'text/plain', 'a'))
    await expect(core.ask('part.preview', { source, attachment: 7 })).rejects.toMatchObject({ code: 'not_found' })
    await expect(core.ask('part.preview', { source: { id: 'nobody' }, attachment: 0 })).rejects.toMatchObject({ code: 'not_found' })
    await expect(core.ask('part.preview', { source: { fileToken: 'none' }, attachment: 0 })).rejects.toMatchObject({ code: 'expired' })
  })
})

/** Says 40,000 by 40,000 in a few bytes. */
function hugePng(): Buffer {
  const bytes = testPng(1, 1)
  bytes.writeUInt32BE(40_000, 16)
  bytes.writeUInt32BE(40_000, 20)
  return bytes
}

describe('saved', () => {
  const hostile = ['../../etc/cron.d/x', 'CON', 'a\u202Etxt.exe', 'factura.pdf.exe', 'C:\\Windows\\a.txt', 'x'.repeat(400) + '.txt', '']
  it('under a name that is safe everywhere and shows what it is', async () => {
    const source = await kept(...hostile.map((name) => part(name, octets, `contenido de ${name.slice(0, 20)}`)))
    for (const [index, name] of hostile.entries()) {
      const saved = await core.ask('part.download', { source, attachment: index })
      expect(basename(saved.name)).toBe(saved.name)
      expect(saved.name).not.toMatch(/[\u202a-\u202e\\/:]|^con$/i)
      expect(saved.name.length).toBeLessThanOrEqual(120)
      expect(Buffer.from(servedBytes(core, saved.url)).toString()).toBe(`contenido de ${name.slice(0, 20)}`)
      if (name.endsWith('.exe')) expect(saved.name).toMatch(/\.exe$/)
    }
  })

  it('all at once in one archive, each name once', async () => {
    const files = [part('a.txt', 'text/plain', 'uno'), part('A.txt', 'text/plain', 'dos'), part('a.txt', 'text/plain', 'tres'), part('../../x', octets, 'cuatro')]
    const saved = await core.ask('part.downloadAll', { source: await kept(...files) })
    expect(saved).toMatchObject({ name: 'Adjuntos.zip', count: 4 })
    const inside = unzipSync(servedBytes(core, saved.url))
    expect(Object.keys(inside)).toEqual(['a.txt', 'A (2).txt', 'a (3).txt', 'x'])
    expect(Object.values(inside).map((bytes) => Buffer.from(bytes).toString())).toEqual(['uno', 'dos', 'tres', 'cuatro'])
  })
})

describe('opened with the system’s program', () => {
  it('a document at once, as a copy', async () => {
    const source = await kept(part('oferta.pdf', 'application/pdf', testPdf('Oferta')))
    expect(await core.ask('part.open', { source, attachment: 0, isWarned: false })).toEqual({ opened: true })
    const path = core.host.openedFiles.at(-1) ?? ''
    expect(basename(path)).toBe('oferta.pdf')
    expect(path.startsWith(core.profile)).toBe(true)
    expect(readFileSync(path).subarray(0, 5).toString()).toBe('%PDF-')
  })
  it('what could run only after the warning', async () => {
    const source = await kept(part('factura.pdf.exe', octets, 'MZ'))
    const before = core.host.openedFiles.length
    await expect(core.ask('part.open', { source, attachment: 0, isWarned: false })).rejects.toMatchObject({ code: 'invalid', details: { rule: 'can_run' } })
    expect(core.host.openedFiles).toHaveLength(before)
    expect(await core.ask('part.open', { source, attachment: 0, isWarned: true })).toEqual({ opened: true })
  })
})

describe('kinds of pictures', () => {
  it('by their bytes, with their size; cut or wild bytes are none', () => {
    expect(pictureKind(testPng(7, 9))).toEqual({ mediaType: 'image/png', width: 7, height: 9 })
    expect(pictureKind(Buffer.from('R0lGODlhBQAGAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'))).toEqual({ mediaType: 'image/gif', width: 5, height: 6 })
    const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0001108000a001403012200021101031101ffda', 'hex')
    expect(pictureKind(jpeg)).toEqual({ mediaType: 'image/jpeg', width: 20, height: 10 })
    for (let cut = 0; cut < jpeg.length - 12; cut += 1) expect(pictureKind(jpeg.subarray(0, cut)), String(cut)).toBeNull()
    expect(pictureKind(Buffer.alloc(100))).toBeNull()
  })
})
