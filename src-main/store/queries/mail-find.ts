// The order of a list of mails, and its rows (EML-9). Runs on a reader's thread. Filters are answered by one covering index, text by the search index;
// what matches is ranked by it. No mail's row is read but those on screen.
import type { MailOrder, MailRow } from '../../../src-shared/contract/mail-find.ts'
import type { ReadStore } from '../read-store.ts'
import { mailSummaries } from './mail-rows.ts'
import { marked, rangesIn, snippetOf, wantedOf, type Wanted } from './search-marks.ts'

/** A filter in days and ids of now. */
export interface FindInput {
  text: string
  contactId: string | null
  activityId: string | null
  direction: 'in' | 'out' | null
  withFiles: boolean
  state: 'filed' | 'waiting' | 'detached' | null
  /** UTC ms, the second one not included. */
  since: number | null
  until: number | null
  order: MailOrder
  conversations: boolean
  /** Id of the user who asks: mails of others' private activities are not listed. */
  me: string
}

/** In a store with more mails than that, matches are counted before they are ranked: */
const manyMails = 100_000
/** more than these are not ranked, but the newest come first, of those the ones with the words in their subject. */
const mostRanked = 20_000
/** Subject, people, text, attachments. */
const weights = '6.0, 4.0, 1.0, 2.0'
/** Characters of a text in which the place to show is looked for. */
const readable = 60_000
const mostPeople = 4

/** Every word typed must begin a word of the mail; null for a text without letters or digits. Nothing typed reaches the query language unquoted. */
export function mailTextQuery(text: string): string | null {
  const words = text.normalize('NFC').match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  return words.length === 0
    ? null
    : words
        .slice(0, 20)
        .map((word) => `"${word}"*`)
        .join(' AND ')
}

interface Where {
  sql: string
  parameters: unknown[]
}

function conditions(input: FindInput): Where {
  const parameters: unknown[] = []
  const all = [`m.is_detached = ${input.state === 'detached' ? 1 : 0}`]
  if (input.state === 'detached') all.push(`m.state <> 'dismissed'`)
  else if (input.state !== null) all.push(`m.state = '${input.state === 'waiting' ? 'waiting' : 'filed'}'`)
  if (input.direction !== null) all.push(`m.direction = '${input.direction === 'in' ? 'in' : 'out'}'`)
  if (input.withFiles) all.push('m.has_files = 1')
  for (const [condition, bound] of [
    ['m.happened_key >= ?', input.since],
    ['m.happened_key < ?', input.until],
  ] as const) {
    if (bound === null) continue
    all.push(condition)
    parameters.push(bound)
  }
  return { sql: all.join(' AND '), parameters }
}

const isPlain = (input: FindInput): boolean =>
  input.contactId === null &&
  input.activityId === null &&
  input.direction === null &&
  !input.withFiles &&
  input.state === null &&
  input.since === null &&
  input.until === null

/** Rows by time, newest first; of one contact or activity by its own index, else by the covering one. */
function walk(input: FindInput, columns: string): { sql: string; parameters: unknown[] } {
  const { sql, parameters } = conditions(input)
  const order = 'ORDER BY m.happened_key DESC, m.row_id DESC'
  if (input.contactId !== null) {
    const contact = 'x.contact_row = (SELECT row_id FROM contact WHERE id = ?)'
    const activity = input.activityId === null ? '' : 'AND m.activity_row = (SELECT row_id FROM activity WHERE id = ?)'
    const ids = input.activityId === null ? [input.contactId] : [input.contactId, input.activityId]
    return {
      sql: `SELECT ${columns} FROM mail_contact x CROSS JOIN mail m ON m.row_id = x.mail_row WHERE ${contact} ${activity} AND ${sql} ${order}`,
      parameters: [...ids, ...parameters],
    }
  }
  if (input.activityId !== null) {
    const activity = 'm.activity_row = (SELECT row_id FROM activity WHERE id = ?)'
    return {
      sql: `SELECT ${columns} FROM mail m INDEXED BY mail_activity WHERE ${activity} AND m.activity_row IS NOT NULL AND ${sql} ${order}`,
      parameters: [input.activityId, ...parameters],
    }
  }
  return { sql: `SELECT ${columns} FROM mail m INDEXED BY mail_listed WHERE ${sql} ${order}`, parameters }
}

/** Mails of private activities of others. By IN: joined, the engine would read every mail to make a filter of them first. */
function hidden(read: ReadStore, me: string): Set<number> {
  return new Set(
    read.pluck<number>(
      `SELECT m.row_id FROM mail m INDEXED BY mail_activity WHERE m.activity_row IS NOT NULL AND m.activity_row IN (
         SELECT a.row_id FROM activity_type t CROSS JOIN activity a ON a.type_row = t.row_id
         WHERE t.is_private = 1 AND a.owner_row IS NOT (SELECT row_id FROM user WHERE id = ?))`,
      [me],
    ),
  )
}

function matches(read: ReadStore, query: string, order: MailOrder): number[] {
  const newest = (most: number): number[] =>
    read.pluck<number>(`SELECT rowid FROM mail_search WHERE mail_search MATCH ? ORDER BY rowid DESC LIMIT ?`, [
      query,
      most,
    ])
  if (order === 'newest') return newest(-1)
  const isSmall = (read.pluck<number>('SELECT max(row_id) FROM mail', [])[0] ?? 0) <= manyMails
  if (isSmall || newest(mostRanked + 1).length <= mostRanked) {
    return read.pluck<number>(
      `SELECT rowid FROM mail_search WHERE mail_search MATCH ? AND rank MATCH 'bm25(${weights})' ORDER BY rank`,
      [query],
    )
  }
  const titled = read.pluck<number>(`SELECT rowid FROM mail_search WHERE mail_search MATCH ? ORDER BY rowid DESC`, [
    `{subject} : (${query})`,
  ])
  return [...new Set([...titled, ...newest(-1)])]
}

