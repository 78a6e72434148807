// What was moved or resized in the calendar is written: one command and one undo step, said as it is done.
import type { Ref } from 'vue'
import type { CalendarEntry } from '../../../src-shared/contract/calendar.ts'
import type { When } from '../../../src-shared/domain/local-time.ts'
import { askScope } from '../../ui/activities/activity-actions.ts'
import { ask } from '../../ui/core.ts'
import { useQuiet } from '../../ui/feedback/quiet.store.ts'
import { useFormat } from '../../ui/format/use-format.ts'
import { say } from '../../ui/words/i18n.ts'
import { isClosed, whenOf } from './entry-words.ts'
import type { Calendar } from './use-calendar.ts'

/** `announced` is what screen readers are told. */
export function useWrittenMoves(calendar: Calendar, announced: Ref<string>) {
  const format = useFormat()
  const quiet = useQuiet()

  async function apply(whens: ReadonlyMap<string, When>, entries: readonly CalendarEntry[]): Promise<void> {
    const changed = entries.filter((entry) => {
      const when = whens.get(entry.id)
      return when !== undefined && JSON.stringify(when) !== JSON.stringify(whenOf(entry))
    })
    if (changed.length === 0) return
    // Shown where they were let go at once; the core's answer follows.
    const movable = new Map(
      changed.filter((entry) => !isClosed(entry)).map((entry) => [entry.id, whens.get(entry.id)!]),
    )
    calendar.showMoved(movable)
    const [only] = changed
    try {
      if (only !== undefined && changed.length === 1 && only.isRepeated && !isClosed(only)) {
        const scope = await askScope(only.id, 'change')
        if (scope === null) {
          announced.value = say('calendar.abandoned')
          return calendar.reload()
        }
        if (scope !== 'this') {
          const done = await ask('series.change', {
            id: only.id,
            revision: only.revision,
            scope,
            values: {},
            when: whens.get(only.id)!,
          })
          announced.value = say('activities.said.series', { n: format.number(done.changed) }, done.changed)
          return quiet.done(announced.value, done.changeSetId)
        }
      }
      const done = await ask('calendar.move', {
        moves: changed.map(({ id, revision }) => ({ id, revision, when: whens.get(id)! })),
      })
      const left =
        done.skipped > 0 ? ` ${say('calendar.skippedClosed', { n: format.number(done.skipped) }, done.skipped)}` : ''
      const stale =
        done.stale.length > 0
          ? ` ${say(
              'calendar.stale',
              {
                names: done.stale
                  .slice(0, 3)
                  .map(({ subject }) => say('shell.quoted', { text: subject }))
                  .join(', '),
              },
              done.stale.length,
            )}`
          : ''
      // Of several, each counts as this one (ACT-15).
      const repeated = changed.length === 1 ? 0 : changed.filter((entry) => entry.isRepeated && !isClosed(entry)).length
      const alone = repeated > 0 ? ` ${say('calendar.movedAlone', { n: format.number(repeated) }, repeated)}` : ''
      const text = say('calendar.moved', { n: format.number(done.changed) }, done.changed) + alone + left + stale
      announced.value = text
      quiet.done(text, done.changeSetId)
      if (done.changed < changed.length) calendar.reload()
    } catch (error) {
      quiet.trouble(error)
      calendar.reload()
    }
  }
  return { apply }
}
