// Holidays out of a calendar file (SET-5): shown before anything is written, whole days alone, and the same file twice changes nothing.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startCore, type TestCore } from '../../build/test-core.ts'

let core: TestCore
beforeEach(async () => {
  core = await startCore()
})
afterEach(() => core.close())

const event = (uid: string, ...lines: string[]): string => ['BEGIN:VEVENT', `UID:${uid}`, 'DTSTAMP:20260101T000000Z', ...lines, 'END:VEVENT'].join('\r\n')
const calendar = (...events: string[]): Buffer => Buffer.from(['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//x//ES', 'X-WR-CALNAME:Fiestas de Villanueva', ...events, 'END:VCALENDAR', ''].join('\r\n'))
const file = (...events: string[]) => core.offer({ name: 'fiestas.ics', bytes: calendar(...events) }).token
const all = [
  event('a', 'DTSTART;VALUE=DATE:20260515', 'DTEND;VALUE=DATE:20260516', 'SUMMARY:San Isidro'),
  event('b', 'DTSTART;VALUE=DATE:20260824', 'DTEND;VALUE=DATE:20260829', 'SUMMARY:Semana grande'),
  event('c', 'DTSTART;VALUE=DATE:20260908', 'RRULE:FREQ=YEARLY', 'SUMMARY:Virgen del Llano'),
  event('d', 'DTSTART:20260909T100000', 'DTEND:20260909T110000', 'SUMMARY:Pregón'),
]
const own = async (year: number) => (await core.ask('holiday.list', { year })).holidays.filter(({ origin }) => origin === 'own').map(({ on, name }) => `${on} ${name}`)

it('whole days, spans and yearly ones come in; what has a time does not', async () => {
  const token = file(...all)
  const read = await core.ask('holiday.readFile', { fileToken: token })
  expect(read).toMatchObject({ calendar: 'Fiestas de Villanueva', timed: 1, refused: 0 })
  expect(read.lines.map(({ on, until, isYearly, status }) => [on, until, isYearly, status])).toEqual([
    ['2026-05-15', null, false, 'new'],
    ['2026-08-24', '2026-08-28', false, 'new'],
    ['2026-09-08', null, true, 'new'],
  ])
  expect(await own(2026)).toEqual([])
  expect(await core.ask('holiday.import', { fileToken: token, keys: read.lines.map(({ key }) => key) })).toMatchObject({ added: 3, changed: 0 })
  expect(await own(2026)).toEqual(['2026-05-15 San Isidro', ...[24, 25, 26, 27, 28].map((day) => `2026-08-${day} Semana grande`), '2026-09-08 Virgen del Llano'])
  expect(await own(2030)).toEqual(['2030-09-08 Virgen del Llano'])

  const again = await core.ask('holiday.readFile', { fileToken: file(...all) })
  expect(again.lines.every(({ status }) => status === 'known')).toBe(true)
  expect(await core.ask('holiday.import', { fileToken: file(...all), keys: again.lines.map(({ key }) => key) })).toMatchObject({ added: 0, changed: 0, changeSetId: null })
  const undone = await core.ask('history.undoLast', {})
  expect(undone.left).toEqual([])
  expect(await own(2026)).toEqual([])
})

it('what moved in the file is changed, not doubled; what is no calendar is said', async () => {
  await core.ask('holiday.import', { fileToken: file(all[0] ?? ''), keys: ['a'] })
  const moved = file(event('a', 'DTSTART;VALUE=DATE:20260518', 'SUMMARY:San Isidro'))
  expect((await core.ask('holiday.readFile', { fileToken: moved })).lines[0]?.status).toBe('changed')
  expect(await core.ask('holiday.import', { fileToken: moved, keys: ['a'] })).toMatchObject({ added: 0, changed: 1 })
  expect(await own(2026)).toEqual(['2026-05-18 San Isidro'])
  const letter = core.offer({ name: 'carta.txt', bytes: Buffer.from('Estimado señor') })
  await expect(core.ask('holiday.readFile', { fileToken: letter.token })).rejects.toMatchObject({ code: 'file_unreadable' })
})
