// Settings, users, the user's own lists, holidays, views and drafts. Runs on a reader's thread.
import type { Holiday, Lists, SavedView } from '../../../src-shared/contract/settings.ts'
import { compose, type ReadStore } from '../read-store.ts'

const parse = (text: string): unknown => JSON.parse(text) as unknown

export const settingsQueries = {
  /** Values by key; only what was ever set. */
  'settings.all': (read: ReadStore, _input: null): Record<string, unknown> =>
    Object.fromEntries(read.all(compose.selectFrom('setting').select(['id', 'value'])).map((row) => [row.id, parse(row.value)])),

  'settings.lists': (read: ReadStore, _input: null): Lists => ({
    types: read
      .all(compose.selectFrom('activity_type').selectAll().orderBy('position').orderBy('row_id'))
      .map((row) => ({
        id: row.id, revision: row.revision, builtin: row.builtin, name: row.name, position: row.position, isArchived: row.is_archived === 1,
        icon: row.icon, color: row.color, defaultMinutes: row.default_minutes, inCalendar: row.in_calendar === 1, isPrivate: row.is_private === 1,
      })),
    results: read
      .all(compose.selectFrom('result').selectAll().orderBy('position').orderBy('row_id'))
      .map((row) => ({
        id: row.id, revision: row.revision, builtin: row.builtin, name: row.name, position: row.position, isArchived: row.is_archived === 1,
        icon: row.icon, color: row.color, meaning: row.meaning, hint: row.hint,
      })),
    tags: read
      .all(compose.selectFrom('tag').selectAll().orderBy('position').orderBy('row_id'))
      .map((row) => ({
        id: row.id, revision: row.revision, builtin: row.builtin, name: row.name, position: row.position, isArchived: row.is_archived === 1, color: row.color,
      })),
    reasons: read
      .all(compose.selectFrom('reason').selectAll().orderBy('position').orderBy('row_id'))
      .map((row) => ({
        id: row.id, revision: row.revision, builtin: row.builtin, name: row.name, position: row.position, isArchived: row.is_archived === 1,
      })),
    users: read
      .all(compose.selectFrom('user').selectAll().orderBy('row_id'))
      .map((row) => ({
        id: row.id, revision: row.revision, name: row.name, mail: row.mail, color: row.color,
        hours: row.hours === null ? null : (parse(row.hours) as { from: string; to: string }[]), isActive: row.is_active === 1,
      })),
  }),

  'settings.holidays': (read: ReadStore, _input: null): Holiday[] =>
    read.all(compose.selectFrom('holiday').selectAll().orderBy('on_day')).map((row) => ({ id: row.id, on: row.on_day, key: null, name: row.name })),

  'settings.views': (read: ReadStore, input: { list: SavedView['list'] }): SavedView[] =>
    read
      .all(compose.selectFrom('saved_view').selectAll().where('list', '=', input.list).orderBy('position').orderBy('row_id'))
      .map((row) => ({
        id: row.id, revision: row.revision, list: row.list, name: row.name, builtin: row.builtin, position: row.position,
        spec: parse(row.spec) as SavedView['spec'],
      })),

  'settings.draft': (read: ReadStore, input: { key: string }): { value: unknown; savedAt: number } | null => {
    const row = read.get(compose.selectFrom('draft').selectAll().where('id', '=', input.key))
    return row === undefined ? null : { value: parse(row.value), savedAt: row.saved_at }
  },
  'settings.drafts': (read: ReadStore, _input: null): { key: string; savedAt: number; title: string }[] =>
    read
      .all(compose.selectFrom('draft').select(['id', 'title', 'saved_at']).orderBy('saved_at', 'desc'))
      .map((row) => ({ key: row.id, savedAt: row.saved_at, title: row.title })),
}
