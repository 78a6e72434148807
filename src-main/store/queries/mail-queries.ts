// Mails of the record: one with its file, lists of them with text search, and whose addresses are our own. Runs on a reader's thread.
import type { MailSummary } from '../../../src-shared/contract/mail.ts'
import { mailKey } from '../../../src-shared/domain/mail-address.ts'
import { ownDomains } from '../../../src-shared/domain/own-people.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { ReadStore } from '../read-store.ts'
import { keptMails, mailMatches } from './mail-matching.ts'
import { mailFirst, mailLines, mailOrder } from './mail-find.ts'
import { mailSummaries } from './mail-rows.ts'
import { companiesNamed } from './mail-people.ts'

/** A mail and where its exact bytes lie. */
export interface KeptMail {
  summary: MailSummary
  text: string
  hasHtml: boolean
  fileSha: string
  fileName: string
  fileSize: number
}

export interface ActivityForMail {
  subject: string
  notes: string
  /** Open and of type email: it takes the mail into its own fields. */
  takesFields: 0 | 1
  personId: string | null
  companyId: string | null
}

export const mailQueries = {
  /** Lower-case addresses of all users, and of contacts at the domains of these: mails from the users and the others of a domain go out. */
  'mail.own': (read: ReadStore, _input: null): { users: string[]; contacts: string[] } => {
    const users = read.pluck<string>(`SELECT mail FROM user WHERE mail <> ''`, []).map(mailKey)
    const contacts = read.pluck<string>(
      `SELECT p.key FROM json_each(?) AS d CROSS JOIN contact_point p INDEXED BY contact_point_domain ON p.kind = 'mail' AND substr(p.key, instr(p.key, '@') + 1) = d.value
       CROSS JOIN contact c ON c.row_id = p.contact_row WHERE c.binned_at IS NULL LIMIT 20000`,
      [JSON.stringify(ownDomains(users))],
    )
    return { users, contacts }
  },

  /** Rejects with `not_found`. */
  'mail.kept': (read: ReadStore, input: { id: string }): KeptMail => {
    const row = read.getSql<{ row_id: number; body_text: string; has_html: number; file_sha: string; file_name: string; file_size: number }>(
      'SELECT row_id, body_text, has_html, file_sha, file_name, file_size FROM mail WHERE id = ?',
      input.id,
    )
    const [summary] = row === undefined ? [] : mailSummaries(read, [row.row_id])
    if (row === undefined || summary === undefined) throw new KnownError('not_found', { table: 'mail', id: input.id })
    return { summary, text: row.body_text, hasHtml: row.has_html === 1, fileSha: row.file_sha, fileName: row.file_name, fileSize: row.file_size }
  },

  'mail.order': mailOrder,
  'mail.first': mailFirst,
  'mail.lines': mailLines,
  'mail.summaries': (read: ReadStore, { rows }: { rows: number[] }): MailSummary[] => mailSummaries(read, rows),

  /** What a mail dropped on an activity finds there. Rejects with `not_found`. */
  'mail.activity': (read: ReadStore, input: { id: string }): ActivityForMail => {
    const row = read.getSql<ActivityForMail>(
      `SELECT a.subject, a.notes, a.is_open = 1 AND t.builtin IS 'email' AS takesFields, p.id AS personId, c.id AS companyId
       FROM activity a JOIN activity_type t ON t.row_id = a.type_row LEFT JOIN contact p ON p.row_id = a.person_row LEFT JOIN contact c ON c.row_id = a.company_row
       WHERE a.id = ?`,
      input.id,
    )
    if (row === undefined) throw new KnownError('not_found', { table: 'activity', id: input.id })
    return row
  },

  'mail.known': keptMails,
  'mail.matches': mailMatches,
  'mail.companies': companiesNamed,
}
