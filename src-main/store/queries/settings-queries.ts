// Settings, users, the user's own lists, holidays, views and drafts. Runs on a reader's thread.
import type { Lists, SavedView } from '../../../src-shared/contract/settings.ts'
import type { OwnHoliday } from '../../../src-shared/domain/holidays.ts'
import { compose, type ReadStore } from '../read-store.ts'
import { usesOf } from '../commands/entry-merge.ts'
import { listTables } from '../commands/settings-commands.ts'
import { weekHours } from './own-hours.ts'

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
    actions: read
      .all(compose.selectFrom('action').selectAll().orderBy('position').orderBy('row_id'))
      .map((row) => ({
        id: row.id, revision: row.revision, builtin: row.builtin, name: row.name, position: row.position, isArchived: row.is_archived === 1,
      })),
    users: read
      .all(compose.selectFrom('user').selectAll().orderBy('row_id'))
      .map((row) => ({
        id: row.id, revision: row.revision, name: row.name, mail: row.mail, color: row.color,
        hours: weekHours(row.hours), isActive: row.is_active === 1,
      })),
  }),

  'settings.entryUses': (read: ReadStore, { list, id }: { list: keyof typeof listTables; id: string }): number => usesOf(read, listTables[list], id),

  'settings.holidays': (read: ReadStore, _input: null): OwnHoliday[] =>
    read.all(compose.selectFrom('holiday').selectAll().orderBy('on_day').orderBy('row_id')).map((row) => ({
      id: row.id, on: row.on_day, until: row.until_day, name: row.name, isYearly: row.is_yearly === 1, calendar: row.calendar,
    })),

  'settings.holidayUids': (read: ReadStore, _input: null): { uid: string | null; on: string; until: string | null; name: string; isYearly: boolean }[] =>
    read.all(compose.selectFrom('holiday').selectAll()).map((row) => ({ uid: row.uid, on: row.on_day, until: row.until_day, name: row.name, isYearly: row.is_yearly === 1 })),

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
