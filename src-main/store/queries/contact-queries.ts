// What a reader may be asked about contacts. Runs on a reader's thread.
import type { ReadStore } from '../read-store.ts'
import { contactDetail } from './contact-detail.ts'
import { allContacts, firstContacts, type ContactListInput } from './contact-list.ts'
import { contactLines, type ContactLines } from './contact-rows.ts'
import { suggestContacts } from './contact-suggest.ts'
import { note } from './contact-notes.ts'
import { contactTimeline } from './contact-timeline.ts'

export const contactQueries = {
  /** One more than `limit` is looked for, to say whether there is more. */
  'contact.first': (
    read: ReadStore,
    { limit, ...input }: ContactListInput & { limit: number },
  ): ContactLines & { hasMore: boolean } => {
    const keys = firstContacts(read, input, limit + 1)
    return { ...contactLines(read, keys.slice(0, limit)), hasMore: keys.length > limit }
  },
  'contact.order': (read: ReadStore, input: ContactListInput): Int32Array => allContacts(read, input),
  'contact.lines': (read: ReadStore, { keys }: { keys: number[] }): ContactLines => contactLines(read, keys),
  'contact.linesOf': (read: ReadStore, { ids }: { ids: string[] }): ContactLines =>
    contactLines(
      read,
      read.pluck<number>(
        'SELECT c.row_id FROM json_each(?) AS k CROSS JOIN contact AS c ON c.id = k.value ORDER BY k.key',
        [JSON.stringify(ids)],
      ),
    ),
  'contact.detail': contactDetail,
  'contact.suggest': suggestContacts,
  'contact.timeline': contactTimeline,
  'note.get': note,
}
