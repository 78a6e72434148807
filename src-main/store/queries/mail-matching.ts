// Who a mail belongs to, and whether it is already here (EML-2, EML-4). Runs on a reader's thread, and inside commands.
// Order: the contact it was dropped on, address, thread, addresses of a message within or of a colleague's recipients, domain, phone of the signature, other
// recipients; a contact is named once, for the first reason.
import type { MailMatch, MatchReason } from '../../../src-shared/contract/mail.ts'
import { isFreeMailDomain } from '../../../src-shared/domain/mail-address.ts'
import { isSameMail, type MailIdentity } from '../../../src-shared/domain/same-mail.ts'
import type { ReadStore } from '../read-store.ts'

export interface KnownMail {
  mailId: string
  activityId: string | null
  contactName: string | null
  /** Filed, still in the tray, or set aside as not a customer's. */
  state: 'filed' | 'waiting' | 'dismissed'
}

/** For each message where it already is, or null. Detached mails count: their information was taken. */
export function keptMails(read: ReadStore, input: { mails: MailIdentity[] }): (KnownMail | null)[] {
  return input.mails.map((mail) => keptMail(read, mail))
}

export function keptMail(read: ReadStore, mail: MailIdentity): KnownMail | null {
  const row = sameMail(read, mail)
  if (row === null) return null
  const found = read.getSql<{ id: string; state: KnownMail['state']; activity_id: string | null; name: string | null }>(
    `SELECT m.id, m.state, a.id AS activity_id,
       (SELECT c.name FROM mail_contact x JOIN contact c ON c.row_id = x.contact_row WHERE x.mail_row = m.row_id ORDER BY x.row_id LIMIT 1) AS name
     FROM mail m LEFT JOIN activity a ON a.row_id = m.activity_row WHERE m.row_id = ?`,
    row,
  )
  return found === undefined ? null : { mailId: found.id, activityId: found.activity_id, contactName: found.name, state: found.state }
}

function sameMail(read: ReadStore, mail: MailIdentity): number | null {
  const candidates = read.pluck<number>(
    'SELECT row_id FROM mail WHERE message_id = ? UNION ALL SELECT row_id FROM mail WHERE content_hash = ?',
    [mail.messageId, mail.contentHash],
  )
  if (candidates.length === 0) return null
  const rows = read.allSql<{
    row_id: number; message_id: string | null; content_hash: string; attachments: string; sender_address: string; sent_at: number | null; subject: string
  }>(
    `SELECT row_id, message_id, content_hash, attachments, sender_address, sent_at, subject FROM mail WHERE row_id IN (SELECT value FROM json_each(?)) ORDER BY row_id`,
    JSON.stringify(candidates),
  )
  const same = rows.find((row) =>
    isSameMail(mail, {
      messageId: row.message_id, contentHash: row.content_hash, attachmentHashes: (JSON.parse(row.attachments) as { sha256: string }[]).map(({ sha256 }) => sha256),
      senderAddress: row.sender_address, sentAt: row.sent_at, subject: row.subject,
    }),
  )
  return same?.row_id ?? null
}

/** What a mail says of its contact. Keys as `mailKey`, `domainOf` and `phoneKey` make them. */
export interface MailClues {
  /** The contact it was dropped on. */
  chosenId: string | null
  addresses: string[]
  /** Addresses of whom the mail is about where that is not its sender, and how they are known. */
  about: { via: 'forwarded' | 'reported' | 'recipient'; addresses: string[] } | null
  /** Others who got it from the same sender. */
  recipients: string[]
  /** Thread key, In-Reply-To and References of the message. */
  thread: { key: string; messageIds: string[]; ownId: string | null; /** Of a mail that is here already. */ conversation?: string }
  phones: string[]
}

/** More companies than this under one domain: it is a provider's, and says nothing. */
const mostCompaniesOfDomain = 5
const mostMatches = 10

export function mailMatches(read: ReadStore, input: { mails: MailClues[] }): MailMatch[][] {
  return input.mails.map((clues) => matchesOf(read, clues))
}

