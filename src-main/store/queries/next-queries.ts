// The next contact as readers answer it: counts by what is due, who is cooling off, a session and its card, the load of a day (NXT).
import type { ActivityRow } from '../../../src-shared/contract/activities.ts'
import type { DueState } from '../../../src-shared/contract/contacts.ts'
import type { SessionCard, SessionItem, SessionSummary } from '../../../src-shared/contract/next.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { ReadStore } from '../read-store.ts'
import { activityRowsByKeys } from './contact-activities.ts'
import { activityColumnOf, notPrivate } from './contact-detail.ts'
import { dueRange, type WallNow } from './contact-filter.ts'
import { matchingContacts, type ContactListInput } from './contact-list.ts'
import { contactLines, type ContactLines } from './contact-rows.ts'

const tabs: readonly DueState[] = ['overdue', 'today', 'week', 'later', 'none']

/** One pass over what the rest of the filter leaves. */
function dueCounts(read: ReadStore, input: Omit<ContactListInput, 'sort'>): Record<DueState, number> {
  const { due: _due, ...filter } = input.filter
  const { from, where, params } = matchingContacts(read, { ...input, filter })
  const ranges = tabs.map((due) => dueRange(due, input.now, 'c.next_sort'))
  const counted = read.getSql<Record<DueState, number | null>>(
    `SELECT ${tabs.map((due, at) => `sum(${ranges[at]?.where ?? '0'}) AS ${due}`).join(', ')} FROM ${from} WHERE ${where}`,
    ...ranges.flatMap((range) => range.params),
    ...params,
  )
  return Object.fromEntries(tabs.map((due) => [due, counted?.[due] ?? 0])) as Record<DueState, number>
}

/** Contacts past their rhythm, the coldest first; `owner` null: of all. The index by the days answers both counts. */
function coolingOff(read: ReadStore, input: { owner: string | null; today: string; limit: number }): { cooling: number; cold: number; lines: ContactLines } {
  const owner = input.owner === null ? null : (read.getSql<{ row_id: number }>('SELECT row_id FROM user WHERE id = ?', input.owner)?.row_id ?? -1)
  const whose = owner === null ? '' : ' AND +c.owner_row = ?'
  const params = owner === null ? [input.today] : [input.today, owner]
  const counted = read.getSql<{ n: number; cold: number | null }>(
    `SELECT count(*) AS n, sum(c.cold_from <= ?) AS cold FROM contact AS c INDEXED BY contact_cooling WHERE c.cooling_from <= ? AND c.binned_at IS NULL${whose}`,
    input.today,
    ...params,
  )
  const keys = read.pluck<number>(
    `SELECT c.row_id FROM contact AS c INDEXED BY contact_cooling WHERE c.cooling_from <= ? AND c.binned_at IS NULL${whose} ORDER BY c.cooling_from LIMIT ?`,
    [...params, input.limit],
  )
  const cold = counted?.cold ?? 0
  return { cooling: (counted?.n ?? 0) - cold, cold, lines: contactLines(read, keys) }
}

/** Open activities of an owner that start on a day; a span counts on its first. */
function dayLoad(read: ReadStore, input: { ownerId: string; on: string; exceptId: string | null }): { count: number; minutes: number } {
  const found = read.getSql<{ count: number; minutes: number | null }>(
    `SELECT count(*) AS count, sum(a.duration_minutes) AS minutes FROM activity AS a INDEXED BY activity_open_owner
     WHERE a.owner_row = (SELECT row_id FROM user WHERE id = ?) AND a.is_open = 1 AND a.sort_key >= ? AND a.sort_key < ? AND a.id IS NOT ?`,
    input.ownerId,
    input.on,
    `${input.on}U`,
    input.exceptId,
  )
  return { count: found?.count ?? 0, minutes: found?.minutes ?? 0 }
}

const summarySql = `SELECT s.id, s.name, s.created_at AS createdAt, s.ended_at AS endedAt, count(i.row_id) AS total, sum(i.state = 'done') AS done,
    sum(i.state = 'skipped') AS skipped FROM session AS s LEFT JOIN session_item AS i ON i.session_row = s.row_id`

function session(read: ReadStore, { id }: { id: string }): SessionSummary & { items: SessionItem[] } {
  const summary = read.getSql<SessionSummary>(`${summarySql} WHERE s.id = ? GROUP BY s.row_id`, id)
  if (summary === undefined) throw new KnownError('not_found', { table: 'session', id })
  const items = read.allSql<SessionItem>(
    `SELECT i.id, c.id AS contactId, c.name AS contactName, i.position, i.state, r.id AS resultId, a.id AS activityId, n.id AS nextId, n.sort_key AS nextAt
     FROM session AS s CROSS JOIN session_item AS i ON i.session_row = s.row_id CROSS JOIN contact AS c ON c.row_id = i.contact_row
       LEFT JOIN result AS r ON r.row_id = i.result_row LEFT JOIN activity AS a ON a.row_id = i.activity_row LEFT JOIN activity AS n ON n.row_id = i.next_row
     WHERE s.id = ? ORDER BY i.position`,
    id,
  )
  return { ...summary, items }
}

