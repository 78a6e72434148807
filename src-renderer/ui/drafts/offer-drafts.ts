// What forms held when the program ended is offered again when it starts (UX-4): one quiet line, which opens the newest.
import { ask } from '../core.ts'
import { openDialog } from '../dialogs/dialogs.ts'
import { useQuiet } from '../feedback/quiet.store.ts'
import { say } from '../words/i18n.ts'

export type DraftPlace = { dialog: 'activity-form' | 'contact-form'; id: string | null } | { dialog: 'note-form'; contactId: string } | { path: string }

/** Where a draft is gone on with, by its key; null where its form is not known. */
export function placeOfDraft(key: string): DraftPlace | null {
  const at = key.indexOf(':')
  const [form, rest] = [key.slice(0, at), key.slice(at + 1)]
  if (at < 1 || rest === '') return null
  const isOfNew = rest === 'new' || rest.startsWith('new:')
  if (form === 'activity-form') return { dialog: 'activity-form', id: isOfNew ? null : rest }
  if (form === 'contact') return { dialog: 'contact-form', id: isOfNew ? null : rest }
  if (form === 'note') return { dialog: 'note-form', contactId: rest }
  if (form === 'session') return { path: `/session/${rest}` }
  if (form === 'quick-note') return { path: `/contacts/${rest}` }
  return null
}

async function openDraft(key: string, place: DraftPlace, go: (path: string) => unknown): Promise<void> {
  if ('path' in place) return void go(place.path)
  if (place.dialog === 'note-form') return void openDialog('note-form', { contactId: place.contactId })
  if (place.dialog === 'activity-form') return void (place.id === null ? openDialog('activity-quick', { draftKey: key }) : openDialog('activity-form', { id: place.id }))
  if (place.id !== null) return void openDialog('contact-form', { id: place.id })
  const draft = (await ask('draft.get', { key }))?.value as { values?: { kind?: 'company' | 'person' } } | undefined
  const made = await openDialog('contact-form', { draftKey: key, kind: draft?.values?.kind ?? 'company' })
  if (made) go(`/contacts/${made.id}`)
}

/** Asks for the drafts and offers them; says nothing when there are none. */
export async function offerDrafts(go: (path: string) => unknown): Promise<void> {
  const { drafts } = await ask('draft.list', {})
  const known = drafts
    .map((draft) => ({ ...draft, place: placeOfDraft(draft.key) }))
    .filter((draft) => draft.place !== null)
    .sort((a, b) => b.savedAt - a.savedAt)
  const newest = known[0]
  if (!newest?.place) return
  const { key, place, title } = newest
  const quiet = useQuiet()
  const run = (): void => {
    quiet.hide()
    openDraft(key, place, go).catch(quiet.trouble)
  }
  quiet.show(say('drafts.left', { title, more: known.length - 1 }, known.length), { action: { label: say('drafts.goOn'), run } })
}
