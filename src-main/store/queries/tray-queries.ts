// The mails that wait in the tray and those that were set aside (EML-9). Runs on a reader's thread.
import type { MailState, TrayLine } from '../../../src-shared/contract/mail-tray.ts'
import type { MailSummary } from '../../../src-shared/contract/mail.ts'
import type { MailAddress } from '../../../src-shared/domain/parsed-mail.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { ReadStore } from '../read-store.ts'
import type { KnownMail } from './mail-matching.ts'
import { mailTextQuery } from './mail-find.ts'
import { mailSummaries, type KeptRecipients } from './mail-rows.ts'

type Which = 'waiting' | 'dismissed'

/** What a proposal is made from. */
export interface TrayMail {
  summary: MailSummary
  messageId: string | null
  inReplyTo: string | null
  references: string[]
  threadKey: string
  contentHash: string
  replyTo: MailAddress[]
  bcc: MailAddress[]
  reportOn?: MailAddress[]
  sentOffset: number | null
  /** Its beginning, long enough for notes and signature. */
  text: string
  fileName: string
  state: MailState
  conversation: TrayLine['conversation']
}

const mostText = 30_000
/** The prover of partial indexes wants the condition in so many words. */
const undecided = `m.state = ? AND m.state <> 'filed'`

const inConversations = `mail m INDEXED BY mail_undecided
  JOIN (SELECT m.conversation_key AS key, max(m.happened_key) AS newest FROM mail m INDEXED BY mail_undecided WHERE ${undecided} GROUP BY m.conversation_key) AS c ON c.key = m.conversation_key`
const trayOrder = 'c.newest DESC, c.key, m.happened_key DESC, m.row_id DESC'

/** Integer keys are not the order they came in: conversations with the newest mail first, their waiting mails together. */
function pageOf(read: ReadStore, which: Which, text: string, from: number, count: number): number[] {
  const query = mailTextQuery(text)
  const narrowed = query === null ? '' : 'AND m.row_id IN (SELECT rowid FROM mail_search WHERE mail_search MATCH ?)'
  const words = query === null ? [] : [query]
  return read.pluck<number>(`SELECT m.row_id FROM ${inConversations} WHERE ${undecided} ${narrowed} ORDER BY ${trayOrder} LIMIT ? OFFSET ?`, [which, which, ...words, count, from])
}

interface Line {
  message_id: string | null; in_reply_to: string | null; reply_references: string; thread_key: string; content_hash: string; recipients: string; sent_offset: number | null
  text: string; file_name: string; state: MailState; key: string; place: number; waiting: number; filed: number
}

function trayMails(read: ReadStore, rows: readonly number[]): TrayMail[] {
  const lines = read.allSql<Line>(
    `SELECT m.message_id, m.in_reply_to, m.reply_references, m.thread_key, m.content_hash, m.recipients, m.sent_offset, substr(m.body_text, 1, ?) AS text, m.file_name, m.state,
       m.conversation_key AS key,
       (SELECT count(*) FROM mail o WHERE o.state = m.state AND o.state <> 'filed' AND o.conversation_key = m.conversation_key) AS waiting,
       (SELECT count(*) FROM mail o WHERE o.state = m.state AND o.state <> 'filed' AND o.conversation_key = m.conversation_key AND (o.happened_key, o.row_id) > (m.happened_key, m.row_id)) AS place,
       (SELECT count(*) FROM mail o WHERE o.conversation_key = m.conversation_key AND o.state = 'filed') AS filed
     FROM json_each(?) AS wanted CROSS JOIN mail m ON m.row_id = wanted.value ORDER BY wanted.key`,
    mostText, JSON.stringify(rows),
  )
  const summaries = mailSummaries(read, rows)
  return lines.flatMap((line, index) => {
    const summary = summaries[index]
    if (summary === undefined) return []
    const { replyTo = [], bcc = [], reportOn } = JSON.parse(line.recipients) as Partial<KeptRecipients>
    return {
      summary, messageId: line.message_id, inReplyTo: line.in_reply_to, references: JSON.parse(line.reply_references) as string[], threadKey: line.thread_key,
      contentHash: line.content_hash, replyTo, bcc, ...(reportOn && { reportOn }), sentOffset: line.sent_offset, text: line.text, fileName: line.file_name, state: line.state,
      conversation: { key: line.key, place: line.place, waiting: line.waiting, filed: line.filed },
    }
  })
}

