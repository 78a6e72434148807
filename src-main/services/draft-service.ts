// What forms hold before they are saved (UX-4). Core thread. No form waits for a draft to be written: behind a change that takes long it is known here
// meanwhile, and written in its turn; also when the program ends.
import type { Core, HandlersOf } from './core.ts'

interface UnderWay {
  title: string
  /** Null: cleared. */
  value: Record<string, unknown> | null
  savedAt: number
}

export function draftHandlers(core: Core): HandlersOf<'draft'> {
  /** On their way to the store, the newest of each. */
  const underWay = new Map<string, UnderWay>()
  const send = (key: string, draft: UnderWay): void => {
    underWay.set(key, draft)
    core
      .store()
      .setDraft(key, draft.title, draft.value && JSON.stringify(draft.value))
      .catch((error: unknown) => core.ports.log.error('a draft could not be kept', error))
      .finally(() => {
        if (underWay.get(key) === draft) underWay.delete(key)
      })
  }
  const drafts = async () => {
    const written = await core.read('settings.drafts', null)
    const sent = [...underWay].map(([key, { title, value, savedAt }]) => ({ key, title, savedAt, isHeld: value !== null }))
    return [
      ...sent.filter(({ isHeld }) => isHeld).map(({ key, title, savedAt }) => ({ key, title, savedAt })),
      ...written.filter(({ key }) => !sent.some((one) => one.key === key)),
    ]
  }
  return {
    'draft.get': async (input) => {
      const sent = underWay.get(input.key)
      const draft = sent === undefined ? await core.read('settings.draft', input) : sent.value && { value: sent.value, savedAt: sent.savedAt }
      return draft && { ...draft, files: await core.draftFiles().get(input.key) }
    },
    'draft.list': async () => {
      await core.draftFiles().sweep(async () => (await drafts()).map(({ key }) => key))
      return { drafts: await drafts() }
    },
    'draft.set': async ({ key, title, value, files }) => {
      send(key, { title, value, savedAt: core.ports.clock.now() })
      if (files !== undefined) await core.draftFiles().set(key, files)
      return null
    },
    'draft.clear': async ({ key }) => {
      send(key, { title: '', value: null, savedAt: core.ports.clock.now() })
      await core.draftFiles().set(key, [])
      return null
    },
  }
}
