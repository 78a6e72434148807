// Activities that repeat (ACT-15): the dates of a rule, changes to several of them, and the daily making of what comes. Core thread.
import { addDays, wallOf } from '../../src-shared/domain/local-time.ts'
import { hasEnd } from '../../src-shared/domain/recurrence-rule.ts'
import { keepFiles } from './attachment-service.ts'
import type { Core, HandlersOf } from './core.ts'
import { mailsOfActivity } from './mail-acceptance.ts'
import type { ReadMails } from './mail-reading.ts'

export function seriesHandlers(core: Core, mails: ReadMails): HandlersOf<'series'> {
  return {
    'series.preview': async ({ rule, offDays, on, count }) => {
      // The rules of recurrence are large, and the first page waits for the core: they come when they are first needed.
      const { daysOfRule, placedDay } = await import('../../src-shared/domain/recurrence.ts')
      const week = await core.week()
      const days = daysOfRule(rule, on, on, addDays(on, 366 * 12), count)
      return { dates: days.map((slot) => ({ slot, on: placedDay(slot, offDays, rule, week) })), ends: hasEnd(rule) }
    },
    'series.change': async ({
      id,
      revision,
      scope,
      values: { files: tokens = [], mails: withMails = [], ...values },
      recurrence,
      when,
    }) => {
      const files = await keepFiles(core, tokens)
      const input = {
        id,
        revision,
        scope,
        values: when === undefined ? values : { ...values, when },
        recurrence,
        files,
        mails: await mailsOfActivity(core, mails, withMails),
        week: await core.week(),
      }
      const { value, changeSetId } = await core.write('series.change', input)
      for (const token of [...tokens, ...withMails.map(({ fileToken }) => fileToken)]) core.inbox.forget(token)
      return { changed: value.changed, changeSetId }
    },
    'series.cancel': async (input) => {
      const now = wallOf(core.ports.clock.now(), await core.zone())
      const { value, changeSetId } = await core.write('series.cancel', { ...input, closedAt: `${now.on}T${now.time}` })
      return { changed: value.changed, changeSetId }
    },
    'series.bin': async (input) => {
      const { value, changeSetId } = await core.write('series.bin', input)
      return { changed: value.changed, changeSetId }
    },
  }
}

/** Rules without end go on. Changes nothing most days. */
export async function extendSeries(core: Core): Promise<void> {
  await core.write('series.extend', { week: await core.week() }, 'series.extend', 'background')
}
