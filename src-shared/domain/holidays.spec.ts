// Holidays of a year as they are set: national by rule, regional as published, and the user's own, over days, spans and years.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { easterSunday, spanishNationalHolidays } from './holidays-es.ts'
import { holidaySource, publishedYears, spanishRegionalHolidays, spanishRegions } from './holidays-es-regions.ts'
import { holidaysOfYear, holidayText, type OwnHoliday } from './holidays.ts'
import { addDays, weekday } from './local-time.ts'

const daysIn = (year: number, region: string): string[] => (spanishRegionalHolidays(year, [region]) ?? []).map(({ on, key, name, isMoved }) => `${on.slice(5)} ${holidayText({ key, name, isMoved })}`)

describe('published years', () => {
  it.each(publishedYears.map((year) => [year]))('%i: every region has as many days as the law gives, on days that exist, with a source', (year) => {
    expect(holidaySource(year)).toMatch(/^Resolución de \d+ de octubre de \d{4}, de la Dirección General de Trabajo, por la que se publica la relación de fiestas laborales/)
    expect(holidaySource(year)).toContain(`para el año ${year}`)
    // The days of each municipality and of each Canary island are not in the lists; Ceuta and Melilla publish theirs as a whole.
    const onWorkdays = spanishNationalHolidays(year).filter(({ on }) => weekday(on) !== 7).length
    for (const region of spanishRegions) {
      const own = spanishRegionalHolidays(year, [region]) ?? []
      const total = onWorkdays + own.length
      expect(total, region).toBeGreaterThanOrEqual(region === 'CN' ? 11 : 12)
      expect(total, region).toBeLessThanOrEqual(14)
      expect(new Set(own.map(({ on }) => on)).size, region).toBe(own.length)
      for (const { on, isMoved } of own) {
        expect(on.startsWith(`${year}-`)).toBe(true)
        expect(weekday(on), `${region} ${on}`).not.toBe(7)
        if (isMoved) expect(weekday(on)).toBe(1)
      }
    }
  })
  it('a moved one stands in for the Sunday before it', () => {
    for (const year of publishedYears) {
      for (const { on, key, isMoved } of spanishRegionalHolidays(year, spanishRegions) ?? []) {
        const national = spanishNationalHolidays(year).find((one) => one.key === key)
        if (isMoved && national) expect(national.on).toBe(addDays(on, -1))
      }
    }
  })
  it('days of the church fall where Easter puts them', () => {
    const after: Record<string, number> = { 'maundy-thursday': -3, 'easter-monday': 1, 'corpus-christi': 60 }
    for (const year of publishedYears) {
      for (const { on, key } of spanishRegionalHolidays(year, spanishRegions) ?? []) if (key && key in after) expect(on).toBe(addDays(easterSunday(year), after[key] ?? 0))
    }
  })
  it.each([
    [2026, 'MD', ['04-02 maundy-thursday', '05-02 Fiesta de la Comunidad de Madrid', '11-02 >all-saints', '12-07 >constitution']],
    [2026, 'IB', ['03-02 >Día de las Illes Balears', '04-02 maundy-thursday', '04-06 easter-monday', '12-26 saint-stephen']],
    [2026, 'CT', ['04-06 easter-monday', '06-24 saint-john', '09-11 Fiesta Nacional de Cataluña', '12-26 saint-stephen']],
    [2025, 'AN', ['02-28 Día de Andalucía', '04-17 maundy-thursday', '10-13 >national-day']],
    [2025, 'CE', ['03-31 eid-al-fitr', '04-17 maundy-thursday', '06-06 eid-al-adha', '06-13 San Antonio', '08-05 Nuestra Señora de África']],
  ])('%i %s', (year, region, days) => expect(daysIn(year, region)).toEqual(days))
  it('a year that is not published is not guessed', () => {
    expect(spanishRegionalHolidays(2028, ['MD'])).toBeNull()
    expect(holidaySource(2028)).toBeNull()
    expect(holidaysOfYear(2028, { national: true, regions: ['MD'], own: [] }).every(({ origin }) => origin === 'national')).toBe(true)
  })
})

const own = (values: Partial<OwnHoliday>): OwnHoliday => ({ id: 'x', on: '2026-08-03', until: null, name: 'Fiesta', isYearly: false, calendar: null, ...values })
const daysOf = (year: number, one: OwnHoliday): string[] => holidaysOfYear(year, { national: false, regions: [], own: [one] }).map(({ on }) => on)

describe("the user's own", () => {
  it('a span that goes over the new year belongs to both years', () => {
    const shut = own({ on: '2026-12-30', until: '2027-01-02' })
    expect(daysOf(2026, shut)).toEqual(['2026-12-30', '2026-12-31'])
    expect(daysOf(2027, shut)).toEqual(['2027-01-01', '2027-01-02'])
    expect(daysOf(2028, shut)).toEqual([])
  })
  it('a yearly one comes again, a 29 February in leap years', () => {
    expect(daysOf(2030, own({ isYearly: true }))).toEqual(['2030-08-03'])
    expect(daysOf(2025, own({ isYearly: true }))).toEqual([])
    expect(daysOf(2028, own({ on: '2024-02-29', isYearly: true }))).toEqual(['2028-02-29'])
    expect(daysOf(2027, own({ on: '2024-02-29', isYearly: true }))).toEqual([])
    expect(daysOf(2031, own({ on: '2026-12-31', until: '2027-01-01', isYearly: true }))).toEqual(['2031-01-01', '2031-12-31'])
  })
  it('every day of any year is in that year, in order, and Good Friday is the Friday before Easter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2200 }), fc.subarray([...spanishRegions]), (year, regions) => {
        const days = holidaysOfYear(year, { national: true, regions, own: [own({ on: `${year - 1}-12-20`, until: `${year}-01-10`, isYearly: true })] })
        expect(days.map(({ on }) => on)).toEqual(days.map(({ on }) => on).toSorted())
        for (const { on } of days) expect(on.slice(0, 4)).toBe(String(year))
        const good = days.find(({ key }) => key === 'good-friday')?.on ?? ''
        expect(weekday(good)).toBe(5)
        expect(addDays(good, 2)).toBe(easterSunday(year))
      }),
      { numRuns: 200 },
    )
  })
})