const shownOpen = 8
const shownNotes = 3
const noteLength = 700

function card(read: ReadStore, { contactId, now }: { contactId: string; now: WallNow }): SessionCard {
  const found = read.getSql<{ row_id: number; kind: 'company' | 'person'; notes: string }>('SELECT row_id, kind, substr(notes, 1, 400) AS notes FROM contact WHERE id = ?', contactId)
  if (found === undefined) throw new KnownError('not_found', { table: 'contact', id: contactId })
  const key = found.row_id
  const [contact] = contactLines(read, [key]).rows
  if (contact === undefined) throw new KnownError('not_found', { table: 'contact', id: contactId })
  const column = activityColumnOf[found.kind]
  const open = read.allSql<{ row_id: number; id: string; sort_key: string }>(
    `SELECT a.row_id, a.id, a.sort_key FROM activity AS a WHERE a.${column} = ? AND a.is_open = 1 AND ${notPrivate} ORDER BY a.sort_key, a.row_id LIMIT ${shownOpen}`,
    key,
  )
  const due = open.find(({ sort_key }) => sort_key < `${now.on}U`)
  return { contact, phones: phonesOf(read, key, found.kind), about: found.notes, notes: lastNotes(read, key, column), open: rowsOf(read, open), dueId: due?.id ?? null }
}

const rowsOf = (read: ReadStore, open: readonly { row_id: number }[]): ActivityRow[] => activityRowsByKeys(read, open.map(({ row_id }) => row_id))

/** Its own phones, then those of a company's people or of a person's company. */
function phonesOf(read: ReadStore, key: number, kind: 'company' | 'person'): SessionCard['phones'] {
  const others = kind === 'company' ? 'SELECT row_id FROM contact WHERE employer_row = ? AND binned_at IS NULL' : 'SELECT employer_row FROM contact WHERE row_id = ?'
  return read.allSql<SessionCard['phones'][number]>(
    `SELECT p.label, p.value, CASE WHEN c.row_id = ? THEN NULL ELSE c.name END AS "of" FROM contact_point AS p CROSS JOIN contact AS c ON c.row_id = p.contact_row
     WHERE p.kind = 'phone' AND p.contact_row IN (SELECT ? UNION SELECT * FROM (${others} LIMIT 20))
     ORDER BY c.row_id <> ?, c.sort_key, p.position LIMIT 6`,
    key,
    key,
    key,
    key,
  )
}

function lastNotes(read: ReadStore, key: number, column: string): SessionCard['notes'] {
  const activities = read.allSql<SessionCard['notes'][number]>(
    `SELECT a.id, 'activity' AS kind, a.sort_key AS at, a.subject AS title, t.id AS typeId, r.id AS resultId, substr(a.notes, 1, ${noteLength}) AS text, u.name AS authorName
     FROM activity AS a JOIN activity_type AS t ON t.row_id = a.type_row JOIN user AS u ON u.row_id = a.author_row LEFT JOIN result AS r ON r.row_id = a.result_row
     WHERE a.${column} = ? AND a.notes <> '' AND a.is_open = 0 AND a.binned_at IS NULL AND t.is_private = 0 ORDER BY a.sort_key DESC, a.row_id DESC LIMIT ${shownNotes}`,
    key,
  )
  const notes = read.allSql<SessionCard['notes'][number]>(
    `SELECT n.id, 'note' AS kind, n.happened_at AS at, '' AS title, NULL AS typeId, NULL AS resultId, substr(n.text, 1, ${noteLength}) AS text, u.name AS authorName
     FROM note AS n JOIN user AS u ON u.row_id = n.author_row WHERE n.contact_row = ? AND n.binned_at IS NULL ORDER BY n.happened_at DESC LIMIT ${shownNotes}`,
    key,
  )
  return [...activities, ...notes].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).slice(0, shownNotes)
}

export const nextQueries = {
  'activity.load': dayLoad,
  'next.counts': dueCounts,
  'contact.coolingOff': coolingOff,
  'rhythm.tags': (read: ReadStore, _input: null): { tagId: string; days: number }[] =>
    read.allSql<{ tagId: string; days: number }>('SELECT t.id AS tagId, r.days FROM rhythm AS r JOIN tag AS t ON t.row_id = r.tag_row ORDER BY t.position, t.row_id'),
  'session.list': (read: ReadStore, input: { me: string }): SessionSummary[] =>
    read.allSql<SessionSummary>(
      `${summarySql} WHERE s.owner_row = (SELECT row_id FROM user WHERE id = ?) AND s.ended_at IS NULL GROUP BY s.row_id ORDER BY s.created_at DESC LIMIT 20`,
      input.me,
    ),
  'session.get': session,
  'session.card': card,
}
