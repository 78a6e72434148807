// Calls of activity: the list with its snapshots, one activity, and what is done to one or to a whole selection (ACT-1 to ACT-14). Core thread.
import type {
  ActivityDetail,
  ActivityFilter,
  ActivityRow,
  ActivityValues,
  SelectionOutcome,
} from '../../src-shared/contract/activities.ts'
import type { Selection } from '../../src-shared/contract/lists.ts'
import { wallOf } from '../../src-shared/domain/local-time.ts'
import { KnownError } from '../../src-shared/errors.ts'
import type { SaveExtras } from '../store/commands/activity-commands.ts'
import type { SelectionResult } from '../store/commands/activity-selection-commands.ts'
import type { KeyedActivityRow } from '../store/queries/activity-rows.ts'
import type { Committed } from '../store/store.ts'
import { keepFiles, withWarning } from './attachment-service.ts'
import { storedFilter, type Now } from './activity-ranges.ts'
import type { Core, HandlersOf } from './core.ts'
import { selectedRows } from './list-service.ts'
import type { ReadMails } from './mail-reading.ts'
import { isMember } from './snapshots.ts'

/** What the words of a filter mean now; the urgency rules only where it asks for them. */
async function nowOf(core: Core, { urgent }: ActivityFilter): Promise<Now> {
  const { weekStart } = await core.settings()
  return {
    today: await core.today(),
    zone: await core.zone(),
    weekStart,
    me: await core.me(),
    instant: core.ports.clock.now(),
    urgency: urgent === true ? await core.urgency() : { rules: [] },
  }
}

function stripped({ row: _row, ...line }: KeyedActivityRow): ActivityRow {
  return line
}

/** Lines as windows get them; with a selection each says whether it belongs to that frozen snapshot. */
function lines(core: Core, rows: readonly KeyedActivityRow[], selection: string | null | undefined): ActivityRow[] {
  if (selection == null) return rows.map(stripped)
  const snapshot = core.snapshots.get(selection)
  return rows.map((line) => ({ ...stripped(line), inSelection: isMember(snapshot, line.row) }))
}

export function activityHandlers(core: Core, mails: ReadMails): Omit<HandlersOf<'activity'>, 'activity.load'> {
  const rowsOf = (selection: Selection): Promise<number[]> => selectedRows(core, 'activities', selection)
  /** Files and mails are kept and flushed before the record names them. `done` uses their tokens up. */
  async function withParts<V extends Partial<ActivityValues>>({
    files: tokens = [],
    mails: withMails = [],
    ...values
  }: V): Promise<{ values: Omit<V, 'files' | 'mails'>; extras: SaveExtras; done: () => void }> {
    const extras: SaveExtras = {
      files: await keepFiles(core, tokens),
      mails: withMails.length === 0 ? [] : await (await import('./mail-acceptance.ts')).mailsOfActivity(core, mails, withMails),
      ...(values.recurrence ? { week: await core.week() } : {}),
    }
    return {
      values,
      extras,
      done: () =>
        [...tokens, ...withMails.map(({ fileToken }) => fileToken)].forEach((token) => core.inbox.forget(token)),
    }
  }
  return {
    'activity.first': async ({ filter, sort, limit }) => {
      const { rows, hasMore } = await core.read('activity.first', {
        filter: storedFilter(filter, await nowOf(core, filter)),
        sort,
        limit,
      })
      return { rows: rows.map(stripped), hasMore }
    },
    'activity.snapshot': async ({ filter, sort }) => {
      const rows = await core.read(
        'activity.order',
        { filter: storedFilter(filter, await nowOf(core, filter)), sort },
        'long',
      )
      const snapshot = core.snapshots.add({ list: 'activities', filter, sort }, rows)
      return { snapshotId: snapshot.id, total: rows.length }
    },
    'activity.page': async ({ snapshotId, from, count, selection }) => {
      const { rows, source } = core.snapshots.get(snapshotId)
      if (source.list !== 'activities') throw new KnownError('expired', { what: 'snapshot' })
      const keys = [...rows.subarray(from, from + count)]
      return { rows: lines(core, await core.read('activity.lines', { keys }), selection) }
    },
    'activity.rows': async ({ ids, selection }) => ({
      rows: lines(core, await core.read('activity.linesOf', { ids }), selection),
    }),
    'activity.get': async ({ id }) => {
      const found = await core.read('activity.detail', { id, me: await core.me() })
      if (found === null) throw new KnownError('not_found', { table: 'activity', id })
      const { row: _row, ...detail } = found
      return {
        ...detail,
        files: found.files.map(withWarning),
        follows: found.follows === null ? null : stripped(found.follows),
        followedBy: found.followedBy.map(stripped),
        previous: found.previous.map(stripped),
        next: found.next.map(stripped),
      } satisfies ActivityDetail
    },
    'activity.around': async (input) => {
      const { previous, next } = await core.read('activity.around', input)
      return { previous: previous.map(stripped), next: next.map(stripped) }
    },
    'activity.count': async ({ selection }) =>
      core.read('activity.openAmong', { rows: await rowsOf(selection) }, 'long'),
    'activity.day': async (input) => ({ entries: await core.read('activity.day', { ...input, me: await core.me() }) }),
    'activity.create': async ({ closes, ...given }) => {
      await core.me()
      const { values, extras, done } = await withParts(given)
      const { value, changeSetId } = await core.write(
        'activity.create',
        { values, ...extras, ...(closes ? { closes } : {}) },
        closes ? 'activity.goOn' : 'activity.create',
      )
      done()
      return { id: value.id, changeSetId: changeSetId ?? '' }
    },
    'activity.save': async ({ id, revision, values: given }) => {
      const { values, extras, done } = await withParts(given)
      const { value, changeSetId } = await core.write('activity.save', { id, revision, values, ...extras })
      done()
      return { revision: value.revision, changeSetId }
    },
    'activity.duplicate': async ({ id }) => {
      const { value, changeSetId } = await core.write('activity.duplicate', { id, today: await core.today() })
      return { id: value.id, changeSetId: changeSetId ?? '' }
    },
    'activity.close': async ({ selection, closing, next }) => {
      const closed = await core.write('activity.close', {
        rows: await rowsOf(selection),
        ...closing,
        next: next ?? null,
      })
      return { ...outcome(closed), nextId: closed.value.nextId }
    },
    'activity.cancel': async ({ selection, reason }) => {
      const now = wallOf(core.ports.clock.now(), await core.zone())
      return outcome(
        await core.write('activity.cancel', {
          rows: await rowsOf(selection),
          reason,
          closedAt: `${now.on}T${now.time}`,
        }),
      )
    },
    'activity.reopen': async ({ selection }) =>
      outcome(await core.write('activity.reopen', { rows: await rowsOf(selection) })),
    'activity.bin': async ({ selection }) =>
      outcome(await core.write('activity.bin', { rows: await rowsOf(selection) })),
    'activity.restore': async ({ selection }) =>
      outcome(await core.write('activity.restore', { rows: await rowsOf(selection) })),
    'activity.change': async ({ selection, change }) =>
      outcome(await core.write('activity.change', { rows: await rowsOf(selection), change })),
  }
}

function outcome({ value, changeSetId }: Committed<SelectionResult>): SelectionOutcome {
  return { changeSetId, changed: value.changed, skipped: value.skipped }
}
