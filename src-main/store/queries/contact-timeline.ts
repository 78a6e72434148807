// A contact's single timeline (CON-4): activities with their mails, notes, other mails and changes, newest first, one page by key from each and merged.
// Runs on a reader's thread. `at` is local wall text, so that what was planned and what happened stand in one order.
import type { FoundText, TimelineEntry } from '../../../src-shared/contract/contacts.ts'
import type { MailRow } from '../../../src-shared/contract/mail-find.ts'
import type { MailSummary } from '../../../src-shared/contract/mail.ts'
import { addDays, instantOf, isLocalDate, isLocalTime, wallOf } from '../../../src-shared/domain/local-time.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { ReadStore } from '../read-store.ts'
import { activityRowsByKeys } from './contact-activities.ts'
import { activityColumnOf, mailStands, notPrivate } from './contact-detail.ts'
import { notesByKeys } from './contact-notes.ts'
import { changeSetsByKeys, idsWithParts, setsOfRecords } from './history-sets.ts'
import { mailLines } from './mail-find.ts'
import { mailSummaries } from './mail-rows.ts'
import { snippetOf, wantedOf } from './search-marks.ts'
import { foundInActivities, timelineSearch, type Condition, type TimelineSearch } from './timeline-search.ts'

export interface TimelineInput {
  id: string
  kinds: TimelineEntry['kind'][]
  before: { at: string; id: string } | null
  limit: number
  /** IANA zone in which instants of mails and changes become wall time. */
  zone: string
  /** Words to look for; empty: everything. */
  text?: string
}

/** Place of an entry: wall time, then id; `key` is the integer key of its record. */
interface Place {
  kind: TimelineEntry['kind']
  at: string
  id: string
  key: number
}
interface Owner {
  row_id: number
  kind: 'company' | 'person'
}

/** Instants are taken a little beyond the page: those of the cursor's own minute, and of an hour repeated in autumn, may lie before it. */
const beyond = 200
const hour = 3_600_000
/** Mails of an activity that are shown with it. */
const mostMails = 3
const all: Condition = { sql: '1', params: [] }
const everything: TimelineSearch = { activity: all, note: all, mail: all }

export function contactTimeline(read: ReadStore, input: TimelineInput): { entries: TimelineEntry[]; hasMore: boolean } {
  const owner = read.getSql<Owner>('SELECT row_id, kind FROM contact WHERE id = ?', input.id)
  if (owner === undefined) throw new KnownError('not_found', { table: 'contact', id: input.id })
  const kinds = new Set(input.kinds)
  const text = input.text?.trim() ?? ''
  const search = text === '' ? everything : timelineSearch(text)
  if (search === null) return { entries: [], hasMore: false }
  const places = [
    ...(kinds.has('activity') ? activityPlaces(read, owner, input, search.activity) : []),
    ...(kinds.has('note') ? notePlaces(read, owner, input, search.note) : []),
    ...(kinds.has('mail') ? mailPlaces(read, owner, input, search.mail, kinds.has('activity') ? apartFrom(owner, search.activity) : all) : []),
    ...(kinds.has('change') && text === '' ? changePlaces(read, input) : []),
  ].sort(newestFirst)
  const page = places.slice(0, input.limit)
  const mails = kinds.has('mail') ? mailsOfActivities(read, owner, page) : new Map<number, MailsOfActivity>()
  return { entries: withRecords(read, page, text, mails), hasMore: places.length > input.limit }
}

function newestFirst(a: Place, b: Place): number {
  if (a.at !== b.at) return a.at < b.at ? 1 : -1
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0
}

/** Condition that continues after the last entry, and its parameters. */
function after(column: string, id: string, { before }: TimelineInput): { sql: string; params: unknown[] } {
  if (before === null) return { sql: '1', params: [] }
  return { sql: `${column} <= ? AND (${column} < ? OR ${id} < ?)`, params: [before.at, before.at, before.id] }
}

export function activityTimelineSql(kind: 'company' | 'person', condition: string): string {
  return `SELECT 'activity' AS kind, a.sort_key AS at, a.id, a.row_id AS key FROM activity AS a
    WHERE ${ofContact(kind)} AND ${condition} ORDER BY a.sort_key DESC, a.id DESC LIMIT ?`
}

