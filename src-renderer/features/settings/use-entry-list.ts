// Adds, renames, orders, archives and removes the entries of one of the user's own lists (SET-2).
import { computed, type ComputedRef } from 'vue'
import type { ActivityType, ListEntry, Result, Tag } from '../../../src-shared/contract/settings.ts'
import type { CallInput } from '../../../src-shared/contract/index.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import { ask } from '../../ui/core.ts'
import { openDialog } from '../../ui/dialogs/dialogs.ts'
import { useQuiet } from '../../ui/feedback/quiet.store.ts'
import { useSettings } from '../../ui/stores/settings.store.ts'
import { say } from '../../ui/words/i18n.ts'
import { inOrder, isSameName, keptName, movedIds, type ListName } from './entry-lists.ts'

export type AnyEntry = ListEntry & Partial<Omit<ActivityType & Result & Tag, keyof ListEntry>>
export type EntryValues = CallInput<'entry.save'>['values']

export function useEntryList(list: () => ListName) {
  const settings = useSettings()
  const quiet = useQuiet()
  const entries: ComputedRef<AnyEntry[]> = computed(() => inOrder(settings.lists[list()] as AnyEntry[]))
  const shippedName = (entry: AnyEntry): string => (entry.builtin ? say(`lists.${list()}.${entry.builtin}`) : '')
  const nameOf = (entry: AnyEntry): string => entry.name ?? shippedName(entry)

  async function during(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work()
      await settings.refresh()
      return true
    } catch (error) {
      quiet.trouble(error)
      await settings.refresh().catch((failed: unknown) => console.warn('settings', failed))
      return false
    }
  }
  const save = (entry: AnyEntry, values: EntryValues): Promise<boolean> => during(() => ask('entry.save', { list: list(), id: entry.id, revision: entry.revision, values }))
  /** Two of the same name could not be told apart where one is chosen. */
  function isTaken(name: string, except: AnyEntry | null): boolean {
    const same = entries.value.find((one) => one.id !== except?.id && isSameName(nameOf(one), name))
    if (same) quiet.show(say(same.isArchived ? 'settings.lists.takenArchived' : 'settings.lists.taken', { name: nameOf(same) }), { tone: 'trouble' })
    return same !== undefined
  }
  const add = async (name: string): Promise<boolean> => !isTaken(name, null) && during(() => ask('entry.save', { list: list(), id: null, revision: null, values: { name: name.trim() } }))
  async function rename(entry: AnyEntry, typed: string): Promise<void> {
    const name = keptName(typed, entry, shippedName(entry))
    if (name === undefined) quiet.show(say('settings.lists.needName'), { tone: 'trouble' })
    else if (name !== entry.name && !isTaken(name ?? shippedName(entry), entry)) await save(entry, { name })
  }
  async function move(entry: AnyEntry, by: number): Promise<void> {
    const ids = movedIds(entries.value, entry.id, by)
    if (ids) await during(() => ask('entry.order', { list: list(), ids }))
  }
  async function archive(entry: AnyEntry, isArchived: boolean): Promise<void> {
    if (!(await save(entry, { isArchived }))) return
    const undo = (): void => {
      const now = entries.value.find(({ id }) => id === entry.id)
      if (now) void save(now, { isArchived: !isArchived })
    }
    quiet.show(say(`settings.lists.${isArchived ? 'archived' : 'unarchived'}`, { name: nameOf(entry) }), { undo })
  }
  /** To another place in the order, as it was dragged there. */
  async function moveTo(entry: AnyEntry, place: AnyEntry): Promise<void> {
    const ordered = entries.value.map(({ id }) => id)
    await move(entry, ordered.indexOf(place.id) - ordered.indexOf(entry.id))
  }
  /** Says how often it is used; archives it or makes it another one. */
  async function merge(entry: AnyEntry, uses?: number): Promise<void> {
    try {
      const known = uses ?? (await ask('entry.uses', { list: list(), id: entry.id })).uses
      const others = entries.value.filter((other) => other.id !== entry.id && !other.isArchived).map((other) => ({ value: other.id, text: nameOf(other) }))
      const answer = await openDialog('entry-in-use', { list: list(), id: entry.id, name: nameOf(entry), uses: known, isArchived: entry.isArchived, others })
      if (answer === 'archive') await archive(entry, true)
      else if (answer === 'merged') await settings.refresh()
    } catch (error) {
      quiet.trouble(error)
    }
  }
  /** One in use cannot go: archiving or merging it is offered instead. */
  async function remove(entry: AnyEntry): Promise<void> {
    const name = nameOf(entry)
    try {
      const { changeSetId } = await ask('entry.remove', { list: list(), id: entry.id })
      await settings.refresh()
      quiet.done(say('settings.lists.removed', { name }), changeSetId)
    } catch (error) {
      if (!(error instanceof KnownError && error.code === 'in_use')) return quiet.trouble(error)
      await merge(entry, (error as KnownError<'in_use'>).details.count)
    }
  }
  return { entries, nameOf, add, rename, move, moveTo, archive, merge, remove, save }
}
