// Contacts as windows ask for them: list, page, changes, timeline and notes (CON, UX-1). Core thread.
import type { SelectionOutcome } from '../../src-shared/contract/activities.ts'
import type { ContactFilter, ContactRow } from '../../src-shared/contract/contacts.ts'
import type { Selection } from '../../src-shared/contract/lists.ts'
import { wallOf } from '../../src-shared/domain/local-time.ts'
import type { SelectionResult } from '../store/commands/contact-selection.ts'
import type { ContactLines } from '../store/queries/contact-rows.ts'
import type { WallNow } from '../store/queries/contact-filter.ts'
import type { Committed } from '../store/store.ts'
import type { Core, HandlersOf } from './core.ts'
import { selectedRows } from './list-service.ts'
import { isMember } from './snapshots.ts'

export function contactHandlers(core: Core): Omit<HandlersOf<'contact' | 'note'>, 'contact.coolingOff'> {
  /** What a filter means here and now: wall time, and whose phones are typed without a prefix. */
  const here = async (): Promise<{ now: WallNow; country: string }> => ({
    now: { ...wallOf(core.ports.clock.now(), await core.zone()), weekStart: (await core.settings()).weekStart },
    country: (await core.settings()).country,
  })
  const urgencyFor = async ({ urgent }: ContactFilter) => (urgent === true ? { urgency: await core.urgency() } : {})
  const resolved = async (filter: ContactFilter): Promise<ContactFilter> =>
    filter.owners?.includes('me')
      ? { ...filter, owners: await Promise.all(filter.owners.map((owner) => (owner === 'me' ? core.me() : owner))) }
      : filter
  const marked = ({ rows, keys }: ContactLines, selection: string | null | undefined): ContactRow[] => {
    if (selection == null) return rows
    const snapshot = core.snapshots.get(selection)
    return rows.map((row, index) => ({ ...row, inSelection: isMember(snapshot, keys[index] ?? 0) }))
  }
  const selected = (selection: Selection): Promise<number[]> => selectedRows(core, 'contacts', selection)
  const outcome = ({ value, changeSetId }: Committed<SelectionResult>): SelectionOutcome => ({ changeSetId, ...value })

  return {
    'contact.first': async ({ filter, sort, limit }) => {
      const { rows, hasMore } = await core.read('contact.first', {
        filter: await resolved(filter),
        sort,
        limit,
        ...(await here()),
        ...(await urgencyFor(filter)),
      })
      return { rows, hasMore }
    },
    'contact.snapshot': async ({ filter, sort }) => {
      const rows = await core.read('contact.order', { filter: await resolved(filter), sort, ...(await here()), ...(await urgencyFor(filter)) }, 'long')
      const snapshot = core.snapshots.add({ list: 'contacts', filter, sort }, rows)
      return { snapshotId: snapshot.id, total: rows.length }
    },
    'contact.page': async ({ snapshotId, from, count, selection }) => {
      const keys = [...core.snapshots.get(snapshotId).rows.subarray(from, from + count)]
      return { rows: marked(await core.read('contact.lines', { keys }), selection) }
    },
    'contact.rows': async ({ ids, selection }) => ({
      rows: marked(await core.read('contact.linesOf', { ids }), selection),
    }),
    'contact.get': (input) => core.read('contact.detail', input),
    'contact.suggest': async (input) => ({
      contacts: await core.read('contact.suggest', { ...input, ...(await here()) }),
    }),
    'contact.timeline': async (input) => core.read('contact.timeline', { ...input, zone: await core.zone() }),

    'contact.create': async ({ employerId, jobTitle, ...values }) => {
      const { value, changeSetId } = await core.write('contact.create', { values, employerId, jobTitle })
      return { id: value.id, changeSetId: changeSetId ?? '' }
    },
    'contact.save': async (input) => {
      const { value, changeSetId } = await core.write('contact.save', input)
      return { revision: value.revision, changeSetId }
    },
    'contact.employ': async (input) => {
      const { value, changeSetId } = await core.write('contact.employ', { ...input, today: await core.today() })
      return { id: value.id, changeSetId }
    },
    'contact.leave': async (input) => ({ changeSetId: (await core.write('contact.leave', input)).changeSetId }),
    'contact.change': async ({ selection, change }) =>
      outcome(await core.write('contact.change', { rows: await selected(selection), change })),
    'contact.bin': async ({ selection }) =>
      outcome(await core.write('contact.bin', { rows: await selected(selection) })),
    'contact.restore': async ({ selection }) =>
      outcome(await core.write('contact.restore', { rows: await selected(selection) })),
    'contact.count': async ({ selection }) => ({ total: (await selected(selection)).length }),

    'note.get': (input) => core.read('note.get', input),
    'note.create': async (input) => {
      const { value, changeSetId } = await core.write('note.create', { ...input, authorId: await core.me() })
      return { id: value.id, changeSetId: changeSetId ?? '' }
    },
    'note.save': async (input) => ({ changeSetId: (await core.write('note.save', input)).changeSetId }),
    'note.bin': async (input) => ({ changeSetId: (await core.write('note.bin', input)).changeSetId }),
  }
}
