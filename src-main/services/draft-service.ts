// What forms hold before they are saved (UX-4). Core thread. No form waits for a draft to be written: behind a change that takes long it is known here
// meanwhile, and written in its turn; also when the program ends. One that cannot be written, as on a full disk, stays known and is tried again.
import { KnownError, type ErrorCode } from '../../src-shared/errors.ts'
import type { Store } from '../store/store.ts'
import type { Core, HandlersOf } from './core.ts'

interface UnderWay {
  store: Store
  title: string
  /** Null: cleared. */
  value: Record<string, unknown> | null
  savedAt: number
  hasFailed: boolean
}
/** What may pass: the draft is tried again. */
const passing = new Set<ErrorCode>(['disk_full', 'read_only'])
const retryMs = 10_000

export function draftHandlers(core: Core): HandlersOf<'draft'> {
  /** On their way to the store, the newest of each. */
  const underWay = new Map<string, UnderWay>()
  let retry: NodeJS.Timeout | undefined
  function send(key: string, draft: UnderWay): void {
    underWay.set(key, draft)
    draft.hasFailed = false
    draft.store
      .setDraft(key, draft.title, draft.value && JSON.stringify(draft.value))
      .then(() => {
        if (underWay.get(key) === draft) underWay.delete(key)
        sendFailed()
      })
      .catch((error: unknown) => {
        core.ports.log.error('a draft could not be kept', error)
        const canPass = error instanceof KnownError && passing.has(error.code)
        if (!canPass) return void (underWay.get(key) === draft && underWay.delete(key))
        draft.hasFailed = true
        retry ??= setTimeout(sendFailed, retryMs).unref()
      })
  }
  function sendFailed(): void {
    clearTimeout(retry)
    retry = undefined
    for (const [key, draft] of underWay) if (draft.hasFailed) send(key, draft)
  }
  const sentOf = (key: string): UnderWay | undefined => {
    const draft = underWay.get(key)
    return draft?.store === core.store() ? draft : undefined
  }
  const drafts = async () => {
    const written = await core.read('settings.drafts', null)
    const sent = [...underWay]
      .filter(([key]) => sentOf(key) !== undefined)
      .map(([key, { title, value, savedAt }]) => ({ key, title, savedAt, isHeld: value !== null }))
    return [
      ...sent.filter(({ isHeld }) => isHeld).map(({ key, title, savedAt }) => ({ key, title, savedAt })),
      ...written.filter(({ key }) => !sent.some((one) => one.key === key)),
    ]
  }
  return {
    'draft.get': async (input) => {
      const sent = sentOf(input.key)
      const draft = sent === undefined ? await core.read('settings.draft', input) : sent.value && { value: sent.value, savedAt: sent.savedAt }
      return draft && { ...draft, files: await core.draftFiles().get(input.key) }
    },
    'draft.list': async () => {
      await core.draftFiles().sweep(async () => (await drafts()).map(({ key }) => key))
      return { drafts: await drafts() }
    },
    'draft.set': async ({ key, title, value, files }) => {
      send(key, { store: core.store(), title, value, savedAt: core.ports.clock.now(), hasFailed: false })
      if (files !== undefined) await core.draftFiles().set(key, files)
      return null
    },
    'draft.clear': async ({ key }) => {
      send(key, { store: core.store(), title: '', value: null, savedAt: core.ports.clock.now(), hasFailed: false })
      await core.draftFiles().set(key, [])
      return null
    },
  }
}