/** Integer keys of the list, in its order. */
export function mailOrder(read: ReadStore, input: FindInput): Int32Array {
  const query = mailTextQuery(input.text)
  if (query === null && input.text.trim() !== '') return new Int32Array(0)
  const secret = hidden(read, input.me)
  if (query === null) {
    const rows = input.conversations ? newestOfEach(read, input, secret) : listed(read, input)
    return Int32Array.from(secret.size === 0 ? rows : rows.filter((row) => !secret.has(row)))
  }
  const found = matches(read, query, input.order)
  if (input.order === 'newest') {
    const wanted = new Set(found)
    return Int32Array.from(listed(read, input).filter((row) => wanted.has(row) && !secret.has(row)))
  }
  if (isPlain(input)) {
    const off = new Set(
      read.pluck<number>('SELECT m.row_id FROM mail m INDEXED BY mail_listed WHERE m.is_detached = 1', []),
    )
    return Int32Array.from(
      off.size + secret.size === 0 ? found : found.filter((row) => !off.has(row) && !secret.has(row)),
    )
  }
  const allowed = new Set(listed(read, input))
  return Int32Array.from(found.filter((row) => allowed.has(row) && !secret.has(row)))
}

/** The whole order and the rows of its beginning, in one question. */
export function mailFirst(
  read: ReadStore,
  { count, ...input }: FindInput & { count: number },
): { rows: Int32Array; first: MailRow[] } {
  const rows = mailOrder(read, input)
  return {
    rows,
    first: mailLines(read, {
      rows: [...rows.subarray(0, count)],
      text: input.text,
      conversations: input.conversations,
    }),
  }
}

function listed(read: ReadStore, input: FindInput): number[] {
  const { sql, parameters } = walk(input, 'm.row_id')
  return read.pluck<number>(sql, parameters)
}

function newestOfEach(read: ReadStore, input: FindInput, secret: ReadonlySet<number>): number[] {
  const { sql, parameters } = walk(input, 'm.row_id AS row, m.conversation_key AS key')
  const seen = new Set<string>()
  const rows: number[] = []
  for (const { row, key } of read.allSql<{ row: number; key: string }>(sql, ...parameters)) {
    if (seen.has(key) || secret.has(row)) continue
    seen.add(key)
    rows.push(row)
  }
  return rows
}

interface Conversation {
  row: number
  state: string
  n: number
  people: string
}

/** Rows for the screen. `text`: what was looked for, to be marked. */
export function mailLines(
  read: ReadStore,
  { rows, text, conversations }: { rows: number[]; text: string; conversations: boolean },
): MailRow[] {
  const summaries = mailSummaries(read, rows)
  const about = new Map(
    read
      .allSql<Conversation & { id: string }>(
        `SELECT m.id, m.row_id AS row,
           (SELECT count(*) FROM mail l INDEXED BY mail_conversation WHERE l.conversation_key = m.conversation_key AND l.is_detached = 0) AS n,
           ${
             conversations
               ? `(SELECT json_group_array(who) FROM (SELECT iif(l.sender_name <> '', l.sender_name, l.sender_address) AS who FROM mail l INDEXED BY mail_conversation
             WHERE l.conversation_key = m.conversation_key AND l.is_detached = 0 AND l.sender_address || l.sender_name <> '' GROUP BY lower(l.sender_address) ORDER BY min(l.happened_key) LIMIT ${mostPeople}))`
               : `'[]'`
           } AS people
         FROM json_each(?) AS k CROSS JOIN mail m ON m.row_id = k.value`,
        JSON.stringify(rows),
      )
      .map((one) => [one.id, one]),
  )
  const wanted = text.trim() === '' ? null : wantedOf(text)
  const texts = wanted === null ? new Map<string, FoundText>() : foundTexts(read, rows)
  return summaries.map((mail): MailRow => {
    const one = about.get(mail.id)
    return {
      ...mail,
      inConversation: one?.n ?? 1,
      people: JSON.parse(one?.people ?? '[]') as string[],
      found: wanted === null ? null : foundIn(wanted, mail, texts.get(mail.id)),
    }
  })
}

interface FoundText {
  id: string
  body: string
  people: string
}
function foundTexts(read: ReadStore, rows: number[]): Map<string, FoundText> {
  const found = read.allSql<FoundText>(
    `SELECT m.id, substr(m.body_text, 1, ${readable}) AS body,
       m.sender_name || ' ' || m.sender_address || ' ' || ifnull((SELECT group_concat(atom, ' ') FROM json_tree(m.recipients) WHERE type = 'text'), '') AS people
     FROM json_each(?) AS k CROSS JOIN mail m ON m.row_id = k.value`,
    JSON.stringify(rows),
  )
  return new Map(found.map((one) => [one.id, one]))
}

function foundIn(
  wanted: Wanted,
  mail: Omit<MailRow, 'found' | 'inConversation' | 'people'>,
  text: FoundText | undefined,
): MailRow['found'] {
  const address = mail.direction === 'out' ? mail.to[0] : mail.from
  const subject = marked(wanted, mail.subject)
  const who = marked(wanted, address ? address.name || address.address : '')
  const files = mail.attachments
    .filter(({ isInline }) => !isInline)
    .map(({ name }) => name)
    .join(' · ')
  const inFiles = rangesIn(wanted, files).length > 0 ? marked(wanted, files) : null
  const snippet =
    snippetOf(wanted, text?.body ?? '') ??
    inFiles ??
    (subject.hits.length + who.hits.length > 0 ? null : snippetOf(wanted, text?.people ?? ''))
  return { subject, who, snippet }
}
