// Change sets as the history and the timeline show them, and which belong to a record (HIS-1). Runs on a reader's thread.
import type { ChangeSetSummary } from '../../../src-shared/contract/history.ts'
import type { ReadStore } from '../read-store.ts'
import { isTableName, type TableName } from '../tables.ts'
import { canBeUndone } from '../undo.ts'

interface SetLine {
  id: string
  at: number
  user_name: string | null
  command: string
  source: string
  summary: string
  change_count: number
  undone_by: string | null
  undoes: string | null
}

/** Summaries of change sets by integer keys, in the order of the keys. */
export function changeSetsByKeys(read: ReadStore, keys: readonly number[]): ChangeSetSummary[] {
  if (keys.length === 0) return []
  return read
    .allSql<SetLine>(
      `SELECT s.id, s.at, u.name AS user_name, s.command, s.source, s.summary, s.change_count, s.undone_by, s.undoes
       FROM json_each(?) AS k CROSS JOIN change_set AS s ON s.row_id = k.value LEFT JOIN user AS u ON u.id = s.user_id ORDER BY k.key`,
      JSON.stringify(keys),
    )
    .map((line) => ({
      id: line.id,
      at: line.at,
      userName: line.user_name ?? '',
      command: line.command,
      source: line.source,
      summary: JSON.parse(line.summary) as ChangeSetSummary['summary'],
      recordCount: line.change_count,
      undoneBy: line.undone_by,
      undoes: line.undoes,
      canUndo: line.undone_by === null && canBeUndone(line.command),
    }))
}

/** Records that are part of another: a change of theirs is one of it. */
const partsOf: Partial<Record<TableName, readonly (readonly [TableName, string])[]>> = {
  contact: [
    ['contact_point', 'contact_row'],
    ['contact_address', 'contact_row'],
    ['contact_tag', 'contact_row'],
    ['employment', 'person_row'],
    ['employment', 'company_row'],
    ['note', 'contact_row'],
    ['mail_contact', 'contact_row'],
  ],
  activity: [
    ['activity_tag', 'activity_row'],
    ['note', 'activity_row'],
  ],
  mail: [['mail_contact', 'mail_row']],
}

/** Ids of the record and of its parts as they are now. Parts that were taken out are found by the record's own line in that change set. */
export function idsWithParts(read: ReadStore, recordId: string, except: readonly TableName[] = []): string[] {
  const table = read.getSql<{ record_table: string }>(
    'SELECT record_table FROM change WHERE record_id = ? LIMIT 1',
    recordId,
  )?.record_table
  if (table === undefined || !isTableName(table)) return [recordId]
  const parts = (partsOf[table] ?? [])
    .filter(([part]) => !except.includes(part))
    .map(([part, column]) => `SELECT id FROM ${part} WHERE ${column} = (SELECT row_id FROM ${table} WHERE id = ?)`)
  return read.pluck<string>(
    ['SELECT ? AS id', ...parts].join(' UNION '),
    Array<string>(parts.length + 1).fill(recordId),
  )
}

/** SELECT of the keys of all change sets that touch one of these records; one parameter, the ids as JSON. */
export const setsOfRecords =
  'SELECT DISTINCT ch.set_row FROM json_each(?) AS r CROSS JOIN change AS ch ON ch.record_id = r.value'
