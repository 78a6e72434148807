// One line of the activity list as it is read from the store: everything of it by one statement for a whole page. Runs on a reader's thread.
import type { ActivityRow } from '../../../src-shared/contract/activities.ts'
import type { ActivityState } from '../../../src-shared/domain/activity-state.ts'
import type { ReadStore } from '../read-store.ts'
import { activityOwesAnswer } from './urgency-sql.ts'

/** A line with its integer key, which does not cross the contract. */
export interface KeyedActivityRow extends Omit<ActivityRow, 'inSelection'> {
  row: number
}

interface Line {
  row: number; id: string; revision: number; type_id: string; subject: string; company_id: string | null; company_name: string | null
  person_id: string | null; person_name: string | null; starts_on: string; starts_time: string | null; duration_minutes: number | null
  ends_on: string | null; zone: string; state: ActivityState; priority: number; direction: 'out' | 'in' | null; owner_id: string; author_id: string
  result_id: string | null; notes: string; place: string; tag_ids: string; created_at: number; closed_at: string | null; moved_count: number
  binned_at: number | null; attachments: number; owes_answer: 0 | 1; open_actions: number; is_repeated: 0 | 1
}

const linesSql = `SELECT a.row_id AS row, a.id, a.revision, t.id AS type_id, a.subject, co.id AS company_id, co.name AS company_name,
    pe.id AS person_id, pe.name AS person_name, a.starts_on, a.starts_time, a.duration_minutes, a.ends_on, a.zone, a.state, a.priority, a.direction,
    o.id AS owner_id, au.id AS author_id, r.id AS result_id, substr(a.notes, 1, 200) AS notes, a.place,
    (SELECT json_group_array(g.id) FROM activity_tag x CROSS JOIN tag g ON g.row_id = x.tag_row WHERE x.activity_row = a.row_id) AS tag_ids,
    a.created_at, a.closed_at, a.moved_count, a.binned_at,
    (SELECT count(*) FROM mail m INDEXED BY mail_activity WHERE m.activity_row = a.row_id AND m.is_detached = 0)
      + (SELECT count(*) FROM attachment f INDEXED BY attachment_activity WHERE f.activity_row = a.row_id) AS attachments,
    (SELECT count(*) FROM activity_action w INDEXED BY activity_action_open WHERE w.activity_row = a.row_id AND w.is_done = 0) AS open_actions,
    EXISTS (SELECT 1 FROM series_slot s INDEXED BY series_slot_activity WHERE s.activity_row = a.row_id) AS is_repeated,
    ${activityOwesAnswer} AS owes_answer
  FROM json_each(?) AS k CROSS JOIN activity a ON a.row_id = k.value
    CROSS JOIN activity_type t ON t.row_id = a.type_row CROSS JOIN user o ON o.row_id = a.owner_row CROSS JOIN user au ON au.row_id = a.author_row
    LEFT JOIN contact co ON co.row_id = a.company_row LEFT JOIN contact pe ON pe.row_id = a.person_row LEFT JOIN result r ON r.row_id = a.result_row`

/** The lines of integer keys, in their order; keys of rows that are gone are left out. */
export function activityLines(read: ReadStore, keys: readonly number[]): KeyedActivityRow[] {
  const found = new Map<number, KeyedActivityRow>()
  for (const line of read.allSql<Line>(linesSql, JSON.stringify(keys))) found.set(line.row, rowOf(line))
  return keys.flatMap((key) => found.get(key) ?? [])
}

function rowOf(line: Line): KeyedActivityRow {
  return {
    row: line.row, id: line.id, revision: line.revision, typeId: line.type_id, subject: line.subject,
    companyId: line.company_id, companyName: line.company_name, personId: line.person_id, personName: line.person_name,
    when: { on: line.starts_on, time: line.starts_time, durationMinutes: line.duration_minutes, until: line.ends_on, zone: line.zone },
    state: line.state, priority: line.priority, direction: line.direction, ownerId: line.owner_id, authorId: line.author_id, resultId: line.result_id,
    notes: line.notes, place: line.place, tagIds: line.tag_ids === '[]' ? [] : (JSON.parse(line.tag_ids) as string[]), createdAt: line.created_at,
    closedAt: line.closed_at, movedCount: line.moved_count, isBinned: line.binned_at !== null, attachments: line.attachments, owesAnswer: line.owes_answer === 1,
    openActions: line.open_actions, isRepeated: line.is_repeated === 1,
  }
}
