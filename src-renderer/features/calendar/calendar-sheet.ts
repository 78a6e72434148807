// The sheet of a day or week on paper (CAL-6): each visit with contact, phone, address and last notes, as A4 in the user's words. Pure apart from the words.
import type { CalendarEntry, SheetEntry } from '../../../src-shared/contract/calendar.ts'
import { addDays, weekday, type LocalDate } from '../../../src-shared/domain/local-time.ts'
import { escapeHtml } from '../../../src-shared/domain/inert-html.ts'
import { dateNames, type DateStyle } from '../../ui/format/date-words.ts'
import { hoursOf } from './entry-words.ts'

export interface SheetWords {
  title: string
  /** Who it is for, and when it was printed. */
  foot: string
  nothing: string
  untimed: string
  last: string
  typeName(id: string): string
  stateName(state: string): string
  /** Why it is urgent; empty where it is not. */
  urgent(entry: CalendarEntry): string
  day(day: LocalDate): string
  /** Beside what happened last: as short as it can be. */
  shortDay(day: LocalDate): string
}

const style = `
.sheet-foot { color: #555; margin: 0 0 8pt; font-size: 9pt; }
.sheet { width: 100%; border-collapse: collapse; table-layout: fixed; margin-bottom: 12pt; }
.sheet th { padding: 0 0 2pt; border-bottom: 1.2pt solid #0b6b64; text-align: left; font-weight: 400; }
.sheet h1, .sheet h2 { margin: 0; font-size: 12pt; }
.sheet h1 { font-size: 14pt; }
.sheet small { font-size: 9pt; font-weight: 400; color: #8a5a00; }
.sheet td { padding: 4pt 8pt 5pt 0; line-height: 1.35; border-bottom: 0.5pt solid #bbb; vertical-align: top; }
.sheet p { margin: 0; }
.sheet-time { font-weight: 600; font-variant-numeric: tabular-nums; }
.sheet-time span { display: block; font-weight: 400; color: #555; font-size: 9pt; }
.sheet-who { font-weight: 600; }
.sheet td .sheet-notes { margin-top: 3pt; padding-left: 6pt; border-left: 1.2pt solid #0b6b64; }
.sheet td.sheet-last { padding-right: 0; font-size: 8.5pt; line-height: 1.35; color: #222; }
.sheet-last b { font-weight: 600; font-variant-numeric: tabular-nums; }
.sheet-urgent { font-weight: 600; color: #a3201a; }
.sheet-box { display: inline-block; width: 8pt; height: 8pt; border: 0.8pt solid #333; margin-right: 4pt; }
.is-closed .sheet-who, .is-closed .sheet-time { color: #777; }
`

/** A day goes on with its heading on the next page; a visit is never cut in two. */
const columns = '<colgroup><col style="width:84pt"><col><col style="width:42%"></colgroup>'
const mostNotes = 600
const mostOfLast = 200
const short = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most).trimEnd()}…`)

/** What stands in the body of the printed page; every text is escaped here. */
export function sheetHtml(
  entries: readonly SheetEntry[],
  days: readonly LocalDate[],
  holidays: ReadonlyMap<string, string>,
  words: SheetWords,
): string {
  const [first = '', last = ''] = [days[0], days.at(-1)]
  const parts = days.map((day) => {
    // What began before the sheet stands on its first day.
    const mine = entries.filter(({ entry }) => entry.on === day || (day === first && entry.on < first && last >= first))
    const holiday = holidays.get(day)
    if (days.length > 1 && mine.length === 0) return ''
    const level = days.length > 1 ? 'h2' : 'h1'
    const head = `<${level}>${escapeHtml(words.day(day))}${holiday === undefined ? '' : ` <small>· ${escapeHtml(holiday)}</small>`}</${level}>`
    const rows = mine.map((one) => entryHtml(one, words)).join('')
    return `<table class="sheet">${columns}<thead><tr><th colspan="3">${head}</th></tr></thead><tbody>${rows || `<tr><td colspan="3">${escapeHtml(words.nothing)}</td></tr>`}</tbody></table>`
  })
  const body = parts.join('')
  const title = days.length > 1 ? `<h1>${escapeHtml(words.title)}</h1>` : ''
  return `<style>${style}</style>${title}<p class="sheet-foot">${escapeHtml(words.foot)}</p>${body === '' ? `<p>${escapeHtml(words.nothing)}</p>` : body}`
}

function entryHtml(one: SheetEntry, words: SheetWords): string {
  const { entry } = one
  const isClosed = entry.state === 'done' || entry.state === 'cancelled'
  const until = entry.until === null || entry.until === entry.on ? '' : ` – ${words.day(entry.until)}`
  const who = [one.contact, one.person].filter((name) => name !== '').join(' · ')
  const facts = [
    one.phone,
    one.place === '' || one.place === one.address ? one.address : one.place,
    one.place !== '' && one.address !== '' && one.place !== one.address ? one.address : '',
  ]
    .filter((fact) => fact !== '')
    .map((fact) => `<p>${escapeHtml(fact)}</p>`)
    .join('')
  const urgent = words.urgent(entry)
  const notes =
    one.notes === ''
      ? ''
      : `<p class="sheet-notes">${escapeHtml(short(one.notes, mostNotes)).replaceAll('\n', '<br>')}</p>`
  const last =
    one.last.length === 0
      ? ''
      : `<p><b>${escapeHtml(words.last)}</b></p>${one.last.map(({ on, text }) => `<p><b>${escapeHtml(words.shortDay(on))}</b> ${escapeHtml(short(text, mostOfLast))}</p>`).join('')}`
  return (
    `<tr${isClosed ? ' class="is-closed"' : ''}><td class="sheet-time">${escapeHtml(hoursOf(entry) || words.untimed + until)}<span>${escapeHtml(words.typeName(entry.typeId))}</span>` +
    `${entry.state === 'planned' ? '' : `<span>${escapeHtml(words.stateName(entry.state))}</span>`}</td>` +
    `<td><p class="sheet-who"><span class="sheet-box"></span>${escapeHtml(who || entry.subject)}</p>${who === '' ? '' : `<p>${escapeHtml(entry.subject)}</p>`}${urgent === '' ? '' : `<p class="sheet-urgent">▲ ${escapeHtml(urgent)}</p>`}${facts}${notes}</td>` +
    `<td class="sheet-last">${last}</td></tr>`
  )
}

/** `jueves 26 de noviembre de 2026`, `Thursday 26 November 2026`. */
export function longDay(day: LocalDate, style: DateStyle): string {
  const names = dateNames(style.language)
  const month = names.longMonths[Number(day.slice(5, 7)) - 1] ?? ''
  const of = style.language === 'es' ? ' de ' : ' '
  return `${names.longDays[weekday(day) - 1] ?? ''} ${Number(day.slice(8))}${of}${month}${of}${Number(day.slice(0, 4))}`
}

/** The days of a sheet: the day itself, or its whole week. */
export function sheetDays(day: LocalDate, of: 'day' | 'week', weekStart: number): LocalDate[] {
  if (of === 'day') return [day]
  const first = addDays(day, -((weekday(day) - weekStart + 7) % 7))
  return Array.from({ length: 7 }, (_day, at) => addDays(first, at))
}
