// First set-up, settings, users, the user's own lists, holidays and views. Each runs in one transaction on the writer's thread.
import { isZone } from '../../../src-shared/domain/local-time.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import { fieldOf, type TableName, type Values } from '../tables.ts'
import type { WriteTx } from '../write-session.ts'
import { mergeEntry, usesOf } from './entry-merge.ts'
import { shippedActions, shippedReasons, shippedResults, shippedTypes, shippedViews } from './shipped-lists.ts'

export const listTables = { types: 'activity_type', results: 'result', tags: 'tag', reasons: 'reason', actions: 'action' } as const
type ListName = keyof typeof listTables

/** Null is what a setting is that nobody made: it leaves no row. */
function setSetting(tx: WriteTx, key: string, value: unknown): void {
  if (value === null) {
    if (tx.fields('setting', key, []) !== null) tx.remove('setting', key)
  } else if (tx.fields('setting', key, []) === null) tx.insert('setting', { value }, key)
  else tx.update('setting', key, { value })
}

function requireZone(zone: unknown): void {
  if (zone != null && !isZone(zone)) throw new KnownError('invalid', { field: 'zone', rule: 'unknown_zone', value: zone })
}

/** A shipped entry without a name has its words from the locale; one of the user's own would have none. */
function requireEntryName(tx: WriteTx, table: (typeof listTables)[ListName], id: string, name: unknown): void {
  if (name === null && tx.fields(table, id, ['builtin'])?.values['builtin'] === null) throw new KnownError('invalid', { field: 'name', rule: 'required' })
}

/** Somebody always works here: what is written is in their name. */
function requireMe(tx: WriteTx, me: unknown): void {
  if (typeof me !== 'string') throw new KnownError('invalid', { field: 'me', rule: 'required' })
  if (tx.fields('user', me, []) === null) throw new KnownError('not_found', { table: 'user', id: me })
}

