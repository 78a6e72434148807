// The list of mails as windows ask for it (EML-9): the order is frozen once, pages of it are looked up. Core thread.
import type { ParsedInput } from '../../src-shared/contract/index.ts'
import type { MailRow } from '../../src-shared/contract/mail-find.ts'
import { addDays, instantOf } from '../../src-shared/domain/local-time.ts'
import { KnownError } from '../../src-shared/errors.ts'
import { daysOf } from './activity-ranges.ts'
import type { Core, Handlers } from './core.ts'
import type { FindInput } from '../store/queries/mail-find.ts'
import type { Snapshot } from './snapshots.ts'

type Wanted = Omit<ParsedInput<'mail.find'>, 'count'>

/** What windows want, in days and ids of now. */
async function inputOf(core: Core, { filter, order, conversations }: Wanted, activityId: string | null): Promise<FindInput> {
  const [zone, today, { weekStart }, me] = await Promise.all([core.zone(), core.today(), core.settings(), core.me()])
  const { from, to } = daysOf(filter.happened, today, weekStart)
  return {
    text: filter.text ?? '', contactId: filter.contactId ?? null, activityId, direction: filter.direction ?? null, withFiles: filter.withFiles ?? false, state: filter.state ?? null,
    since: from === null ? null : instantOf(from, null, zone), until: to === null ? null : instantOf(addDays(to, 1), null, zone), order, conversations, me,
  }
}

/** Integer keys of the list, in its order. */
export async function orderOf(core: Core, wanted: Wanted, activityId: string | null = null): Promise<Int32Array> {
  return core.read('mail.order', await inputOf(core, wanted, activityId))
}

export function findHandlers(core: Core): Pick<Handlers, 'mail.find' | 'mail.found'> {
  const pageOf = ({ rows, source }: Snapshot, from: number, count: number): Promise<MailRow[]> => {
    if (source.list !== 'mails') throw new KnownError('expired', { what: 'snapshot' })
    return core.read('mail.lines', { rows: [...rows.subarray(from, from + count)], text: source.filter.text ?? '', conversations: source.conversations })
  }
  return {
    'mail.find': async ({ count, ...wanted }) => {
      const isSearch = (wanted.filter.text ?? '').trim() !== ''
      const conversations = wanted.conversations && !isSearch
      const { rows, first } = await core.read('mail.first', { ...(await inputOf(core, { ...wanted, conversations }, null)), count })
      const snapshot = core.snapshots.add({ list: 'mails', filter: wanted.filter, conversations }, rows)
      return { snapshotId: snapshot.id, total: rows.length, rows: first }
    },
    'mail.found': async ({ snapshotId, from, count }) => ({ rows: await pageOf(core.snapshots.get(snapshotId), from, count) }),
  }
}
