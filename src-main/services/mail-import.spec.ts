// Many mails at once, through the whole core: what becomes of each, never twice, stopped and continued, taken back (EML-1, EML-4, EML-9).
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { sharedCore, startAgain } from '../../build/shared-core.ts'
import { servedBytes } from '../../build/test-core.ts'
import { activityWith, whenOn } from '../../build/test-records.ts'
import { eml, mailDriver, newMessageId } from '../../build/test-mails.ts'
import { importDriver } from '../../build/test-imports.ts'
import { compareWithLog } from '../store/rebuild.ts'

const scratch = mkdtempSync(join(tmpdir(), 'maletin-import-'))
const core = sharedCore()
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
const { person, takeIn } = mailDriver(() => core)
const { begin, run, lines, settled, whenOver } = importDriver(() => core)

let folders = 0
function folderOf(files: Record<string, string | Uint8Array>): string {
  const folder = join(scratch, `carpeta-${(folders += 1)}`)
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), bytes)
  }
  return folder
}
const mbox = (mails: string[]): string =>
  mails
    .map(
      (mail) =>
        `From ana@talleres.example Mon Mar  2 18:30:00 2026\n${mail.replaceAll('\r\n', '\n').replace(/^(>*From )/gm, '>$1')}\n`,
    )
    .join('')

