// Holidays out of a calendar file (SET-5): what of it are whole days, which are there already, and taking the chosen ones in. Core thread. Must stay true:
// the same file taken in twice changes nothing, and no activity is moved.
import { readFile } from 'node:fs/promises'
import { parse } from 'node:path'
import type { HolidayLine } from '../../src-shared/contract/settings.ts'
import type { CalendarFile, CalendarFileEntry } from '../../src-shared/domain/calendar-file.ts'
import { longestSpan } from '../../src-shared/domain/holidays.ts'
import { addDays, daysBetween } from '../../src-shared/domain/local-time.ts'
import { KnownError } from '../../src-shared/errors.ts'
import type { Core, HandlersOf } from './core.ts'

const largest = 5_000_000
/** Dates of a series beyond this are left to the years to come: the file is read again then. */
const yearsAhead = 12

/** What the file says, before it is compared with what is there. */
type Found = Omit<HolidayLine, 'status'>

export function holidayFileHandlers(core: Core): Pick<HandlersOf<'holiday'>, 'holiday.readFile' | 'holiday.import'> {
  async function read(fileToken: string): Promise<{ calendar: string; lines: HolidayLine[]; refused: number; timed: number }> {
    const { path, name, size } = core.inbox.get(fileToken)
    if (size > largest) throw new KnownError('file_unreadable', { name })
    const text = await readFile(path, 'utf8').catch((cause: unknown) => {
      throw new KnownError('file_unreadable', { name }, { cause })
    })
    const { readIcs } = await import('../files/ics/read-ics.ts')
    const file = await readIcs(text, { zone: await core.zone(), horizon: addDays(await core.today(), yearsAhead * 366) })
    if (!file.isCalendar) throw new KnownError('file_unreadable', { name })
    const calendar = (/^X-WR-CALNAME[^:\r\n]*:(.+)$/m.exec(text)?.[1]?.trim() || parse(name).name).slice(0, 80)
    const known = await core.read('settings.holidayUids', null)
    const lines = holidaysIn(file).map((one): HolidayLine => {
      const same = known.find((other) => other.uid === one.key) ?? known.find((other) => other.on === one.on && other.name === one.name)
      if (same === undefined) return { ...one, status: 'new' }
      return { ...one, status: same.on === one.on && same.until === one.until && same.name === one.name && same.isYearly === one.isYearly ? 'known' : 'changed' }
    })
    return { calendar, lines, refused: file.refused.length, timed: file.entries.filter(({ when, isCancelled }) => when.time !== null && !isCancelled).length }
  }
  return {
    'holiday.readFile': ({ fileToken }) => read(fileToken),
    'holiday.import': async ({ fileToken, keys }) => {
      const { calendar, lines } = await read(fileToken)
      const chosen = lines.filter(({ key, status }) => status !== 'known' && keys.includes(key))
      const { value, changeSetId } = await core.write('holiday.import', { calendar, holidays: chosen.map(({ status: _status, key, ...one }) => ({ ...one, uid: key })) })
      return { ...value, changeSetId }
    },
  }
}

/** Whole days of the file. A series without end that comes on the same day each year is one entry. */
function holidaysIn({ entries, series }: CalendarFile): Found[] {
  const endless = new Set(series.filter(({ isCut }) => isCut).map(({ uid }) => uid))
  const found: Found[] = []
  const yearly = new Set<string>()
  for (const entry of entries) {
    if (entry.isCancelled || entry.when.time !== null) continue
    const { on, until } = entry.when
    if (until !== null && (until < on || daysBetween(on, until) > longestSpan)) continue
    const isYearly = endless.has(entry.uid) && entries.every((other) => other.uid !== entry.uid || isSameDay(other, entry))
    if (isYearly && yearly.has(entry.uid)) continue
    if (isYearly) yearly.add(entry.uid)
    const key = isYearly || entry.recurrenceId === '' ? entry.uid : `${entry.uid} ${entry.recurrenceId}`
    found.push({ key: key.slice(0, 300), on, until: until === on ? null : until, name: entry.subject.trim().slice(0, 80) || on, isYearly })
  }
  return found.slice(0, 2000)
}

const isSameDay = (a: CalendarFileEntry, b: CalendarFileEntry): boolean => a.when.on.slice(5) === b.when.on.slice(5) && a.subject === b.subject
