// Search everything (UX-1): the best few contacts, activities and mails for what was typed, with what was found in them, in one question to a
// reader's thread.
//
// Ranking costs the same however many records match: up to a thousand matches are ranked by bm25; of more than that the newest thousand are taken,
// those first in whose title it stands. (bm25 over all that begin with two letters takes 0.3 s with a million records.)
import type { ContactHit, HitGroup, RecentHit, SearchAnswer, SearchGroup } from '../../../src-shared/contract/search.ts'
import { sortKey } from '../../../src-shared/domain/name-keys.ts'
import type { ReadStore } from '../read-store.ts'
import { contactsByText, typedText, wordsQuery } from './contact-text.ts'
import { activityHits, contactHits, mailHits, type KeyedHit } from './search-hits.ts'
import { wantedOf, type Wanted } from './search-marks.ts'

export interface SearchInput {
  text: string
  limit: number
  /** Id of the user who asks: private activities of others are not found. */
  me: string
  /** ISO 3166-1 alpha-2: whose phones are typed without a prefix. */
  country: string
}

/** More matches than that are not counted, nor ranked by bm25. */
const many = 1000

interface Index {
  table: 'contact_search' | 'activity_search' | 'mail_search'
  title: string
  /** Weights of the columns for bm25. */
  weights: string
}
const contactIndex: Index = { table: 'contact_search', title: 'name', weights: '10, 2, 1' }
const activityIndex: Index = { table: 'activity_search', title: 'subject', weights: '6, 1, 1' }
const mailIndex: Index = { table: 'mail_search', title: 'subject', weights: '6, 4, 1, 2' }

/** Integer keys of what matches, best first; one more than `many` where there are more. */
function ranked(read: ReadStore, { table, title, weights }: Index, query: string): number[] {
  const newest = read.pluck<number>(`SELECT rowid FROM ${table} WHERE ${table} MATCH ? ORDER BY rowid DESC LIMIT ${many + 1}`, [query])
  if (newest.length <= 1) return newest
  if (newest.length <= many) return read.pluck<number>(`SELECT rowid FROM ${table} WHERE ${table} MATCH ? ORDER BY bm25(${table}, ${weights}), rowid DESC`, [query])
  const titled = read.pluck<number>(`SELECT rowid FROM ${table} WHERE ${table} MATCH ? AND rowid >= ? ORDER BY rowid DESC`, [`{${title}} : (${query})`, newest.at(-1)])
  return [...new Set([...titled, ...newest])]
}

const visibleActivities = (me: string) => ({
  sql: `CROSS JOIN activity a ON a.row_id = k.value CROSS JOIN activity_type t ON t.row_id = a.type_row
    WHERE a.binned_at IS NULL AND (t.is_private = 0 OR a.owner_row = (SELECT row_id FROM user WHERE id = ?))`,
  parameters: [me],
})
const visibleMails = (me: string) => ({
  sql: `CROSS JOIN mail m ON m.row_id = k.value LEFT JOIN activity a ON a.row_id = m.activity_row LEFT JOIN activity_type t ON t.row_id = a.type_row
    WHERE m.is_detached = 0 AND (t.is_private IS NOT 1 OR a.owner_row = (SELECT row_id FROM user WHERE id = ?))`,
  parameters: [me],
})
const visibleContacts = { sql: 'CROSS JOIN contact c ON c.row_id = k.value WHERE c.binned_at IS NULL', parameters: [] as string[] }

/** Those of the keys that may be shown, in their order. */
function visible(read: ReadStore, keys: readonly number[], rule: { sql: string; parameters: string[] }): number[] {
  if (keys.length === 0) return []
  return read.pluck<number>(`SELECT k.value FROM json_each(?) AS k ${rule.sql} ORDER BY k.key`, [JSON.stringify(keys), ...rule.parameters])
}

function group<Hit>(found: readonly number[], shown: readonly number[], limit: number, hitsOf: (keys: number[]) => KeyedHit<Hit>[]): HitGroup<Hit> {
  return { hits: hitsOf(shown.slice(0, limit)).map(({ hit }) => hit), total: Math.min(many, shown.length), isMore: found.length > many }
}