/** Activities of the contact that stand in its record, as `a`. */
const ofContact = (kind: Owner['kind']): string => `a.${activityColumnOf[kind]} = ? AND a.binned_at IS NULL AND ${notPrivate}`

/** Mails whose activity does not stand in the timeline: the others are read there. */
function apartFrom(owner: Owner, wanted: Condition): Condition {
  return {
    sql: `NOT EXISTS (SELECT 1 FROM activity AS a WHERE a.row_id = m.activity_row AND ${ofContact(owner.kind)} AND ${wanted.sql})`,
    params: [owner.row_id, ...wanted.params],
  }
}

const noMails: MailsOfActivity = { mails: [], mailCount: 0 }
interface MailsOfActivity {
  mails: MailSummary[]
  mailCount: number
}

/** Of each activity on the page its mails in this record: the newest few, and how many. */
function mailsOfActivities(read: ReadStore, owner: Owner, page: readonly Place[]): Map<number, MailsOfActivity> {
  const keys = page.filter(({ kind }) => kind === 'activity').map(({ key }) => key)
  const rows = read.allSql<{ activity: number; mail: number }>(
    `SELECT m.activity_row AS activity, m.row_id AS mail FROM json_each(?) AS k CROSS JOIN mail AS m INDEXED BY mail_activity
     WHERE m.activity_row = k.value AND m.activity_row IS NOT NULL AND m.is_detached = 0
       AND EXISTS (SELECT 1 FROM mail_contact AS mc WHERE mc.mail_row = m.row_id AND mc.contact_row = ?) ORDER BY m.happened_key DESC, m.row_id DESC`,
    JSON.stringify(keys),
    owner.row_id,
  )
  const counts = new Map<number, number>()
  const shown = rows.filter(({ activity }) => {
    const place = counts.get(activity) ?? 0
    counts.set(activity, place + 1)
    return place < mostMails
  })
  const summaries = mailSummaries(read, shown.map(({ mail }) => mail))
  return new Map([...counts].map(([activity, mailCount]) => [activity, { mails: summaries.filter((_, at) => shown[at]?.activity === activity), mailCount }]))
}

function activityPlaces(read: ReadStore, owner: Owner, input: TimelineInput, wanted: Condition): Place[] {
  const { sql, params } = after('a.sort_key', 'a.id', input)
  return read.allSql<Place>(activityTimelineSql(owner.kind, `${sql} AND ${wanted.sql}`), owner.row_id, ...params, ...wanted.params, input.limit + 1)
}

function notePlaces(read: ReadStore, owner: Owner, input: TimelineInput, wanted: Condition): Place[] {
  const { sql, params } = after('n.happened_at', 'n.id', input)
  return read.allSql<Place>(
    `SELECT 'note' AS kind, n.happened_at AS at, n.id, n.row_id AS key FROM note AS n
     WHERE n.contact_row = ? AND n.binned_at IS NULL AND ${sql} AND ${wanted.sql} ORDER BY n.happened_at DESC, n.id DESC LIMIT ?`,
    owner.row_id,
    ...params,
    ...wanted.params,
    input.limit + 1,
  )
}

/** UTC ms after which nothing of the next page can lie: the end of the cursor's minute, of the second one where the clock repeats it. */
function latestInstant({ before, zone }: TimelineInput): number {
  if (before === null) return Number.MAX_SAFE_INTEGER
  const [on = '', time = ''] = before.at.split('T')
  if (!isLocalDate(on)) throw new KnownError('invalid', { field: 'before', rule: 'not_a_time', value: before.at })
  if (!isLocalTime(time)) return instantOf(addDays(on, 1), null, zone)
  const first = instantOf(on, time, zone)
  const repeated = [2 * hour, hour, hour / 2].find((later) => wallText(first + later, zone) <= before.at) ?? 0
  return first + repeated + 60_000
}

function wallText(instant: number, zone: string): string {
  const { on, time } = wallOf(instant, zone)
  return `${on}T${time}`
}

interface Instant {
  id: string
  key: number
  instant: number
}

