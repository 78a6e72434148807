// Snapshots of lists as windows use them: ranges, positions, pins. Core thread.
import { KnownError } from '../../src-shared/errors.ts'
import type { Core, HandlersOf } from './core.ts'

const tableOf = { activities: 'activity', contacts: 'contact', mails: 'mail' } as const

export function listHandlers(core: Core): HandlersOf<'list'> {
  return {
    'list.idsInRange': async ({ snapshotId, from, to }) => {
      const { rows, source } = core.snapshots.get(snapshotId)
      const slice = [...rows.subarray(Math.min(from, to), Math.max(from, to) + 1)]
      return { ids: await core.read('list.ids', { table: tableOf[source.list], rows: slice }) }
    },
    'list.positionOf': async ({ snapshotId, id }) => {
      const { rows, source } = core.snapshots.get(snapshotId)
      const row = await core.read('list.rowOf', { table: tableOf[source.list], id })
      const position = row === null ? -1 : rows.indexOf(row)
      return { position: position < 0 ? null : position }
    },
    'list.pin': ({ snapshotId }) => {
      const snapshot = core.snapshots.pin(snapshotId)
      return { snapshotId: snapshot.id, total: snapshot.rows.length }
    },
    'list.release': ({ snapshotId }) => {
      core.snapshots.release(snapshotId)
      return null
    },
  }
}

/** Integer keys of everything selected, exactly: the frozen rows without the exceptions, and the ids beside them. */
export async function selectedRows(
  core: Core,
  list: 'activities' | 'contacts',
  selection: { base: string | null; except: string[]; ids: string[] },
): Promise<number[]> {
  const name = tableOf[list]
  const single = selection.ids.length === 0 ? [] : await core.read('list.rows', { table: name, ids: selection.ids })
  if (selection.base === null) return single
  const snapshot = core.snapshots.get(selection.base)
  if (snapshot.source.list !== list) throw new KnownError('expired', { what: 'selection' })
  const except = new Set(selection.except.length === 0 ? [] : await core.read('list.rows', { table: name, ids: selection.except }))
  const rows = except.size === 0 ? [...snapshot.rows] : [...snapshot.rows].filter((row) => !except.has(row))
  if (single.length === 0) return rows
  const seen = new Set(rows)
  for (const row of single) if (!seen.has(row)) rows.push(row)
  return rows
}
