// Words to a date (NXT-2): tables of phrases in both languages under several todays and zones, and what must hold of any text.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spanishNationalHolidays } from '../holidays-es.ts'
import { addDays } from '../local-time.ts'
import { createWorkingCalendar } from '../working-calendar.ts'
import { readNextDate, type Moment, type Setting, type Understanding } from './index.ts'

const holidays = new Map(Array.from({ length: 20 }, (_x, at) => 2016 + at).flatMap((year) => spanishNationalHolidays(year).map(({ on, key }) => [on, key] as const)))
const hours = [{ from: '09:00', to: '14:00' }, { from: '16:00', to: '19:00' }]
const calendar = createWorkingCalendar({ workingDays: [true, true, true, true, true, false, false], hours, holidays })
const setting = (more: Partial<Setting> = {}): Setting => ({
  language: 'es', order: 'dmy', now: { on: '2026-11-25', time: '10:00' }, zone: 'Europe/Madrid', calendar, hours, weekStart: 1, toward: 'future', ...more,
})

/** As the tables write it: `2026-11-26 10:00 60m ..2026-11-28 !2026-11-25`, alternatives behind bars, a refusal behind a cross. */
const momentText = ({ on, time, durationMinutes, until, avoided }: Moment): string =>
  [on, time, durationMinutes === null ? null : `${durationMinutes}m`, until === null ? null : `..${until}`, avoided === null ? null : `!${avoided}`].filter((part) => part !== null).join(' ')
function written(understood: Understanding): string {
  if (understood.isUnderstood) return [understood.moment, ...understood.alternatives].map(momentText).join(' | ')
  const { isUnderstood: _no, reason, ...details } = understood
  return `✗ ${reason} ${Object.values(details).join(' ')}`.trim()
}

interface Phrase {
  now: string
  zone: string
  text: string
  meaning: string
}
function phrases(language: 'es' | 'en'): Phrase[] {
  const found: Phrase[] = []
  let [now, zone] = ['', '']
  for (const line of readFileSync(new URL(`./phrases.${language}.txt`, import.meta.url), 'utf8').split('\n')) {
    if (line.startsWith('# ')) [now = '', zone = ''] = line.slice(2).split(' ')
    else if (line !== '') {
      const [text = '', meaning = ''] = line.split(' => ')
      found.push({ now, zone, text, meaning: meaning.trim() })
    }
  }
  return found
}

describe.each(['es', 'en'] as const)('phrases in %s', (language) => {
  const all = phrases(language)
  it('are at least 300', () => expect(new Set(all.map(({ text }) => text)).size).toBeGreaterThanOrEqual(300))
  it.each(all)('$now $text', ({ now, zone, text, meaning }) => {
    const [on = '', time = ''] = now.split('T')
    expect(written(readNextDate(text, setting({ language, now: { on, time }, zone })))).toBe(meaning)
  })
})

describe('what the setting decides', () => {
  const read = (text: string, more: Partial<Setting>) => written(readNextDate(text, setting(more)))
  it('which of 3/4 is the day', () => {
    expect(read('3/4', { order: 'dmy' })).toBe('2027-04-03 | 2027-03-04')
    expect(read('3/4', { order: 'mdy' })).toBe('2027-03-04 | 2027-04-03')
  })
  it('words of the other language are understood all the same', () => {
    expect(read('tomorrow at 5pm', { language: 'es' })).toBe('2026-11-26 17:00')
    expect(read('pasado mañana a las 17', { language: 'en' })).toBe('2026-11-27 17:00')
  })
  it('the hours that are worked say which half of the day', () => {
    expect(read('mañana a las 8', { hours: [{ from: '16:00', to: '23:00' }] })).toBe('2026-11-26 20:00 | 2026-11-26 08:00')
    expect(read('mañana a las 5', { hours: [] })).toBe('2026-11-26 17:00 | 2026-11-26 05:00')
  })
  it('what happened: nearest dates, and no day gives way', () => {
    const past = { toward: 'nearest' } as const
    expect(read('20/11', past)).toBe('2026-11-20')
    expect(read('mañana', { ...past, now: { on: '2026-11-27', time: '10:00' } })).toBe('2026-11-28')
    expect(read('3/5/74', past)).toBe('1974-05-03 | 1974-03-05')
    expect(read('15/2', past)).toBe('2027-02-15')
    expect(read('1 dic 10', past)).toBe('2010-12-01 | 2026-12-01 10:00')
    expect(read('1 dic 10', {})).toBe('2026-12-01 10:00')
  })
  it('a week without a working day is told, not thrown', () => {
    const none = createWorkingCalendar({ workingDays: [false, false, false, false, false, false, false], hours: [], holidays: new Map() })
    expect(readNextDate('en 3 días hábiles', setting({ calendar: none })).isUnderstood).toBe(false)
  })
})

const zones = ['Europe/Madrid', 'Atlantic/Canary', 'America/Sao_Paulo', 'Pacific/Auckland', 'Asia/Kolkata']
const anyDay = fc.integer({ min: 0, max: 6000 }).map((n) => addDays('2020-01-01', n))
const anyTime = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
const anySetting = fc.record({ on: anyDay, time: anyTime, zone: fc.constantFrom(...zones), language: fc.constantFrom('es' as const, 'en' as const), toward: fc.constantFrom('future' as const, 'nearest' as const) }).map(
  ({ on, time, ...rest }) => setting({ now: { on, time }, ...rest }),
)
/** Words of the grammar in any order find more than random letters do. */
const vocabulary = [...new Set([...phrases('es'), ...phrases('en')].flatMap(({ text }) => text.split(' ')))]
const anyText = fc.oneof(fc.string({ maxLength: 220, unit: 'grapheme' }), fc.array(fc.constantFrom(...vocabulary), { maxLength: 9 }).map((list) => list.join(' ')), fc.constantFrom(...phrases('es'), ...phrases('en')).map(({ text }) => text))
const saysPast = /ayer|yesterday|hace|ago|last|pasad|atr[aá]s|previous|anterior|antes|earlier|-|\d{4}|\d[/.]\d/i

describe('of any text', () => {
  it('it never throws, and what it answers is a day that exists', () => {
    fc.assert(
      fc.property(anyText, anySetting, (text, given) => {
        const read = readNextDate(text, given)
        if (read.isUnderstood) expect(addDays(read.moment.on, 0)).toBe(read.moment.on)
      }),
      { numRuns: 1500 },
    )
  })
  it('no day before today unless the text says a past', () => {
    fc.assert(
      fc.property(anyText, anySetting, (text, given) => {
        if (saysPast.test(text) || given.toward === 'nearest') return
        const read = readNextDate(text, given)
        if (!read.isUnderstood) return
        for (const { on } of [read.moment, ...read.alternatives]) expect(on >= given.now.on, `${text}: ${on} before ${given.now.on}`).toBe(true)
      }),
      { numRuns: 1500 },
    )
  })
  it('a working day is found for what gives way', () => {
    fc.assert(
      fc.property(anyText, anySetting, (text, given) => {
        const read = readNextDate(text, given)
        if (read.isUnderstood && read.moment.avoided !== null) expect(calendar.isWorkingDay(read.moment.on)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
  it('hostile texts end soon', () => {
    for (const text of ['a '.repeat(100), 'el el '.repeat(33), '1-1-'.repeat(50), 'después de '.repeat(18), 'a week on '.repeat(20), '+'.repeat(200), '9'.repeat(200), 'el lunes a '.repeat(18)]) {
      expect(readNextDate(text, setting()).isUnderstood, text).toBe(false)
    }
  })
})
