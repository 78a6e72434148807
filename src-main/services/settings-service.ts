// Settings, the user's own lists, holidays and views (SET-1, SET-2, SET-4, SET-5). Core thread.
import type { Settings } from '../../src-shared/contract/settings.ts'
import { holidaysOfYear, longestSpan, type HolidayRules } from '../../src-shared/domain/holidays.ts'
import { holidaySource, publishedYears } from '../../src-shared/domain/holidays-es-regions.ts'
import { daysBetween } from '../../src-shared/domain/local-time.ts'
import { shippedRules } from '../../src-shared/domain/urgency.ts'
import { KnownError } from '../../src-shared/errors.ts'
import type { Core, HandlersOf } from './core.ts'
import { holidayFileHandlers } from './holiday-files.ts'

export const defaultSettings: Settings = {
  language: 'es',
  theme: 'system',
  textSize: 'normal',
  dateFormat: 'locale',
  numberFormat: 'comma',
  weekStart: 1,
  zone: null,
  country: 'ES',
  me: null,
  workingDays: [true, true, true, true, true, false, false],
  hours: [
    { from: '09:00', to: '14:00' },
    { from: '16:00', to: '19:00' },
  ],
  nationalHolidays: true,
  holidayRegions: [],
  stateNames: {},
  urgencyRules: shippedRules.map((rule) => ({ ...rule })) as Settings['urgencyRules'],
  firstPlace: 'activities',
  singleLetterKeys: true,
  mailAttach: 'ask',
  mailUnderCustomer: 'ask',
  closingResult: null,
  reminderDefaults: {},
  listColumns: {},
  contactImports: [],
}

/** What makes a day a holiday, as set now. */
export async function holidayRules(core: Core): Promise<HolidayRules> {
  const { nationalHolidays, holidayRegions } = await core.settings()
  return { national: nationalHolidays, regions: holidayRegions, own: await core.read('settings.holidays', null) }
}

export function settingsHandlers(core: Core): HandlersOf<'settings' | 'user' | 'entry' | 'holiday' | 'view'> {
  return {
    'settings.get': async () => ({ settings: await core.settings(), lists: await core.read('settings.lists', null) }),
    'settings.set': async (values) => {
      if (values.workingDays !== undefined && !values.workingDays.includes(true)) {
        throw new KnownError('invalid', { field: 'workingDays', rule: 'no_working_day' })
      }
      if (values.hours !== undefined) checkHours(values.hours)
      await core.write('settings.set', { values })
      core.ports.notify({ name: 'settingsChanged', data: { keys: Object.keys(values) } }, null)
      return null
    },
    'user.save': async ({ id, revision, ...values }) => {
      for (const hours of values.hours ?? []) checkHours(hours)
      if (values.hours !== null && values.hours.every((hours) => hours.length === 0))
        throw new KnownError('invalid', { field: 'hours', rule: 'no_working_day' })
      return (await core.write('user.save', { id, revision, values })).value
    },
    'entry.save': async (input) => {
      if (input.id === null && !input.values.name) throw new KnownError('invalid', { field: 'name', rule: 'required' })
      return (await core.write('entry.save', input)).value
    },
    'entry.order': async (input) => (await core.write('entry.order', input)).value,
    'entry.remove': async (input) => ({ changeSetId: (await core.write('entry.remove', input)).changeSetId }),
    'entry.uses': async (input) => ({ uses: await core.read('settings.entryUses', input) }),
    'entry.merge': async (input) => {
      const { value, changeSetId } = await core.write('entry.merge', input)
      core.ports.notify({ name: 'settingsChanged', data: { keys: [] } }, null)
      return { changed: value.changed, changeSetId }
    },
    'holiday.list': async ({ year }) => ({
      holidays: holidaysOfYear(year, await holidayRules(core)),
      source: holidaySource(year),
      knownYears: [...publishedYears],
    }),
    'holiday.save': async (input) => {
      if (input.until !== null && (input.until < input.on || daysBetween(input.on, input.until) > longestSpan))
        throw new KnownError('invalid', { field: 'until', rule: 'holiday_span' })
      return (await core.write('holiday.save', { ...input, until: input.until === input.on ? null : input.until }))
        .value
    },
    ...holidayFileHandlers(core),
    'holiday.remove': async (input) => (await core.write('holiday.remove', input)).value,
    'view.list': async (input) => ({ views: await core.read('settings.views', input) }),
    'view.save': async (input) => (await core.write('view.save', input)).value,
    'view.remove': async (input) => (await core.write('view.remove', input)).value,
  }
}

function checkHours(hours: readonly { from: string; to: string }[]): void {
  let end = ''
  for (const { from, to } of hours) {
    if (to <= from || from < end)
      throw new KnownError('invalid', { field: 'hours', rule: 'hours_order', value: `${from}-${to}` })
    end = to
  }
}
