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
}

const style = `
.sheet-foot { color: #555; margin: 0 0 10pt; }
.sheet-day { margin: 14pt 0 4pt; padding-bottom: 2pt; border-bottom: 1.2pt solid #0b6b64; font-size: 12pt; }
.sheet-day small { font-weight: 400; color: #8a5a00; }
.sheet-one { display: grid; grid-template-columns: 74pt 1fr 1fr; gap: 0 10pt; padding: 5pt 0 6pt; border-bottom: 0.5pt solid #bbb; break-inside: avoid; }
.sheet-time { font-weight: 600; font-variant-numeric: tabular-nums; }
.sheet-time span { display: block; font-weight: 400; color: #555; font-size: 9pt; }
.sheet-who { font-weight: 600; }
.sheet-facts { margin: 1pt 0 0; }
.sheet-facts p, .sheet-last p { margin: 0 0 1pt; }
.sheet-last { font-size: 9pt; color: #222; border-left: 0.5pt solid #bbb; padding-left: 8pt; }
.sheet-last b { font-weight: 600; }
.sheet-urgent { font-weight: 600; color: #a3201a; }
.sheet-box { display: inline-block; width: 8pt; height: 8pt; border: 0.8pt solid #333; margin-right: 4pt; }
.is-closed .sheet-who, .is-closed .sheet-time { color: #777; }
`

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
    const head = `<h2 class="sheet-day">${escapeHtml(words.day(day))}${holiday === undefined ? '' : ` <small>· ${escapeHtml(holiday)}</small>`}</h2>`
    return days.length > 1 && mine.length === 0
      ? ''
      : head +
          (mine.length === 0
            ? `<p>${escapeHtml(words.nothing)}</p>`
            : mine.map((one) => entryHtml(one, words)).join(''))
  })
  const body = parts.join('')
  return `<style>${style}</style><h1>${escapeHtml(words.title)}</h1><p class="sheet-foot">${escapeHtml(words.foot)}</p>${body === '' ? `<p>${escapeHtml(words.nothing)}</p>` : body}`
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
  const notes = one.notes === '' ? '' : `<p>${escapeHtml(one.notes.slice(0, 600)).replaceAll('\n', '<br>')}</p>`
  const last =
    one.last.length === 0
      ? ''
      : `<p><b>${escapeHtml(words.last)}</b></p>${one.last.map(({ on, text }) => `<p>${escapeHtml(words.day(on))}: ${escapeHtml(text)}</p>`).join('')}`
  return (
    `<section class="sheet-one${isClosed ? ' is-closed' : ''}"><div class="sheet-time">${escapeHtml(hoursOf(entry) || words.untimed + until)}<span>${escapeHtml(words.typeName(entry.typeId))}</span>` +
    `${entry.state === 'planned' ? '' : `<span>${escapeHtml(words.stateName(entry.state))}</span>`}</div>` +
    `<div><div class="sheet-who"><span class="sheet-box"></span>${escapeHtml(who || entry.subject)}</div>${who === '' ? '' : `<div>${escapeHtml(entry.subject)}</div>`}${urgent === '' ? '' : `<div class="sheet-urgent">▲ ${escapeHtml(urgent)}</div>`}<div class="sheet-facts">${facts}${notes}</div></div>` +
    `${last === '' ? '' : `<div class="sheet-last">${last}</div>`}</section>`
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
