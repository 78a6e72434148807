// Reads the Date header (RFC 5322 3.3 and what is really sent). Pure. A date that cannot be is null, never "now".

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
/** Minutes east of UTC; RFC 5322 4.3 defines the American ones, the European ones are sent all the same. */
const zones: Readonly<Record<string, number>> = {
  ut: 0, utc: 0, gmt: 0, z: 0, wet: 0, west: 60, bst: 60, cet: 60, met: 60, mez: 60, cest: 120, mest: 120, mesz: 120,
  eet: 120, eest: 180, msk: 180, jst: 540, edt: -240, est: -300, cdt: -300, cst: -360, mdt: -360, mst: -420, pdt: -420, pst: -480,
} // prettier-ignore

export interface MailDate {
  /** UTC milliseconds. */
  instant: number
  /** Minutes east of UTC as the sender's clock said; 0 where it did not say. */
  offsetMinutes: number
}

const written =
  /^(?:[a-z]{2,9}\.?,?\s+)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*\.?,?[\s-]+(\d{2,4}),?\s+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*(.*)$/i
const asctime =
  /^(?:[a-z]{3,9},?\s+)?([a-z]{3})[a-z]*\s+(\d{1,2}),?\s+(?:(\d{4}),?\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(?:(.*?)\s+)??(\d{4})?$/i
const iso = /^(\d{4})[-/](\d{2})[-/](\d{2})[T\s]+(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(.*)$/i

export function parseMailDate(header: string): MailDate | null {
  const text = withoutComments(header.slice(0, 1000)).replace(/\s+/g, ' ').trim()
  const plain = written.exec(text)
  if (plain) {
    const [, day, month, year, hour, minute, second, zone] = plain
    return assemble(fullYear(year ?? ''), monthNumber(month), Number(day), hour, minute, second, zone)
  }
  const international = iso.exec(text)
  if (international) {
    const [, year, month, day, hour, minute, second, zone] = international
    return assemble(Number(year), Number(month), Number(day), hour, minute, second, zone)
  }
  const american = asctime.exec(text)
  if (american) {
    const [, month, day, early, hour, minute, second, zone, late] = american
    return assemble(Number(early ?? late), monthNumber(month), Number(day), hour, minute, second, zone)
  }
  return null
}

function withoutComments(text: string): string {
  let result = text
  for (let turn = 0; turn < 10; turn++) {
    const shorter = result.replace(/\([^()]*\)/g, ' ')
    if (shorter === result) break
    result = shorter
  }
  return result
}

/** RFC 5322 4.3: two digits up to 49 are 20xx, else 19xx; three digits count from 1900. */
function fullYear(digits: string): number {
  const year = Number(digits)
  if (digits.length >= 4) return year
  return digits.length === 2 && year < 50 ? 2000 + year : 1900 + year
}

const monthNumber = (name: string | undefined): number => months.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1

function offsetOf(zone: string | undefined): number {
  const text = (zone ?? '').trim()
  const numeric = /^(?:gmt|utc)?\s*([+-])(\d{1,2}):?(\d{2})\b/i.exec(text)
  if (numeric) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3])
    // Beyond the zones that exist (-12 to +14, with room) the hour is trusted and the zone is not.
    if (Number(numeric[3]) > 59 || minutes > 16 * 60) return 0
    return numeric[1] === '-' ? -minutes || 0 : minutes
  }
  return zones[(/^[a-z]+/i.exec(text)?.[0] ?? '').toLowerCase()] ?? 0
}

function assemble(
  year: number,
  month: number,
  day: number,
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  zone: string | undefined,
): MailDate | null {
  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second ?? 0)]
  if (!(year >= 1900 && year <= 9999) || month < 1 || hours > 23 || minutes > 59 || seconds > 60) return null
  const local = Date.UTC(year, month - 1, day, hours, minutes, Math.min(seconds, 59))
  const check = new Date(local)
  if (day < 1 || check.getUTCMonth() !== month - 1 || check.getUTCDate() !== day) return null
  const offsetMinutes = offsetOf(zone)
  return { instant: local - offsetMinutes * 60_000, offsetMinutes }
}