function matchesOf(read: ReadStore, clues: MailClues): MailMatch[] {
  const found = new Map<number, MatchReason>()
  const note = (rows: readonly number[], reason: MatchReason): void => {
    for (const row of rows) if (!found.has(row)) found.set(row, reason)
  }
  const addressed = byKeys(read, 'mail', clues.addresses)
  if (clues.chosenId !== null) {
    const chosen = read.pluck<number>('SELECT row_id FROM contact WHERE id = ?', [clues.chosenId])
    note(chosen, chosen.some((row) => addressed.includes(row)) ? 'address' : 'chosen')
  }
  note(addressed, 'address')
  note(byThread(read, clues.thread), 'thread')
  if (clues.about !== null) note(byKeys(read, 'mail', clues.about.addresses), clues.about.via)
  note(byDomain(read, [...clues.addresses, ...(clues.about?.addresses ?? [])]), 'domain')
  note(byKeys(read, 'phone', clues.phones), 'signature')
  note(byKeys(read, 'mail', clues.recipients), 'recipient')
  return described(read, [...found].slice(0, mostMatches))
}

/** The contact that a mail surely belongs to: by address, else by thread; null where only guesses are left (EML-9). */
export function clearMatch(read: ReadStore, clues: MailClues): string | null {
  const row = clues.chosenId === null ? ofAddress(read, clues.addresses) : read.pluck<number>('SELECT row_id FROM contact WHERE id = ?', [clues.chosenId])[0]
  const found = row ?? byThread(read, clues.thread)[0]
  return found === undefined ? null : (read.getSql<{ id: string }>('SELECT id FROM contact WHERE row_id = ?', found)?.id ?? null)
}

/** The first that `byKeys` would give, one look-up for each key: imports ask it of every mail. */
function ofAddress(read: ReadStore, keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const [row] = read.pluck<number>(
      `SELECT c.row_id FROM contact_point p CROSS JOIN contact c ON c.row_id = p.contact_row WHERE p.kind = 'mail' AND p.key = ? AND c.binned_at IS NULL
       ORDER BY c.kind = 'company', p.position, p.row_id LIMIT 1`,
      [key],
    )
    if (row !== undefined) return row
  }
  return undefined
}

/** In the order of the keys; for one key people before companies. */
function byKeys(read: ReadStore, kind: 'mail' | 'phone', keys: readonly string[]): number[] {
  if (keys.length === 0) return []
  return read.pluck<number>(
    `SELECT c.row_id FROM json_each(?) AS wanted CROSS JOIN contact_point p ON p.kind = ? AND p.key = wanted.value JOIN contact c ON c.row_id = p.contact_row
     WHERE c.binned_at IS NULL ORDER BY wanted.key, c.kind = 'company', p.position, p.row_id LIMIT 50`,
    [JSON.stringify(keys), kind],
  )
}

/** Contacts of the mails of the same conversation, the newest mail's first. */
function byThread(read: ReadStore, { key, messageIds, ownId, conversation }: MailClues['thread']): number[] {
  const ids = JSON.stringify([...new Set([key, ...messageIds])])
  const keys = JSON.stringify([...new Set([key, ...messageIds, ownId ?? key, conversation ?? key])])
  // CROSS JOIN: the keys first, each looked up by its index; the planner would read every mail.
  return read.pluck<number>(
    `SELECT c.row_id FROM (
       SELECT m.row_id FROM json_each(?) AS k CROSS JOIN mail m ON m.thread_key = k.value
       UNION SELECT m.row_id FROM json_each(?) AS k CROSS JOIN mail m ON m.conversation_key = k.value
       UNION SELECT m.row_id FROM json_each(?) AS k CROSS JOIN mail p ON p.message_id = k.value CROSS JOIN mail m ON m.conversation_key = p.conversation_key
     ) AS t CROSS JOIN mail m ON m.row_id = t.row_id CROSS JOIN mail_contact x ON x.mail_row = m.row_id CROSS JOIN contact c ON c.row_id = x.contact_row
     WHERE c.binned_at IS NULL GROUP BY c.row_id ORDER BY max(m.happened_key) DESC, c.kind = 'company', c.row_id LIMIT 20`,
    [keys, keys, ids],
  )
}

