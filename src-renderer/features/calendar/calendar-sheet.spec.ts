// The sheet on paper: everything of a visit, every text escaped, what began before on the first day (CAL-6).
import { expect, it } from 'vitest'
import type { SheetEntry } from '../../../src-shared/contract/calendar.ts'
import { exactDate } from '../../ui/format/date-words.ts'
import { longDay, sheetDays, sheetHtml, type SheetWords } from './calendar-sheet.ts'

const words: SheetWords = {
  title: 'Hoja',
  foot: 'Marta',
  nothing: 'Nada',
  untimed: 'Sin hora',
  last: 'Lo último',
  typeName: () => 'Visita',
  stateName: (state) => state,
  urgent: ({ priority }) => (priority === 3 ? 'Urgente: prioridad <alta>' : ''),
  day: (day) => longDay(day, { language: 'es', format: 'dmy' }),
  shortDay: (day) => exactDate(day, { language: 'es', format: 'dmy' }),
}
const visit = (on: string, until: string | null = null): SheetEntry => ({
  entry: {
    id: 'a',
    revision: 1,
    typeId: 't',
    subject: 'Cata <b>',
    contact: 'Bodega & Hijos',
    on,
    time: until === null ? '10:00' : null,
    minutes: 90,
    until,
    zone: 'Europe/Madrid',
    state: 'planned',
    ownerId: 'o',
    resultId: null,
    priority: 1,
    isRepeated: false,
    owesAnswer: false,
  },
  contact: 'Bodega & Hijos',
  person: 'Ana',
  phone: '600 000 000',
  address: 'Calle Mayor, 1',
  place: '',
  notes: 'Uno\nDos',
  last: [{ on: '2026-11-02', text: 'Pidió <muestras>' }],
})

it('has hours, contact, phone, address and the last notes, and no text of ours becomes an element', () => {
  const html = sheetHtml([visit('2026-11-26')], ['2026-11-26'], new Map([['2026-11-26', 'Fiesta']]), words)
  for (const part of [
    '10:00–11:30',
    'Bodega &amp; Hijos · Ana',
    'Cata &lt;b&gt;',
    '600 000 000',
    'Calle Mayor, 1',
    'Uno<br>Dos',
    '<b>02/11/2026</b> Pidió &lt;muestras&gt;',
    '· Fiesta',
  ])
    expect(html).toContain(part)
})
it('shows what began earlier on its first day, and says where there is nothing', () => {
  expect(sheetHtml([visit('2026-11-20', '2026-11-28')], sheetDays('2026-11-26', 'week', 1), new Map(), words)).toMatch(
    /lunes 23 de noviembre de 2026.*Sin hora – sábado 28/s,
  )
  expect(sheetHtml([], ['2026-11-26'], new Map(), words)).toContain('Nada')
  expect(sheetDays('2026-11-26', 'week', 7)[0]).toBe('2026-11-22')
})

it('names its day once, on each page that the day goes on', () => {
  const day = sheetHtml([visit('2026-11-26')], ['2026-11-26'], new Map(), words)
  expect(day.match(/jueves 26 de noviembre de 2026/g)).toHaveLength(1)
  expect(day).toMatch(/<thead>.*<h1>jueves 26 de noviembre de 2026<\/h1>.*<\/thead>/)
  expect(day).not.toContain('Hoja')
  expect(sheetHtml([visit('2026-11-26')], sheetDays('2026-11-26', 'week', 1), new Map(), words)).toMatch(/<h1>Hoja<\/h1>.*<h2>jueves 26/)
})
it('shortens long notes and says that they go on', () => {
  const one = { ...visit('2026-11-26'), last: [{ on: '2026-11-02', text: 'a'.repeat(900) }] }
  expect(sheetHtml([one], ['2026-11-26'], new Map(), words)).toMatch(/ a{200}…</)
})

it('says what is urgent, and why', () => {
  const one = visit('2026-11-26')
  expect(sheetHtml([one], ['2026-11-26'], new Map(), words)).not.toContain('sheet-urgent">')
  expect(sheetHtml([{ ...one, entry: { ...one.entry, priority: 3 } }], ['2026-11-26'], new Map(), words)).toContain(
    '▲ Urgente: prioridad &lt;alta&gt;',
  )
})
