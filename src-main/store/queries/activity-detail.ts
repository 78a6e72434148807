// One activity with all that is shown beside it: notes, chain, mails, moments of its states, and the contact's activities around it.
// Runs on a reader's thread.
import type { ActivityDetail } from '../../../src-shared/contract/activities.ts'
import type { MailSummary } from '../../../src-shared/contract/mail.ts'
import type { ActivityState } from '../../../src-shared/domain/activity-state.ts'
import type { ReadStore } from '../read-store.ts'
import { actionsOfRow, partsOf, type StoredFile } from './activity-part-queries.ts'
import { activityLines, type KeyedActivityRow } from './activity-rows.ts'
import { mailSummaries } from './mail-rows.ts'

type Related = 'follows' | 'followedBy' | 'previous' | 'next'
export interface StoredActivityDetail
  extends KeyedActivityRow, Omit<ActivityDetail, Related | keyof KeyedActivityRow | 'inSelection' | 'files'> {
  files: StoredFile[]
  follows: KeyedActivityRow | null
  followedBy: KeyedActivityRow[]
  previous: KeyedActivityRow[]
  next: KeyedActivityRow[]
}
export interface AroundInput {
  companyId: string | null
  personId: string | null
  /** Local day. */
  on: string
  exceptId: string | null
}

const beside = 5

export function activityDetail(read: ReadStore, id: string, me: string): StoredActivityDetail | null {
  const more = read.getSql<{
    row_id: number
    notes: string
    cancel_reason: string | null
    follows_row: number | null
    sort_key: string
    is_private: 0 | 1
    is_mine: 0 | 1
  }>(
    `SELECT a.row_id, a.notes, a.cancel_reason, a.follows_row, a.sort_key, t.is_private, o.id = ? AS is_mine
     FROM activity a JOIN activity_type t ON t.row_id = a.type_row JOIN user o ON o.row_id = a.owner_row WHERE a.id = ?`,
    me,
    id,
  )
  if (more === undefined || (more.is_private === 1 && more.is_mine === 0)) return null
  const followed = read.pluck<number>(
    'SELECT row_id FROM activity INDEXED BY activity_follows WHERE follows_row = ? ORDER BY row_id LIMIT 50',
    [more.row_id],
  )
  const [line, ...chain] = activityLines(read, [
    more.row_id,
    ...(more.follows_row === null ? [] : [more.follows_row]),
    ...followed,
  ])
  if (line === undefined) return null
  const follows = more.follows_row === null ? null : (chain.shift() ?? null)
  const around = neighbours(read, line.companyId, line.personId, more.sort_key, more.row_id)
  return {
    ...line,
    fullNotes: more.notes,
    cancelReason: more.cancel_reason,
    follows,
    followedBy: chain,
    ...around,
    mails: mailsOf(read, more.row_id),
    ...partsOf(read, more.row_id),
    stateChanges: stateChanges(read, id),
  }
}

/** The contact's activities before and after a day; the whole company's, or the person's where there is no company. */
export function activitiesAround(
  read: ReadStore,
  input: AroundInput,
): { previous: KeyedActivityRow[]; next: KeyedActivityRow[] } {
  const except =
    input.exceptId === null
      ? null
      : (read.getSql<{ row_id: number }>('SELECT row_id FROM activity WHERE id = ?', input.exceptId)?.row_id ?? null)
  // The day itself counts as before: what is there already, a new entry comes after.
  return neighbours(read, input.companyId, input.personId, `${input.on}U`, except)
}

function neighbours(
  read: ReadStore,
  companyId: string | null,
  personId: string | null,
  key: string,
  except: number | null,
): { previous: KeyedActivityRow[]; next: KeyedActivityRow[] } {
  const contactId = companyId ?? personId
  const contact =
    contactId === null
      ? undefined
      : read.getSql<{ row_id: number }>('SELECT row_id FROM contact WHERE id = ?', contactId)
  if (contact === undefined) return { previous: [], next: [] }
  const from =
    companyId === null
      ? 'activity a INDEXED BY activity_person WHERE a.person_row = ?'
      : 'activity a INDEXED BY activity_contact WHERE a.contact_row = ?'
  // Private entries never stand in a customer's history (ACT-12), one's own neither.
  const rest =
    'a.binned_at IS NULL AND a.row_id <> ? AND a.type_row NOT IN (SELECT row_id FROM activity_type WHERE is_private = 1)'
  const own = except ?? -1
  // Of the same moment, by row: an activity among others at the same hour is between them.
  const previous = read.pluck<number>(
    `SELECT a.row_id FROM ${from} AND (a.sort_key, a.row_id) < (?, ?) AND ${rest} ORDER BY a.sort_key DESC, a.row_id DESC LIMIT ${beside}`,
    [contact.row_id, key, own, own],
  )
  const next = read.pluck<number>(
    `SELECT a.row_id FROM ${from} AND (a.sort_key, a.row_id) > (?, ?) AND ${rest} ORDER BY a.sort_key, a.row_id LIMIT ${beside}`,
    [contact.row_id, key, own, own],
  )
  const lines = activityLines(read, [...previous, ...next]).map((line) =>
    line.openActions > 0 ? { ...line, todo: actionsOfRow(read, line.row) } : line,
  )
  return { previous: lines.slice(0, previous.length), next: lines.slice(previous.length) }
}

function stateChanges(read: ReadStore, id: string): ActivityDetail['stateChanges'] {
  const logged = read.allSql<{
    at: number
    user_name: string | null
    kind: string
    from_state: ActivityState | null
    to_state: ActivityState | null
  }>(
    `SELECT s.at, u.name AS user_name, c.kind, json_extract(c.before, '$.state') AS from_state, json_extract(c.after, '$.state') AS to_state
     FROM change c INDEXED BY change_record JOIN change_set s ON s.row_id = c.set_row LEFT JOIN user u ON u.id = s.user_id
     WHERE c.record_id = ? AND c.record_table = 'activity' ORDER BY c.row_id`,
    id,
  )
  return logged.flatMap(({ at, user_name, from_state, to_state }) =>
    to_state === null ? [] : [{ at, userName: user_name ?? '', from: from_state, to: to_state }],
  )
}

function mailsOf(read: ReadStore, row: number): MailSummary[] {
  return mailSummaries(
    read,
    read.pluck<number>(
      'SELECT row_id FROM mail INDEXED BY mail_activity WHERE activity_row = ? AND is_detached = 0 ORDER BY happened_key, row_id',
      [row],
    ),
  )
}
