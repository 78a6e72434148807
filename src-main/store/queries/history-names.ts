// Names and current values of any records, for the history. Runs on a reader's thread.
import type { ReadStore } from '../read-store.ts'
import { isTableName, tables, type FieldMeta, type TableName } from '../tables.ts'

export interface RecordRef {
  table: string
  recordId: string
}

const contactName = '(SELECT name FROM contact WHERE row_id = t.contact_row)'
const activitySubject = '(SELECT subject FROM activity WHERE row_id = t.activity_row)'
/** What a record is called; a part of a contact is called as the contact. Entries the program ships are called by their built-in word. */
const nameOf: Record<TableName, string> = {
  user: 't.name',
  activity_type: 'ifnull(t.name, t.builtin)',
  result: 'ifnull(t.name, t.builtin)',
  tag: 'ifnull(t.name, t.builtin)',
  reason: 'ifnull(t.name, t.builtin)',
  setting: 't.id',
  holiday: 't.name',
  saved_view: 'ifnull(t.name, t.builtin)',
  contact: 't.name',
  employment: '(SELECT name FROM contact WHERE row_id = t.person_row)',
  contact_point: contactName,
  contact_address: contactName,
  contact_tag: contactName,
  activity: 't.subject',
  activity_tag: activitySubject,
  note: contactName,
  mail: 't.subject',
  mail_contact: contactName,
  calendar_item: '(SELECT subject FROM activity WHERE row_id = t.activity_row)',
  rhythm: "ifnull((SELECT name FROM contact WHERE row_id = t.contact_row), (SELECT ifnull(name, builtin) FROM tag WHERE row_id = t.tag_row))",
  session: 't.name',
  session_item: contactName,
  action: 'ifnull(t.name, t.builtin)',
  activity_action: activitySubject,
  attachment: 't.name',
  series: 't.subject',
  series_slot: activitySubject,
  reminder: activitySubject,
}

export const nameKey = ({ table, recordId }: RecordRef): string => `${table}:${recordId}`

function idsByTable(refs: readonly RecordRef[]): Map<TableName, Set<string>> {
  const all = new Map<TableName, Set<string>>()
  for (const { table, recordId } of refs) {
    if (!isTableName(table)) continue
    const ids = all.get(table)
    if (ids === undefined) all.set(table, new Set([recordId]))
    else ids.add(recordId)
  }
  return all
}

/** Names by `nameKey`; of a record that is gone, the last name that the log knows. */
export function recordNames(read: ReadStore, refs: readonly RecordRef[]): Map<string, string> {
  const names = new Map<string, string>()
  for (const [table, ids] of idsByTable(refs)) {
    const found = read.allSql<{ id: string; name: string | null }>(
      `SELECT t.id, ${nameOf[table]} AS name FROM json_each(?) AS k CROSS JOIN ${table} AS t ON t.id = k.value`,
      JSON.stringify([...ids]),
    )
    for (const { id, name } of found) names.set(nameKey({ table, recordId: id }), name ?? '')
    for (const id of ids) {
      if (!names.has(nameKey({ table, recordId: id })))
        names.set(nameKey({ table, recordId: id }), loggedName(read, id))
    }
  }
  return names
}

const ownersInLog = ['contactId', 'personId', 'activityId', 'mailId']

function loggedName(read: ReadStore, id: string, depth = 0): string {
  const line = read.getSql<{ fields: string }>(
    `SELECT ifnull(after, before) AS fields FROM change WHERE record_id = ? AND kind IN ('insert','delete') ORDER BY row_id DESC LIMIT 1`,
    id,
  )
  if (line === undefined) return ''
  const fields = JSON.parse(line.fields) as Record<string, unknown>
  const own = fields['name'] ?? fields['subject'] ?? fields['builtin']
  if (typeof own === 'string') return own
  const owner = ownersInLog.find((property) => typeof fields[property] === 'string')
  if (owner === undefined || depth > 2) return ''
  const ownerId = fields[owner] as string
  const table = owner === 'activityId' ? 'activity' : owner === 'mailId' ? 'mail' : 'contact'
  const living = read.getSql<{ name: string }>(
    `SELECT ${nameOf[table]} AS name FROM ${table} AS t WHERE t.id = ?`,
    ownerId,
  )
  return living?.name ?? loggedName(read, ownerId, depth + 1)
}

function columnSql({ column, kind }: FieldMeta): string {
  return typeof kind === 'object'
    ? `(SELECT r.id FROM ${kind.ref} AS r WHERE r.row_id = t.${column}) AS ${column}`
    : `t.${column}`
}

/** Values of records as the log writes them (references as ids), by `nameKey`; records that are gone are missing. */
export function currentValues(read: ReadStore, refs: readonly RecordRef[]): Map<string, Record<string, unknown>> {
  const all = new Map<string, Record<string, unknown>>()
  for (const [table, ids] of idsByTable(refs)) {
    const metas = tables[table]
    const lines = read.allSql<Record<string, unknown> & { id: string }>(
      `SELECT t.id${metas.map((meta) => `, ${columnSql(meta)}`).join('')} FROM json_each(?) AS k CROSS JOIN ${table} AS t ON t.id = k.value`,
      JSON.stringify([...ids]),
    )
    for (const line of lines) {
      const values = Object.fromEntries(metas.map((meta) => [meta.property, fromColumn(meta, line[meta.column])]))
      all.set(nameKey({ table, recordId: line.id }), values)
    }
  }
  return all
}

function fromColumn({ kind }: FieldMeta, value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (kind === 'bool') return value === 1
  if (kind === 'json') return JSON.parse(value as string) as unknown
  return value
}