/** Domain, written forms of its web, their ranges, domain, limit. */
const domainSql = `SELECT row_id FROM (
   SELECT c.row_id, 0 AS rank FROM contact_point p INDEXED BY contact_point_domain JOIN contact c ON c.row_id = p.contact_row
     WHERE p.kind = 'mail' AND substr(p.key, instr(p.key, '@') + 1) = ? AND c.kind = 'company' AND c.binned_at IS NULL
   UNION ALL SELECT c.row_id, 0 FROM (
       SELECT contact_row FROM contact_point WHERE kind = 'web' AND key IN (SELECT value FROM json_each(?))
       UNION ALL SELECT contact_row FROM contact_point WHERE kind = 'web' AND key >= ? AND key < ?
       UNION ALL SELECT contact_row FROM contact_point WHERE kind = 'web' AND key >= ? AND key < ?
     ) AS w JOIN contact c ON c.row_id = w.contact_row WHERE c.kind = 'company' AND c.binned_at IS NULL
   UNION ALL SELECT * FROM (SELECT e.row_id, 1 FROM contact_point p INDEXED BY contact_point_domain
     JOIN contact c ON c.row_id = p.contact_row JOIN contact e ON e.row_id = c.employer_row
     WHERE p.kind = 'mail' AND substr(p.key, instr(p.key, '@') + 1) = ? AND c.kind = 'person' AND c.binned_at IS NULL AND e.binned_at IS NULL LIMIT 2000)
 ) GROUP BY row_id ORDER BY min(rank), count(*) DESC, row_id LIMIT ?`

/** Companies with a mail or web of the domain, then the employers of people with such a mail. */
function byDomain(read: ReadStore, addresses: readonly string[]): number[] {
  const domains = [...new Set(addresses.flatMap(domainsOf))]
  const companies: number[] = []
  for (const domain of domains) {
    const rows = read.pluck<number>(
      domainSql,
      // '0' follows '/': every page of the site.
      [domain, JSON.stringify(webKeysOf(domain)), `${domain}/`, `${domain}0`, `www.${domain}/`, `www.${domain}0`, domain, mostCompaniesOfDomain + 1],
    )
    if (rows.length <= mostCompaniesOfDomain) companies.push(...rows)
  }
  return companies
}

/** The domain of an address and those above it, but for free-mail providers and names of a single label. */
function domainsOf(address: string): string[] {
  const labels = address.slice(address.lastIndexOf('@') + 1).split('.')
  if (!address.includes('@') || labels.length < 2) return []
  const domains = labels.slice(0, -1).map((_label, index) => labels.slice(index).join('.'))
  return domains.filter((domain) => !isFreeMailDomain(domain)).slice(0, 4)
}

/** How a web of this domain may stand in the record. */
function webKeysOf(domain: string): string[] {
  const hosts = [domain, `www.${domain}`]
  return hosts.flatMap((host) => [host, `${host}/`, `https://${host}`, `https://${host}/`, `http://${host}`, `http://${host}/`])
}

function described(read: ReadStore, found: readonly (readonly [number, MatchReason])[]): MailMatch[] {
  const rows = read.allSql<{ row_id: number; id: string; name: string; kind: 'company' | 'person'; employer_id: string | null; employer_name: string | null }>(
    `SELECT c.row_id, c.id, c.name, c.kind, e.id AS employer_id, e.name AS employer_name
     FROM json_each(?) AS wanted JOIN contact c ON c.row_id = wanted.value LEFT JOIN contact e ON e.row_id = c.employer_row ORDER BY wanted.key`,
    JSON.stringify(found.map(([row]) => row)),
  )
  const reasons = new Map(found)
  return rows.map((row) => ({
    contactId: row.id, name: row.name, kind: row.kind, employerId: row.employer_id, employerName: row.employer_name, reason: reasons.get(row.row_id) ?? 'address',
  }))
}
