// The reasons a user may pick or has typed for a change of dates, most recently used first. What was used is remembered beside the drafts: no record.
import { ask } from '../../ui/core.ts'

const draftKey = 'remembered:bulk-reasons'
const kept = 8

/** One reason: of the user's list (`id`), or typed. */
export interface ReasonUsed {
  id: string | null
  text: string
}

/** The newest first, each once. Pure. */
function withUsed(used: readonly ReasonUsed[], now: ReasonUsed): ReasonUsed[] {
  if (now.id === null && now.text.trim() === '') return [...used]
  const isSame = (one: ReasonUsed): boolean => (now.id === null ? one.id === null && one.text === now.text : one.id === now.id)
  return [now, ...used.filter((one) => !isSame(one))].slice(0, kept)
}

export async function reasonsUsed(): Promise<ReasonUsed[]> {
  const draft = await ask('draft.get', { key: draftKey })
  const used = (draft?.value as { used?: unknown } | undefined)?.used
  if (!Array.isArray(used)) return []
  return used.flatMap((one: unknown) => {
    const { id, text } = (one ?? {}) as { id?: unknown; text?: unknown }
    return typeof text === 'string' && (id === null || typeof id === 'string') ? [{ id, text }] : []
  })
}

export async function rememberReason(reason: ReasonUsed): Promise<void> {
  if (reason.id === null && reason.text.trim() === '') return
  await ask('draft.set', { key: draftKey, title: '', value: { used: withUsed(await reasonsUsed(), reason) } })
}