describe('a folder of mails', () => {
  it('says of each file what became of it, and the rows add up', async () => {
    const ana = await person('Ana', [{ kind: 'mail', value: 'ana.ruiz@talleres.example' }])
    const twice = eml({ id: '<dos@x.example>' })
    const folder = folderOf({
      'a.eml': eml({ id: '<uno@x.example>' }),
      'b.eml': twice,
      'otra vez.eml': twice,
      'sub/c.eml': eml({ from: 'Luis <luis@nadie.example>' }),
      'lista.pdf': '%PDF-1.4 no es un correo',
      'roto.eml': '\0\0\0\0',
      'viejo.mbox': mbox([eml({ id: '<m1@x.example>' }), eml({ id: '<uno@x.example>' })]),
    })
    const info = await run([folder], { filesClear: true })
    expect(info).toMatchObject({
      state: 'done',
      trouble: null,
      counts: { taken: 3, already: 2, waiting: 1, refused: 2, again: 0 },
      canUndo: true,
    })
    const all = await lines(info.id)
    expect(all.find(({ name }) => name.endsWith('lista.pdf'))).toMatchObject({
      outcome: 'refused',
      reason: 'not_a_mail',
    })
    expect(all.find(({ name }) => name.endsWith('otra vez.eml'))).toMatchObject({
      outcome: 'already',
      reason: 'filed',
      contactName: 'Ana Prueba',
    })
    expect(all.find(({ name }) => name.endsWith('sub/c.eml'))).toMatchObject({
      outcome: 'waiting',
      mailState: 'waiting',
    })
    const [taken] = all.filter(({ outcome }) => outcome === 'taken')
    expect(await core.ask('mail.get', { id: taken?.mailId ?? '' })).toMatchObject({
      contactIds: [ana],
      isDetached: false,
    })
    expect((await core.ask('activity.get', { id: taken?.activityId ?? '' })).state).toBe('done')
  })

  it('dropped on an activity is attached to it, whoever wrote; the activity stays as it was', async () => {
    const luis = await person('Luis')
    const { settings, lists } = await core.ask('settings.get', {})
    const { id: activityId } = await core.ask('activity.create', activityWith({
      typeId: lists.types.find(({ builtin }) => builtin === 'email')?.id ?? '',
      subject: 'Licitación',
      personId: luis,
      when: whenOn('2026-03-05'),
      ownerId: settings.me ?? '',
      direction: 'in',
    }))
    const folder = (): string =>
      folderOf(
        Object.fromEntries(
          ['a', 'b', 'c'].map((name) => [`${name}.eml`, eml({ from: `${name}@nadie.example`, subject: name })]),
        ),
      )
    const info = await run([folder()], { activityId })
    expect(info.counts).toMatchObject({ taken: 3, waiting: 0 })
    expect(await core.ask('activity.get', { id: activityId })).toMatchObject({
      subject: 'Licitación',
      state: 'planned',
      fullNotes: '',
      mails: { length: 3 },
    })
    expect(
      (await core.ask('mail.list', { contactId: luis, activityId: null, text: '', from: 0, count: 10 })).total,
    ).toBe(3)
    await core.ask('activity.bin', { selection: { base: null, except: [], ids: [activityId] } })
    expect((await run([folder()], { activityId })).counts).toMatchObject({ taken: 0, waiting: 3 })
  })

  it('is taken back as a whole, and its report stays', async () => {
    await person('Ana', [{ kind: 'mail', value: 'ana.ruiz@talleres.example' }])
    const files = Object.fromEntries(
      Array.from({ length: 230 }, (_file, n) => [
        `${n}.eml`,
        eml({ from: n % 2 === 0 ? 'Ana Ruiz <ana.ruiz@talleres.example>' : 'x@y.example' }),
      ]),
    )
    const info = await run([folderOf(files)], { filesClear: true })
    expect(info.counts).toMatchObject({ taken: 115, waiting: 115 })
    await whenOver((await core.ask('mailImport.undo', { importId: info.id })).jobId)
    expect(
      await core.ask('mail.list', { contactId: null, activityId: null, text: '', from: 0, count: 1 }),
    ).toMatchObject({ total: 0 })
    expect(compareWithLog(join(core.profile, 'store.db'))).toEqual([])
    const after = await core.ask('mailImport.get', { importId: info.id })
    expect(after).toMatchObject({ counts: info.counts, canUndo: false })
    expect(after.undoneAt).not.toBeNull()
  })

  it('leaves the words of every message and activity in the search, as the log would have them', async () => {
    const mail = 'berta@indexada.example'
    await person('Berta', [{ kind: 'mail', value: mail }])
    const letter = (n: number): string => eml({ from: n % 2 === 0 ? mail : `nadie${n}@otra.example`, body: `Escarabajo número ${n}` })
    const files = Object.fromEntries(Array.from({ length: 60 }, (_file, n) => [`${n}.eml`, letter(n)]))
    const info = await run([folderOf(files)], { filesClear: true })
    expect(info.counts).toMatchObject({ taken: 30, waiting: 30 })
    const found = await core.ask('mail.list', { contactId: null, activityId: null, text: 'escarabajo', from: 0, count: 1 })
    expect(found.total).toBe(60)
    expect(compareWithLog(join(core.profile, 'store.db'))).toEqual([])
  })

  it('of which the store cannot take one message loses no other, nor a word of them', async () => {
    const db = new Database(join(core.profile, 'store.db'))
    const forbid = (sql: string): void => void db.exec(sql)
    forbid(`CREATE TRIGGER spec_poison BEFORE INSERT ON mail WHEN new.subject = 'Veneno' BEGIN SELECT RAISE(ABORT, 'not this one'); END`)
    try {
      const mail = 'clara@cicuta.example'
      await person('Clara', [{ kind: 'mail', value: mail }])
      const letter = (subject: string): string => eml({ from: mail, subject, body: 'Cicuta' })
      const info = await run([folderOf({ 'a.eml': letter('Uno'), 'b.eml': letter('Veneno'), 'c.eml': letter('Tres') })], { filesClear: true })
      expect(info).toMatchObject({ state: 'done', counts: { taken: 2, refused: 1 } })
      expect((await lines(info.id, 'refused')).map(({ name, reason }) => [name.endsWith('b.eml'), reason])).toEqual([[true, 'internal']])
      expect(core.host.errors.splice(0).map(({ message }) => message)).toEqual(['a batch of an import could not be written', expect.stringMatching(/the message .*b\.eml could not be written/)])
    } finally {
      forbid('DROP TRIGGER spec_poison')
      db.close()
    }
    const found = await core.ask('mail.list', { contactId: null, activityId: null, text: 'cicuta', from: 0, count: 5 })
    expect(found.mails.map(({ subject }) => subject).sort()).toEqual(['Tres', 'Uno'])
    expect(compareWithLog(join(core.profile, 'store.db'))).toEqual([])
  })

  it('is undone by one step of Ctrl+Z, whatever the number of its batches', async () => {
    const info = await run([
      folderOf(Object.fromEntries(Array.from({ length: 150 }, (_file, n) => [`${n}.eml`, eml()]))),
    ])
    expect(info.counts.waiting).toBe(150)
    expect(await core.ask('history.undoLast', {})).toMatchObject({
      undoneCommand: 'mail.import',
      restored: 150,
      left: [],
    })
    expect(await core.ask('tray.count', {})).toEqual({ waiting: 0, dismissed: 0 })
  })
})

