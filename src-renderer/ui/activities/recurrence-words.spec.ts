// Rules of recurrence in words, in both languages: those that are made here, and those that other calendars write.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { dateNames } from '../format/date-words.ts'
import { speak } from '../words/i18n.ts'
import { ruleWords } from './recurrence-words.ts'

const rules: [rule: string, es: string, en: string][] = [
  ['FREQ=DAILY', 'cada día', 'every day'],
  ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'cada semana, de lunes a viernes', 'every week, Monday to Friday'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', 'cada 2 semanas, los lunes y jueves', 'every 2 weeks, on Monday and Thursday'],
  ['FREQ=MONTHLY;BYMONTHDAY=15', 'cada mes, el día 15', 'every month, on day 15'],
  ['FREQ=MONTHLY;BYMONTHDAY=1,-1', 'cada mes, el día 1 y el último día', 'every month, on day 1 and on the last day'],
  ['FREQ=MONTHLY;BYMONTHDAY=-2', 'cada mes, el penúltimo día', 'every month, on the second to last day'],
  ['FREQ=MONTHLY;BYDAY=2TU', 'cada mes, el segundo martes', 'every month, on the second Tuesday'],
  ['FREQ=MONTHLY;BYDAY=+1MO', 'cada mes, el primer lunes', 'every month, on the first Monday'],
  ['FREQ=MONTHLY;BYDAY=-3FR', 'cada mes, el antepenúltimo viernes', 'every month, on the third to last Friday'],
  ['FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2', 'cada mes, el segundo martes', 'every month, on the second Tuesday'],
  ['FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=-1', 'cada mes, el último sábado o domingo', 'every month, on the last Saturday or Sunday'],
  ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1', 'cada mes, el primer día laborable', 'every month, on the first working day'],
  ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-2', 'cada mes, el penúltimo día', 'every month, on the second to last day'],
  ['FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=19', 'cada año, en marzo, el día 19', 'every year, in March, on day 19'],
  ['FREQ=YEARLY;BYDAY=20MO', 'cada año, el 20.º lunes', 'every year, on the 20th Monday'],
  ['FREQ=WEEKLY;UNTIL=20270331', 'cada semana, hasta el 2027-03-31', 'every week, until 2027-03-31'],
  ['FREQ=WEEKLY;COUNT=6', 'cada semana, 6 veces', 'every week, 6 times'],
]

vi.stubGlobal('document', { documentElement: {} })

describe.each(['es', 'en'] as const)('a rule in words (%s)', (language) => {
  beforeAll(() => speak(language))
  afterAll(() => speak('es'))
  const { longDays, longMonths } = dateNames(language)
  it.each(rules)('%s', (rule, es, en) => {
    expect(ruleWords(rule, { days: longDays, months: longMonths, day: (day) => day })).toBe(language === 'es' ? es : en)
  })
})
