// The figures of the first page (DSH-1): how many of one user's activities and contacts each list behind a figure has. Counting stops where nobody reads
// on. Runs on a reader's thread. Everything is looked for among what is the user's own, by its index, never among all.
import type { Figure } from '../../../src-shared/contract/today.ts'
import type { UrgencyNow } from '../../../src-shared/domain/urgency.ts'
import type { ReadStore } from '../read-store.ts'
import { resolveFilter, type ListFilter } from './activity-filter.ts'
import { urgentContacts } from './urgency-sql.ts'

const most = 10_000

function figure(read: ReadStore, sql: string, parameters: readonly unknown[]): Figure {
  const n = read.getSql<{ n: number }>(`SELECT count(*) AS n FROM (${sql} LIMIT ${most + 1})`, ...parameters)?.n ?? 0
  return { n: Math.min(n, most), isMore: n > most }
}

export const todayQueries = {
  /** Of a filter for one owner. */
  'today.count': (read: ReadStore, { filter }: { filter: ListFilter }): Figure => {
    const resolved = resolveFilter(read, filter)
    if (resolved.isEmpty) return { n: 0, isMore: false }
    const { parts } = resolved
    // A closed one is urgent only as a mail of the last weeks: those are few and found by their own index.
    const urgent = resolved.open ? undefined : parts.find((part) => part.name === 'urgent')
    const from =
      urgent?.rows == null
        ? { sql: `activity a INDEXED BY ${resolved.open ? 'activity_open_owner' : 'activity_owner'}`, parameters: [] }
        : {
            sql: `(SELECT DISTINCT row_id FROM (${urgent.rows.sql})) k CROSS JOIN activity a ON a.row_id = k.row_id`,
            parameters: urgent.rows.parameters,
          }
    return figure(read, `SELECT 1 FROM ${from.sql} WHERE ${parts.map((part) => part.where.sql).join(' AND ')}`, [
      ...from.parameters,
      ...parts.flatMap((part) => part.where.parameters),
    ])
  },

  'today.contacts': (
    read: ReadStore,
    input: { ownerId: string; urgency: UrgencyNow },
  ): { contacts: Figure; urgentContacts: Figure; nothingScheduled: Figure } => {
    const own =
      'SELECT 1 FROM contact c INDEXED BY contact_owner WHERE c.owner_row = (SELECT row_id FROM user WHERE id = ?) AND c.binned_at IS NULL'
    const urgent = urgentContacts(read, input.urgency)
    return {
      contacts: figure(read, own, [input.ownerId]),
      urgentContacts:
        urgent === null
          ? { n: 0, isMore: false }
          : figure(read, `${own} AND ${urgent.where.sql}`, [input.ownerId, ...urgent.where.parameters]),
      nothingScheduled: figure(read, `${own} AND c.next_sort = '~'`, [input.ownerId]),
    }
  },
}