describe('a mailbox', () => {
  it('gives each message as it was before it was put into it', async () => {
    const body = 'Uno\n\nFrom aquí en adelante, otra cosa.\n'
    const info = await run([
      join(
        folderOf({ 'correo.mbox': mbox([eml({ id: '<q1@x.example>', body }), eml({ id: '<q2@x.example>' })]) }),
        'correo.mbox',
      ),
    ])
    expect(info.counts.waiting).toBe(2)
    const [first] = await lines(info.id)
    expect((await core.ask('mail.get', { id: first?.mailId ?? '' })).text).toContain('\nFrom aquí en adelante')
  })
  it('without any message is refused', async () => {
    const info = await run([join(folderOf({ 'vacío.mbox': 'From ' }), 'vacío.mbox')])
    expect(info.counts).toMatchObject({ refused: 1 })
  })
})

describe('stopped', () => {
  it('goes on where it stopped, also after the program was closed in the middle', async () => {
    const count = 900
    const folder = folderOf(
      Object.fromEntries(Array.from({ length: count }, (_file, n) => [`${String(n).padStart(4, '0')}.eml`, eml()])),
    )
    const importId = await begin({})
    await core.ask('mailImport.add', { importId, fileTokens: [core.offer(folder).token] })
    await core.ask('mailImport.seal', { importId })
    await new Promise((resolve) => setTimeout(resolve, 300))
    await core.ask('mailImport.pause', { importId })
    const paused = await core.ask('mailImport.get', { importId })
    expect(paused.state).toBe('paused')
    await core.ask('mailImport.resume', { importId })
    await new Promise((resolve) => setTimeout(resolve, 200))
    await core.app.close()
    await startAgain(core)
    const info = await importDriver(() => core).settled(importId)
    expect(info).toMatchObject({
      state: 'done',
      counts: { taken: 0, already: 0, waiting: count, refused: 0, again: 0 },
    })
    expect((await core.ask('tray.count', {})).waiting).toBe(count)
  })
})

describe('what was refused', () => {
  it('and has become a mailbox meanwhile, gives all of its messages when it is tried again', async () => {
    const folder = folderOf({ 'correo.mbox': '\0' })
    const info = await run([folder])
    expect(info.counts).toMatchObject({ waiting: 0, refused: 1 })
    writeFileSync(join(folder, 'correo.mbox'), mbox([eml(), eml(), eml()]))
    await core.ask('mailImport.retry', { importId: info.id, lines: null })
    expect(await settled(info.id)).toMatchObject({ state: 'done', counts: { waiting: 3, refused: 0, again: 0 } })
  })

  it('is tried again, alone or all', async () => {
    const folder = folderOf({ 'uno.eml': eml(), 'dos.eml': 'no', 'tres.eml': '\0' })
    const info = await run([folder])
    expect(info.counts).toMatchObject({ waiting: 1, refused: 2 })
    writeFileSync(join(folder, 'dos.eml'), eml())
    const refused = await lines(info.id, 'refused')
    const two = refused.find(({ name }) => name.endsWith('dos.eml'))
    expect(await core.ask('mailImport.retry', { importId: info.id, lines: [two?.line ?? 0] })).toEqual({ lines: 1 })
    expect(await importDriver(() => core).settled(info.id)).toMatchObject({
      state: 'done',
      counts: { waiting: 2, refused: 1, again: 0 },
    })
    await core.ask('mailImport.retry', { importId: info.id, lines: null })
    expect(await importDriver(() => core).settled(info.id)).toMatchObject({
      counts: { waiting: 2, refused: 1, again: 0 },
    })
  })

  it('keeps its uploaded copy for another try, and only that', async () => {
    const tokens = [core.offer({ name: 'bien.eml', bytes: eml() }), core.offer({ name: 'mal.eml', bytes: '\0\0' })].map(
      ({ token }) => token,
    )
    const importId = await begin({})
    await core.ask('mailImport.add', { importId, fileTokens: tokens })
    await core.ask('mailImport.seal', { importId })
    await importDriver(() => core).settled(importId)
    expect(readdirSync(join(core.profile, 'imports', importId))).toHaveLength(1)
  })
})