export const settingsCommands = {
  /** Makes an empty store usable: the first user, the shipped lists and views. */
  'app.setUp': (tx: WriteTx, input: { name: string; mail: string; language: string; zone: string | null }): { userId: string } => {
    if (tx.read.getSql('SELECT 1 FROM user LIMIT 1') !== undefined) throw new KnownError('invalid', { field: 'name', rule: 'already_set_up' })
    requireZone(input.zone)
    const userId = tx.insert('user', { name: input.name, mail: input.mail, color: '#0f766e', hours: null, isActive: true })
    shippedTypes.forEach((type, position) => tx.insert('activity_type', { ...type, name: null, position, isArchived: false }))
    shippedResults.forEach((result, position) => tx.insert('result', { ...result, name: null, hint: null, position, isArchived: false }))
    shippedReasons.forEach((builtin, position) => tx.insert('reason', { builtin, name: null, position, isArchived: false }))
    shippedActions.forEach((builtin, position) => tx.insert('action', { builtin, name: null, position, isArchived: false }))
    shippedViews.forEach((view, position) => tx.insert('saved_view', { ...view, name: null, position }))
    setSetting(tx, 'me', userId)
    setSetting(tx, 'language', input.language)
    if (input.zone !== null) setSetting(tx, 'zone', input.zone)
    return { userId }
  },

  'settings.set': (tx: WriteTx, input: { values: Record<string, unknown> }): null => {
    requireZone(input.values['zone'])
    if ('me' in input.values) requireMe(tx, input.values['me'])
    for (const [key, value] of Object.entries(input.values)) setSetting(tx, key, value)
    tx.summarize({ keys: Object.keys(input.values).join(', ') })
    return null
  },

  'user.save': (tx: WriteTx, input: { id: string | null; revision: number | null; values: Values<'user'> }): { id: string } => {
    tx.summarize({ name: input.values.name })
    if (input.id === null) return { id: tx.insert('user', input.values) }
    tx.update('user', input.id, input.values, input.revision)
    return { id: input.id }
  },

  'entry.save': (
    tx: WriteTx,
    input: { list: ListName; id: string | null; revision: number | null; values: Record<string, unknown> },
  ): { id: string } => {
    const table = listTables[input.list]
    const foreign = Object.keys(input.values).find((property) => fieldOf(table, property) === undefined)
    if (foreign !== undefined) throw new KnownError('invalid', { field: foreign, rule: 'not_in_this_list' })
    if (input.id !== null) {
      requireEntryName(tx, table, input.id, input.values['name'])
      tx.update(table, input.id, input.values as Partial<Values<TableName>>, input.revision)
      return { id: input.id }
    }
    const next = tx.read.getSql<{ position: number }>(`SELECT ifnull(max(position), -1) + 1 AS position FROM ${table}`)
    const base = { builtin: null, position: next?.position ?? 0, isArchived: false }
    const look = { icon: 'dots-horizontal', color: '#64748b' }
    const defaults: Record<ListName, Record<string, unknown>> = {
      types: { ...base, ...look, defaultMinutes: 30, inCalendar: true, isPrivate: false },
      results: { ...base, ...look, meaning: 'neutral', hint: null },
      tags: { ...base, color: look.color },
      reasons: base,
      actions: base,
    }
    const values = { name: null, ...defaults[input.list], ...input.values }
    return { id: tx.insert(table, values as unknown as Values<TableName>) }
  },

  'entry.order': (tx: WriteTx, input: { list: ListName; ids: string[] }): null => {
    input.ids.forEach((id, position) => tx.update(listTables[input.list] as 'tag', id, { position }))
    return null
  },

  'entry.remove': (tx: WriteTx, input: { list: ListName; id: string }): null => {
    const table = listTables[input.list]
    // Mails are taken in as activities of the shipped type: without it none could be.
    const isNeeded = table === 'activity_type' && tx.fields(table, input.id, ['builtin'])?.values['builtin'] === 'email'
    const count = usesOf(tx.read, table, input.id)
    if (isNeeded || count > 0) throw new KnownError('in_use', { table, id: input.id, count })
    tx.remove(table, input.id)
    return null
  },

  'entry.merge': (tx: WriteTx, input: { list: ListName; id: string; intoId: string }): { changed: number } => mergeEntry(tx, listTables[input.list], input.id, input.intoId),

  'holiday.save': (tx: WriteTx, input: { id: string | null; on: string; until: string | null; name: string; isYearly: boolean }): { id: string } => {
    const values = { onDay: input.on, untilDay: input.until, name: input.name, isYearly: input.isYearly }
    tx.summarize({ name: input.name })
    if (input.id === null) return { id: tx.insert('holiday', { ...values, calendar: null, uid: null }) }
    tx.update('holiday', input.id, values)
    return { id: input.id }
  },
  /** Those of a calendar file: what is there already, by its name in the file or by day and name, is changed, never doubled. */
  'holiday.import': (
    tx: WriteTx,
    input: { calendar: string; holidays: { uid: string; on: string; until: string | null; name: string; isYearly: boolean }[] },
  ): { added: number; changed: number } => {
    let added = 0
    let changed = 0
    for (const { uid, on, until, name, isYearly } of input.holidays) {
      const values = { onDay: on, untilDay: until, name, isYearly, calendar: input.calendar, uid }
      const known = tx.read.getSql<{ id: string }>('SELECT id FROM holiday WHERE uid = ? OR (on_day = ? AND name = ?) ORDER BY uid = ? DESC LIMIT 1', uid, on, name, uid)
      if (known === undefined) {
        tx.insert('holiday', values)
        added += 1
      } else if (tx.update('holiday', known.id, values).changed) changed += 1
    }
    tx.summarize({ name: input.calendar, count: added + changed })
    return { added, changed }
  },
  'holiday.remove': (tx: WriteTx, input: { id: string }): null => {
    tx.remove('holiday', input.id)
    return null
  },

  'view.save': (tx: WriteTx, input: { id: string | null; list: string; name: string; spec: unknown }): { id: string } => {
    tx.summarize({ name: input.name })
    if (input.id !== null) {
      tx.update('saved_view', input.id, { name: input.name, spec: input.spec })
      return { id: input.id }
    }
    const next = tx.read.getSql<{ position: number }>('SELECT ifnull(max(position), -1) + 1 AS position FROM saved_view')
    return { id: tx.insert('saved_view', { list: input.list, builtin: null, name: input.name, spec: input.spec, position: next?.position ?? 0 }) }
  },
  'view.remove': (tx: WriteTx, input: { id: string }): null => {
    tx.remove('saved_view', input.id)
    return null
  },
}
