// Mails on their way into the record, as one dialog holds them: reading them in small lots, a decision each, and accepting. Nothing is kept by the core
// until it is accepted; leaving takes nothing in.
import { computed, onScopeDispose, reactive, ref, type ComputedRef, type Ref } from 'vue'
import type { MailProposal } from '../../../src-shared/contract/mail.ts'
import { KnownError, type ErrorCode } from '../../../src-shared/errors.ts'
import type { MailAnswers } from '../../ui/mail/mail-answers.ts'
import { ask, offerFiles } from '../../ui/core.ts'
import {
  acceptItem,
  firstDecision,
  lackOf,
  stateOf,
  type DecisionGround,
  type Onto,
  type TakeInItem,
} from './take-in.ts'

/** Files that are handed over and read at once: small, so that progress is seen and cancelling is quick. */
const lotSize = 8
const mostAtOnce = 500

export interface TakenIn {
  accepted: { mailId: string | null; activityId: string }[]
  changeSetIds: string[]
}
/** A file that the core has already. */
export interface OfferedMail {
  token: string
  name: string
  size?: number
}
export interface TakeIn {
  readonly items: TakeInItem[]
  readonly isReading: Ref<boolean>
  readonly isAccepting: Ref<boolean>
  readonly readCount: ComputedRef<number>
  /** Ticked and complete. */
  readonly ready: ComputedRef<TakeInItem[]>
  /** Still to be decided. */
  readonly open: ComputedRef<TakeInItem[]>
  /** Reads these files too; `handed` are files that the core has already. */
  add(files: File[], handed?: OfferedMail[]): Promise<void>
  /** Reads no further files; what was read stays. */
  stop(): void
  accept(items: TakeInItem[], answers: MailAnswers): Promise<TakenIn>
}

export function useTakeIn(
  where: { contactId: string | null; activityId: string | null },
  ground: () => DecisionGround,
  onto: (item: TakeInItem) => Onto | null,
  failed: (error: unknown) => void,
): TakeIn {
  const items = reactive<TakeInItem[]>([])
  const isReading = ref(false)
  const isAccepting = ref(false)
  const waiting: { item: TakeInItem; file: File | null }[] = []
  let count = 0
  let isOver = false

  async function add(files: File[], handed: OfferedMail[] = []): Promise<void> {
    for (const one of [
      ...handed.map(({ token, name, size = 0 }) => ({ token, name, size, file: null })),
      ...files.map((file) => ({ token: null, name: file.name, size: file.size, file })),
    ]) {
      const { file } = one
      items.push({
        key: ++count,
        name: one.name,
        token: one.token,
        size: one.size,
        state: 'reading',
        proposal: null,
        decision: null,
        isTicked: false,
        taken: null,
        trouble: null,
      })
      const item = items.at(-1)
      if (item) waiting.push({ item, file })
    }
    if (isReading.value) return
    isReading.value = true
    try {
      while (waiting.length > 0 && !isOver) await readLot(waiting.splice(0, lotSize))
    } finally {
      isReading.value = false
    }
  }

  async function readLot(lot: { item: TakeInItem; file: File | null }[]): Promise<void> {
    const offered: TakeInItem[] = []
    for (const { item, file } of lot) {
      try {
        if (file !== null) item.token = (await offerFiles([file]))[0]?.token ?? null
        if (item.token === null) throw new KnownError('file_unreadable', { name: item.name })
        offered.push(item)
      } catch (error) {
        unread(item, error)
      }
    }
    if (offered.length === 0 || isOver) return
    try {
      const fileTokens = offered.flatMap(({ token }) => (token === null ? [] : [token]))
      const { proposals } = await ask('mail.propose', {
        fileTokens,
        contactId: where.contactId,
        activityId: where.activityId,
      })
      for (const proposal of proposals) {
        const item = offered.find(({ token }) => token === proposal.fileToken)
        if (item) recognised(item, proposal)
      }
    } catch (error) {
      for (const item of offered) unread(item, error)
    }
  }
  function recognised(item: TakeInItem, proposal: MailProposal): void {
    item.proposal = proposal
    item.state = stateOf(proposal, where.activityId)
    item.decision = firstDecision(proposal, ground())
    if (item.state === 'unreadable')
      item.trouble = { code: 'mail_unreadable', details: { name: item.name, reason: proposal.unreadable ?? 'broken' } }
    // A mail that came alone is looked at: whatever is shown of it is what will be done.
    const isAlone = items.length === 1 && item.state !== 'duplicate' && item.state !== 'unreadable'
    item.isTicked = item.state === 'clear' || isAlone
  }
  function unread(item: TakeInItem, error: unknown): void {
    item.state = 'unreadable'
    item.trouble =
      error instanceof KnownError
        ? { code: error.code as ErrorCode, details: error.details as Record<string, unknown> }
        : { code: 'file_unreadable', details: { name: item.name } }
    if (!(error instanceof KnownError)) failed(error)
  }

  async function accept(wanted: TakeInItem[], answers: MailAnswers): Promise<TakenIn> {
    const outcome: TakenIn = { accepted: [], changeSetIds: [] }
    isAccepting.value = true
    try {
      for (let at = 0; at < wanted.length; at += mostAtOnce) {
        const lot = wanted.slice(at, at + mostAtOnce)
        const sent = lot.flatMap((item) =>
          item.token === null || item.decision === null
            ? []
            : [acceptItem(item.token, item.decision, answers, onto(item))],
        )
        const got = await ask('mail.accept', { items: sent })
        if (got.changeSetId !== null) outcome.changeSetIds.push(got.changeSetId)
        outcome.accepted.push(...got.accepted)
        const itemOf = (token: string): TakeInItem | undefined => lot.find((item) => item.token === token)
        for (const one of got.accepted)
          settle(itemOf(one.fileToken), 'taken', { mailId: one.mailId, activityId: one.activityId })
        for (const one of got.duplicates)
          settle(itemOf(one.fileToken), 'duplicate', { mailId: one.mailId, activityId: one.activityId })
        for (const one of got.failed) {
          const item = itemOf(one.fileToken)
          settle(item, 'failed', null)
          if (item)
            item.trouble = {
              code: one.code as ErrorCode,
              details: { name: one.fileName, reason: 'broken', field: 'contact', rule: 'contact_required' },
            }
        }
      }
    } finally {
      isAccepting.value = false
    }
    return outcome
  }
  function settle(item: TakeInItem | undefined, state: TakeInItem['state'], taken: TakeInItem['taken']): void {
    if (!item) return
    item.state = state
    item.taken = taken
    item.isTicked = false
  }

  onScopeDispose(() => (isOver = true))
  const isOpen = (item: TakeInItem): boolean => ['clear', 'odd', 'nobody'].includes(item.state)
  return {
    items,
    isReading,
    isAccepting,
    readCount: computed(() => items.filter((item) => item.state !== 'reading').length),
    ready: computed(() =>
      items.filter(
        (item) => isOpen(item) && item.isTicked && item.decision !== null && lackOf(item.decision, onto(item)) === null,
      ),
    ),
    open: computed(() => items.filter(isOpen)),
    add,
    stop() {
      for (const { item } of waiting.splice(0)) items.splice(items.indexOf(item), 1)
    },
    accept,
  }
}