describe('a file that could not be handed over', () => {
  it('stands in the report as refused, and takes its place when it arrives after all', async () => {
    const importId = await begin({ filesClear: true })
    await core.ask('mailImport.add', { importId, fileTokens: [core.offer({ name: 'a.eml', bytes: eml() }).token] })
    await core.ask('mailImport.add', { importId, fileTokens: [], missing: ['carpeta/b.eml', 'carpeta/buzon.mbox'] })
    await core.ask('mailImport.seal', { importId })
    const info = await settled(importId)
    expect(info).toMatchObject({ state: 'done', filesTotal: 3, counts: { refused: 2 } })
    const refused = await lines(importId, 'refused')
    expect(refused.map(({ name, reason }) => [name, reason])).toEqual([
      ['carpeta/b.eml', 'not_arrived'],
      ['carpeta/buzon.mbox', 'not_arrived'],
    ])
    // Without the file a second try says the same.
    await core.ask('mailImport.retry', { importId, lines: null })
    expect((await settled(importId)).counts).toMatchObject({ refused: 2, again: 0 })
    const files = [eml({ subject: 'Llegó tarde' }), mbox([eml(), eml()])]
    const instead = refused.map(({ line, name }, n) => ({
      line,
      name,
      fileToken: core.offer({ name, bytes: files[n] ?? '' }).token,
    }))
    expect(await core.ask('mailImport.retry', { importId, lines: [], instead })).toEqual({ lines: 2 })
    expect((await settled(importId)).counts).toMatchObject({ refused: 0, again: 0, waiting: 4 })
    expect((await lines(importId)).map(({ name }) => name)).toEqual([
      'a.eml',
      'carpeta/b.eml',
      'carpeta/buzon.mbox · 1',
      'carpeta/buzon.mbox · 2',
    ])
  })
})

describe('the report', () => {
  it('is saved as CSV, and no cell is a formula', async () => {
    const info = await run([folderOf({ '=1+1.eml': eml({ subject: 'Uno; "dos"' }), 'x.bin': '\0' })])
    const { url, name } = await core.ask('mailImport.csv', { importId: info.id, outcome: null, language: 'es' })
    const text = Buffer.from(servedBytes(core, url)).toString('utf8')
    expect(name.endsWith('.csv')).toBe(true)
    expect(text.split('\r\n')).toHaveLength(4)
    expect(text).toContain('"Uno; ""dos"""')
    expect(text).toContain('rechazado;no es un correo')
  })

  it('its rows are all the messages, whatever they are', async () => {
    const kinds = ['new', 'known', 'twin', 'broken'] as const
    await takeIn(eml({ id: '<conocido@x.example>' }), {})
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        async (files, filesClear) => {
          const twin = newMessageId()
          const folder = folderOf(
            Object.fromEntries(
              files.map((kind, n) => [
                `${n}.eml`,
                kind === 'new'
                  ? eml()
                  : kind === 'known'
                    ? eml({ id: '<conocido@x.example>' })
                    : kind === 'twin'
                      ? eml({ id: twin })
                      : '\0',
              ]),
            ),
          )
          const { counts } = await run([folder], { filesClear })
          const of = (kind: (typeof kinds)[number]): number => files.filter((one) => one === kind).length
          expect(counts.taken + counts.already + counts.waiting + counts.refused).toBe(files.length)
          expect(counts).toMatchObject({
            refused: of('broken'),
            already: of('known') + Math.max(0, of('twin') - 1),
            again: 0,
          })
        },
      ),
      { numRuns: 12 },
    )
  })
})

describe('the originals', () => {
  it('are kept exactly and once', async () => {
    const bytes = eml({ id: '<exacto@x.example>' })
    const info = await run([folderOf({ 'a.eml': bytes, 'b.eml': bytes })])
    const [line] = await lines(info.id, 'waiting')
    const { url } = await core.ask('mail.download', { id: line?.mailId ?? '', attachment: null })
    expect(Buffer.from(servedBytes(core, url)).equals(Buffer.from(bytes))).toBe(true)
    expect(readFileSync(join(core.profile, 'store.db')).length).toBeGreaterThan(0)
  })
})