function contactKeys(read: ReadStore, { text, country }: SearchInput): number[] {
  const { digits, words } = typedText(text)
  // A name that begins as typed goes before one that has it inside.
  const key = digits === null ? sortKey(text) : ''
  const names =
    key === ''
      ? []
      : read.pluck<number>(`SELECT row_id FROM contact INDEXED BY contact_name WHERE sort_key >= ? AND sort_key < ? ORDER BY sort_key, row_id LIMIT 100`, [key, `${key}\u{10ffff}`])
  const query = wordsQuery(text)
  if (digits === null && query !== null && !/\d/.test(text)) return [...new Set([...names, ...ranked(read, contactIndex, query)])]
  const { sql, params } = contactsByText(read, text, country)
  return words.length === 0 ? names : [...new Set([...names, ...read.pluck<number>(`SELECT * FROM (${sql}) LIMIT ${many + 1}`, params)])]
}

function contacts(read: ReadStore, input: SearchInput, wanted: Wanted): HitGroup<ContactHit> {
  const keys = contactKeys(read, input)
  return group(keys, visible(read, keys, visibleContacts), input.limit, (shown) => contactHits(read, shown, wanted))
}

export const searchQueries = {
  'search.all': (read: ReadStore, input: SearchInput): SearchAnswer => {
    const wanted = wantedOf(input.text)
    const query = wordsQuery(input.text)
    const activities = query === null ? [] : ranked(read, activityIndex, query)
    const mails = query === null ? [] : ranked(read, mailIndex, query)
    return {
      contacts: contacts(read, input, wanted),
      activities: group(activities, visible(read, activities, visibleActivities(input.me)), input.limit, (shown) => activityHits(read, shown, wanted)),
      mails: group(mails, visible(read, mails, visibleMails(input.me)), input.limit, (shown) => mailHits(read, shown, wanted)),
    }
  },

  /** Of the newest change sets those by this user that touched a few records: what was worked on, newest first. */
  'search.recent': (
    read: ReadStore,
    input: { opened: { group: SearchGroup; id: string }[]; me: string; limit: number },
  ): RecentHit[] => {
    const groups = { contact: 'contacts', activity: 'activities', mail: 'mails' } as const
    const worked = read.allSql<{ record_table: keyof typeof groups; record_id: string }>(
      `SELECT c.record_table, c.record_id FROM
         (SELECT first_change, change_count FROM (SELECT * FROM change_set ORDER BY row_id DESC LIMIT 500) WHERE user_id = ? AND change_count BETWEEN 1 AND 50 LIMIT 60) s
         CROSS JOIN change c ON c.row_id BETWEEN s.first_change AND s.first_change + s.change_count - 1
       WHERE c.record_table IN ('contact', 'activity', 'mail') ORDER BY c.row_id DESC LIMIT 200`,
      input.me,
    )
    const all = [...input.opened.map(({ group: name, id }) => `${name} ${id}`), ...worked.map((one) => `${groups[one.record_table]} ${one.record_id}`)]
    const wanted = [...new Set(all)].slice(0, input.limit * 3)
    const nothing = wantedOf('')
    const keysOf = (name: string, table: string): number[] =>
      read.pluck<number>(`SELECT r.row_id FROM json_each(?) AS k CROSS JOIN ${table} r ON r.id = k.value`, [
        JSON.stringify(wanted.filter((one) => one.startsWith(`${name} `)).map((one) => one.slice(name.length + 1))),
      ])
    const found = new Map<string, RecentHit>()
    for (const { hit } of contactHits(read, visible(read, keysOf('contacts', 'contact'), visibleContacts), nothing)) found.set(`contacts ${hit.id}`, { group: 'contacts', hit })
    for (const { hit } of activityHits(read, visible(read, keysOf('activities', 'activity'), visibleActivities(input.me)), nothing)) found.set(`activities ${hit.id}`, { group: 'activities', hit })
    for (const { hit } of mailHits(read, visible(read, keysOf('mails', 'mail'), visibleMails(input.me)), nothing)) found.set(`mails ${hit.id}`, { group: 'mails', hit })
    return wanted.flatMap((one) => found.get(one) ?? []).slice(0, input.limit)
  },
}
