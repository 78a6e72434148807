import { describe, expect, it } from 'vitest'
import { parseMailDate } from './mail-date.ts'

const at = (iso: string, offsetMinutes: number) => ({ instant: Date.parse(iso), offsetMinutes })

describe('the date of a mail', () => {
  it.each([
    ['Mon, 3 Mar 2025 10:15:30 +0100', at('2025-03-03T09:15:30Z', 60)],
    ['3 Mar 2025 10:15 -0530', at('2025-03-03T15:45:00Z', -330)],
    ['Fri, 07 Oct 1994 16:15:05 -0700 (PDT)', at('1994-10-07T23:15:05Z', -420)],
    ['Thu, 13 Feb 1969 23:32:54 -0330', at('1969-02-14T03:02:54Z', -210)],
    ['Mon, 3 Mar 25 10:15:30 GMT', at('2025-03-03T10:15:30Z', 0)],
    ['Mon, 3 Mar 99 10:15:30 EST', at('1999-03-03T15:15:30Z', -300)],
    ['Tue, 3 Mar 2025 10:15:30 +0000', at('2025-03-03T10:15:30Z', 0)],
    ['Mon,  3-Mar-2025 10:15:30 CEST', at('2025-03-03T08:15:30Z', 120)],
    ['Mon, 3 (tres) Mar (marzo (2025)) 2025 10:15:30 +0100', at('2025-03-03T09:15:30Z', 60)],
    ['Mon Mar  3 10:15:30 2025', at('2025-03-03T10:15:30Z', 0)],
    ['Mon Mar  3 10:15:30 CET 2025', at('2025-03-03T09:15:30Z', 60)],
    ['2025-03-03T10:15:30+01:00', at('2025-03-03T09:15:30Z', 60)],
    ['2025-03-03 10:15:30', at('2025-03-03T10:15:30Z', 0)],
    ['Mon, 3 Mar 2025 10:15:30 +9999', at('2025-03-03T10:15:30Z', 0)],
    ['Mon, 3 Mar 2025 10:15:30', at('2025-03-03T10:15:30Z', 0)],
    ['Wed, 31 Dec 2025 23:59:60 +0000', at('2025-12-31T23:59:59Z', 0)],
    ['Thu, 29 Feb 2024 12:00:00 +0000', at('2024-02-29T12:00:00Z', 0)],
  ])('%s', (header, date) => expect(parseMailDate(header)).toEqual(date))

  it.each([
    '',
    'Whenever',
    'Sat, 29 Feb 2025 12:00:00 +0000',
    'Mon, 31 Apr 2025 12:00:00 +0000',
    'Mon, 0 Mar 2025 12:00:00 +0000',
    'Mon, 3 Foo 2025 12:00:00 +0000',
    'Mon, 3 Mar 2025 24:00:00 +0000',
    'Mon, 3 Mar 2025 12:60:00 +0000',
    'Mon, 3 Mar 0025 12:00:00 +0000',
    '2025-13-01 10:00',
    '1e9',
    'Mon, 3 Mar 2025',
  ])('%j is no date', (header) => expect(parseMailDate(header)).toBeNull())

  it('stays quick on a hostile header', () => {
    const start = performance.now()
    for (const header of ['('.repeat(100_000), 'Mon '.repeat(50_000), ' '.repeat(100_000), `${'1 '.repeat(50_000)}`])
      parseMailDate(header)
    expect(performance.now() - start).toBeLessThan(500)
  })
})