/** The next places of records that stand by their instant; `newest` gives the newest ones not after `latest`, at most so many. */
function instantPlaces(
  kind: 'mail' | 'change',
  newest: (latest: number, most: number) => Instant[],
  input: TimelineInput,
): Place[] {
  const { before, zone, limit } = input
  const latest = latestInstant(input)
  for (let most = limit + beyond; ; most *= 4) {
    const found = newest(latest, most)
    const places = found
      .map(({ id, key, instant }): Place => ({ kind, at: wallText(instant, zone), id, key }))
      .filter(({ at, id }) => before === null || at < before.at || (at === before.at && id < before.id))
    if (places.length > limit || found.length < most) return places.sort(newestFirst).slice(0, limit + 1)
  }
}

function mailPlaces(read: ReadStore, owner: Owner, input: TimelineInput, wanted: Condition, apart: Condition): Place[] {
  const newest = (latest: number, most: number): Instant[] =>
    read.allSql<Instant>(
      `SELECT m.id, m.row_id AS key, ifnull(m.sent_at, m.taken_in_at) AS instant FROM mail_contact AS mc CROSS JOIN mail AS m ON m.row_id = mc.mail_row
       WHERE mc.contact_row = ? AND ${mailStands} AND ${wanted.sql} AND ${apart.sql} AND instant < ? ORDER BY instant DESC LIMIT ?`,
      owner.row_id,
      ...wanted.params,
      ...apart.params,
      latest,
      most,
    )
  return instantPlaces('mail', newest, input)
}

function changePlaces(read: ReadStore, input: TimelineInput): Place[] {
  // Notes and mails stand in the timeline themselves.
  const ids = JSON.stringify(idsWithParts(read, input.id, ['note', 'mail_contact']))
  const newest = (latest: number, most: number): Instant[] =>
    read.allSql<Instant>(
      `SELECT s.id, s.row_id AS key, s.at AS instant FROM (${setsOfRecords}) AS t CROSS JOIN change_set AS s ON s.row_id = t.set_row
       WHERE s.at < ? ORDER BY s.at DESC LIMIT ?`,
      ids,
      latest,
      most,
    )
  return instantPlaces('change', newest, input)
}

function withRecords(read: ReadStore, page: readonly Place[], text: string, mailsOf: ReadonlyMap<number, MailsOfActivity>): TimelineEntry[] {
  const keysOf = (kind: Place['kind']): number[] => page.filter((place) => place.kind === kind).map(({ key }) => key)
  const byId = <R extends { id: string }>(records: R[]): Map<string, R> =>
    new Map(records.map((record) => [record.id, record]))
  const wanted = text === '' ? null : wantedOf(text)
  const activities = byId(activityRowsByKeys(read, keysOf('activity')))
  const notes = byId(notesByKeys(read, keysOf('note')))
  const mails = byId(wanted === null ? mailSummaries(read, keysOf('mail')) : mailLines(read, { rows: keysOf('mail'), text, conversations: false }))
  const changes = byId(changeSetsByKeys(read, keysOf('change')))
  const inActivities = wanted === null ? new Map<string, FoundText>() : foundInActivities(read, keysOf('activity'), wanted)
  return page.flatMap(({ kind, at, id, key }): TimelineEntry[] => {
    const activity = kind === 'activity' ? activities.get(id) : undefined
    if (activity !== undefined) return [{ kind: 'activity', at, id, activity, ...(mailsOf.get(key) ?? noMails), found: inActivities.get(id) }]
    const note = kind === 'note' ? notes.get(id) : undefined
    if (note !== undefined) return [{ kind: 'note', at, id, note, found: wanted === null ? undefined : { title: { text: '', hits: [] }, who: null, snippet: snippetOf(wanted, note.text) } }]
    const mail = kind === 'mail' ? mails.get(id) : undefined
    if (mail !== undefined) return [{ kind: 'mail', at, id, mail, found: foundInMail(mail) }]
    const change = kind === 'change' ? changes.get(id) : undefined
    return change === undefined ? [] : [{ kind: 'change', at, id, change }]
  })
}

function foundInMail(mail: MailSummary | MailRow): FoundText | undefined {
  if (!('found' in mail) || mail.found === null) return undefined
  const { subject, who, snippet } = mail.found
  return { title: subject, who, snippet }
}
