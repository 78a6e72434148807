// The tray of one window: its list, what is proposed for the mail in focus and what was decided about it, and carrying it out (EML-9).
import { computed, onScopeDispose, reactive, ref, shallowRef } from 'vue'
import type { TrayDetail, TrayLine } from '../../../src-shared/contract/mail-tray.ts'
import type { MailDetail } from '../../../src-shared/contract/mail.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { MailAnswers } from '../../ui/mail/mail-answers.ts'
import { ask, listen } from '../../ui/core.ts'
import { errorWords } from '../../ui/feedback/error-words.ts'
import { usePagedRows } from '../../ui/paged-list/paged-rows.ts'
import { acceptItem, firstDecision, lackOf, stateOf, type DecisionGround, type TakeInItem } from './take-in.ts'

export interface TrayChoice {
  which: 'waiting' | 'dismissed'
  text: string
}
const calmMs = 130

export function useTray(choice: TrayChoice, ground: () => DecisionGround, failed: (error: unknown) => void) {
  const conversations = ref(0)
  const rows = usePagedRows<TrayLine>(
    async (from, count) => {
      const got = await ask('tray.list', { which: choice.which, text: choice.text.trim(), from, count })
      conversations.value = got.conversations
      return { rows: got.lines, total: got.total }
    },
    failed,
    50,
  )
  const line = shallowRef<TrayLine | null>(null)
  const detail = shallowRef<TrayDetail | null>(null)
  const body = shallowRef<MailDetail | null>(null)
  const trouble = ref<string | null>(null)
  /** The mail in focus as the form of decisions knows it. */
  const item = shallowRef<TakeInItem | null>(null)
  const isWorking = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  /** What is shown follows the focus, after a moment: arrows held down read nothing. */
  function focus(next: TrayLine | undefined): void {
    if (next?.mail.id === line.value?.mail.id) {
      line.value = next ?? null
      return
    }
    line.value = next ?? null
    clearTimeout(timer)
    // A key pressed now is not meant for the mail before.
    item.value = null
    if (!next) {
      detail.value = body.value = null
      return
    }
    timer = setTimeout(() => void look(next.mail.id), detail.value === null ? 0 : calmMs)
  }
  const isMine = (mailId: string): boolean => line.value?.mail.id === mailId

  async function look(mailId: string): Promise<void> {
    try {
      const got = await ask('tray.get', { mailId })
      if (!isMine(mailId)) return
      detail.value = got
      trouble.value = null
      item.value = reactive<TakeInItem>({
        key: 0,
        name: got.proposal.fileName,
        token: mailId,
        size: 0,
        state: stateOf(got.proposal, null),
        proposal: got.proposal,
        decision: firstDecision(got.proposal, ground()),
        isTicked: true,
        taken: null,
        trouble: null,
      })
      if (body.value?.id !== mailId) {
        const read = await ask('mail.get', { id: mailId })
        if (isMine(mailId)) body.value = read
      }
    } catch (error) {
      if (!isMine(mailId)) return
      detail.value = item.value = null
      if (!(error instanceof KnownError && error.code === 'not_found')) trouble.value = errorWords(error)
    }
  }

  let waiting: ReturnType<typeof setTimeout> | undefined
  async function load(): Promise<void> {
    clearTimeout(waiting)
    try {
      await rows.swap()
    } catch (error) {
      failed(error)
    }
  }
  const stop = listen(
    'recordsChanged',
    ({ tables }) => {
      if (!('mail' in tables) && !('contact' in tables) && !('contact_point' in tables)) return
      clearTimeout(waiting)
      // While an import runs the list grows with every batch: it is read again now and then.
      waiting = setTimeout(() => void load(), 250)
    },
    () => void load(),
  )
  onScopeDispose(() => {
    stop()
    clearTimeout(timer)
    clearTimeout(waiting)
  })

  async function run<T>(work: () => Promise<T>): Promise<T | null> {
    if (isWorking.value) return null
    isWorking.value = true
    try {
      return await work()
    } catch (error) {
      failed(error)
      return null
    } finally {
      isWorking.value = false
    }
  }
  /** What is proposed for the focused mail, at once: a key may come before the moment is over. */
  async function settle(): Promise<void> {
    clearTimeout(timer)
    if (item.value === null && line.value !== null) await look(line.value.mail.id)
  }
  /** Decision about the focused mail is complete. */
  const isReady = computed(() => item.value?.decision != null && lackOf(item.value.decision, null) === null)

  /** `activityId`: onto this activity instead of a new one. */
  async function accept(answers: MailAnswers, activityId: string | null = null) {
    const mine = item.value
    if (mine?.decision == null || mine.token === null || (activityId === null && !isReady.value)) return null
    const { fileToken, ...decided } = acceptItem(
      mine.token,
      mine.decision,
      answers,
      activityId === null ? null : { id: activityId, hasContact: true, fillsRevision: null, direction: null },
    )
    return run(() => ask('tray.accept', { items: [{ mailId: fileToken, ...decided }] }))
  }
  const dismiss = (mailIds: string[]) => run(() => ask('tray.dismiss', { mailIds }))
  const restore = (mailIds: string[]) => run(() => ask('tray.restore', { mailIds }))
  return {
    rows,
    conversations,
    line,
    detail,
    body,
    item,
    trouble,
    isWorking,
    isReady,
    focus,
    settle,
    load,
    accept,
    dismiss,
    restore,
  }
}
