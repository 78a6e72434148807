// What the closing dialog holds and does (ACT-6, NXT-1): a result, a note, the closing date, the next one; close, go on, or cancel with a reason.
import { computed, ref, shallowRef } from 'vue'
import type { ActivityDetail, Closing } from '../../../src-shared/contract/activities.ts'
import { ask } from '../../bridge/bridge.ts'
import { openDialog, type Dialogs, type NewActivity } from '../../ui/dialogs/dialogs.ts'
import { useQuiet } from '../../ui/feedback/quiet.store.ts'
import { planOf, type NextMoment } from '../../ui/fields/next-moment.ts'
import { useFormat } from '../../ui/format/use-format.ts'
import { useSettings } from '../../ui/stores/settings.store.ts'
import { useWorkingDays } from '../../ui/stores/working-days.store.ts'
import { say } from '../../ui/words/i18n.ts'

type Trouble = 'needResult' | 'needClosingDate' | 'needReason' | 'wrongDate' | 'needNext'

export function useClosing(props: Dialogs['activity-close']['props']) {
  const settings = useSettings()
  const workingDays = useWorkingDays()
  const format = useFormat()
  const quiet = useQuiet()
  const resultId = ref<string | null>(settings.settings.closingResult)
  const isCancelled = ref(false)
  const on = ref<string | null>(settings.now.on)
  const time = ref<string | null>(settings.now.time)
  const note = ref('')
  const next = ref<NextMoment | null>(null)
  const isNextWrong = ref(false)
  const isTried = ref(false)
  /** Going on was asked for: several need the date of their next ones here. */
  const goesOn = ref(false)
  const isBusy = ref(false)
  const known = shallowRef<{ total: number; open: number } | null>(null)
  /** Where one is closed: that one, and the rhythm of its contact. */
  const single = shallowRef<ActivityDetail | null>(null)
  const rhythmDays = ref<number | null>(null)

  async function load(): Promise<void> {
    known.value = await ask('activity.count', { selection: props.selection })
    const [id, ...others] = props.selection.ids
    if (id === undefined || others.length > 0 || props.selection.base !== null) return
    single.value = await ask('activity.get', { id })
    const contactId = single.value.companyId ?? single.value.personId
    if (contactId !== null)
      rhythmDays.value = (await ask('contact.rows', { ids: [contactId] })).rows[0]?.rhythmDays ?? null
  }
  load().catch((error: unknown) => console.warn('activity-close', error))

  const followUp = computed(
    () => settings.lists.results.find((result) => result.builtin === 'follow_up' && !result.isArchived)?.id ?? null,
  )
  const willClose = computed(() => known.value?.open ?? props.count)
  function pick(id: string | null): void {
    resultId.value = id
    isCancelled.value = false
  }

  function troubleNow(): Trouble | null {
    if (isCancelled.value) return note.value.trim() === '' ? 'needReason' : null
    if (resultId.value === null) return 'needResult'
    if (on.value === null) return 'needClosingDate'
    if (isNextWrong.value) return 'wrongDate'
    return goesOn.value && next.value === null && props.count > 1 ? 'needNext' : null
  }
  const trouble = computed(() => (isTried.value ? troubleNow() : null))

  const closingNow = (): Closing => ({
    resultId: resultId.value ?? '',
    closedAt: `${on.value ?? ''}T${time.value ?? '00:00'}`,
    note: note.value,
  })

  /** What the form of the next one starts with: filled from the one that is closed when that form is saved. */
  function nextOf(one: ActivityDetail): NewActivity {
    return {
      followsId: one.id,
      companyId: one.companyId,
      personId: one.personId,
      typeId: one.typeId,
      ownerId: one.ownerId,
      subject: one.subject,
      on: workingDays.calendar.nextWorkingDay(settings.now.on),
      time: null,
      closes: closingNow(),
    }
  }

  /**
   * Closes. `isGoingOn`: the result is a follow-up where none was chosen; where no date was given the form of the next one opens, and its save closes this
   * one with it (one undo step). Left without saving, nothing is closed and this dialog still holds what was typed.
   */
  async function accept(isGoingOn = false): Promise<{ changed: number } | null> {
    isTried.value = true
    goesOn.value = isGoingOn
    if (resultId.value === null && !isCancelled.value && (isGoingOn || next.value !== null))
      resultId.value = followUp.value
    if (isBusy.value || troubleNow() !== null) return null
    isBusy.value = true
    try {
      const { selection } = props
      if (isGoingOn && next.value === null && !isCancelled.value && single.value)
        return (await openDialog('activity-quick', nextOf(single.value))) && { changed: 1 }
      const done = isCancelled.value
        ? await ask('activity.cancel', { selection, reason: note.value.trim() })
        : await ask('activity.close', {
            selection,
            closing: closingNow(),
            next: planOf(next.value, settings.zone),
          })
      const left =
        done.skipped > 0 ? ` ${say('activities.said.skipped', { n: format.number(done.skipped) }, done.skipped)}` : ''
      const planned =
        next.value === null || isCancelled.value
          ? ''
          : ` ${say('activities.said.planned', { when: format.when({ ...next.value, zone: settings.zone }) })}`
      quiet.done(
        say(
          `activities.said.${isCancelled.value ? 'cancelled' : 'closed'}`,
          { n: format.number(done.changed) },
          done.changed,
        ) +
          planned +
          left,
        done.changeSetId,
      )
      return { changed: done.changed }
    } catch (error) {
      quiet.trouble(error)
      return null
    } finally {
      isBusy.value = false
    }
  }
  const ownerId = computed(() => single.value?.ownerId ?? settings.me)
  return {
    resultId,
    isCancelled,
    on,
    time,
    note,
    next,
    isNextWrong,
    isBusy,
    known,
    single,
    rhythmDays,
    ownerId,
    willClose,
    trouble,
    pick,
    accept,
  }
}