const rowsOf = (read: ReadStore, ids: readonly string[]): number[] =>
  read.pluck<number>('SELECT m.row_id FROM json_each(?) AS k CROSS JOIN mail m ON m.id = k.value ORDER BY k.key', [JSON.stringify(ids)])

export const trayQueries = {
  'tray.page': (
    read: ReadStore,
    { which, text, from, count }: { which: Which; text: string; from: number; count: number },
  ): { mails: TrayMail[]; total: number; conversations: number } => {
    const query = mailTextQuery(text)
    const counted = read.getSql<{ n: number; conversations: number }>(
      `SELECT count(*) AS n, count(DISTINCT m.conversation_key) AS conversations FROM mail m INDEXED BY mail_undecided WHERE ${undecided}
       ${query === null ? '' : 'AND m.row_id IN (SELECT rowid FROM mail_search WHERE mail_search MATCH ?)'}`,
      which, ...(query === null ? [] : [query]),
    )
    return { mails: trayMails(read, pageOf(read, which, text, from, count)), total: counted?.n ?? 0, conversations: counted?.conversations ?? 0 }
  },

  'tray.place': (read: ReadStore, { which, mailId }: { which: Which; mailId: string }): { index: number | null } => ({
    index:
      read.pluck<number>(
        `SELECT place FROM (SELECT m.id, row_number() OVER (ORDER BY ${trayOrder}) - 1 AS place FROM ${inConversations} WHERE ${undecided}) WHERE id = ?`,
        [which, which, mailId],
      )[0] ?? null,
  }),

  'tray.count': (read: ReadStore, _input: null): { waiting: number; dismissed: number } => {
    const rows = read.allSql<{ state: Which; n: number }>(`SELECT m.state, count(*) AS n FROM mail m INDEXED BY mail_undecided WHERE m.state <> 'filed' GROUP BY m.state`)
    const of = (which: Which): number => rows.find(({ state }) => state === which)?.n ?? 0
    return { waiting: of('waiting'), dismissed: of('dismissed') }
  },

  /** Those that are there, in the order asked. */
  'tray.mails': (read: ReadStore, { ids }: { ids: string[] }): TrayMail[] => trayMails(read, rowsOf(read, ids)),

  /** Waiting mails by their integer keys, from after `after`, for going through all of them. */
  'tray.walk': (read: ReadStore, { after, count }: { after: number; count: number }): { mails: TrayMail[]; last: number | null } => {
    const rows = read.pluck<number>(
      `SELECT m.row_id FROM mail m INDEXED BY mail_undecided WHERE m.state = 'waiting' AND m.state <> 'filed' AND m.row_id > ? ORDER BY m.row_id LIMIT ?`,
      [after, count],
    )
    return { mails: trayMails(read, rows), last: rows.at(-1) ?? null }
  },

  /** An open activity of the conversation, and another mail with the same content. */
  'tray.around': (
    read: ReadStore,
    { mailId }: { mailId: string },
  ): { activity: { id: string; subject: string } | null; alike: (KnownMail & { state: MailState }) | null } => {
    const mail = read.getSql<{ row_id: number; key: string; content_hash: string }>('SELECT row_id, conversation_key AS key, content_hash FROM mail WHERE id = ?', mailId)
    if (mail === undefined) throw new KnownError('not_found', { table: 'mail', id: mailId })
    const activity = read.getSql<{ id: string; subject: string }>(
      `SELECT a.id, a.subject FROM mail m JOIN activity a ON a.row_id = m.activity_row
       WHERE m.conversation_key = ? AND a.is_open = 1 AND a.binned_at IS NULL ORDER BY m.happened_key DESC LIMIT 1`,
      mail.key,
    )
    const alike = read.getSql<KnownMail & { state: MailState }>(
      `SELECT m.id AS mailId, m.state, (SELECT id FROM activity WHERE row_id = m.activity_row) AS activityId,
         (SELECT c.name FROM mail_contact x JOIN contact c ON c.row_id = x.contact_row WHERE x.mail_row = m.row_id ORDER BY x.row_id LIMIT 1) AS contactName
       FROM mail m WHERE m.content_hash = ? AND m.row_id <> ? AND m.state <> 'dismissed' ORDER BY m.row_id LIMIT 1`,
      mail.content_hash, mail.row_id,
    )
    return { activity: activity ?? null, alike: alike ?? null }
  },
}
