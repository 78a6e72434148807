// Queries behind the preview of a bulk date change. They run on the reader's thread for long work, which keeps the plans.
import { ownHours } from './own-hours.ts'
import type { BulkLine, BulkSkip } from '../../../src-shared/contract/bulk.ts'
import type { BulkChange } from '../../../src-shared/domain/bulk-plan.ts'
import { worthOf, type Relation } from '../../../src-shared/domain/bulk-rescue.ts'
import { instantOf, isZone, type LocalDate, type When } from '../../../src-shared/domain/local-time.ts'
import type { ActivityState } from '../../../src-shared/domain/activity-state.ts'
import type { Respect, WorkingWeek } from '../../../src-shared/domain/working-calendar.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import {
  makePlan,
  outcomeOf,
  planOf,
  releasePlan,
  totalsOf,
  weigh,
  willMove,
  type DayEntry,
  type DayReader,
  type Plan,
  type PlannedActivity,
  type PlanTotals,
} from '../bulk-plans.ts'
import type { ReadStore } from '../read-store.ts'

/** One line for the writer: id, revision seen, and the new values of the fields that change. */
export type BulkMove = [id: string, revision: number, patch: Record<string, string | number | null>]

interface WhenColumns {
  starts_on: string
  starts_time: string | null
  duration_minutes: number | null
  ends_on: string | null
  zone: string
}
const whenColumns = 'a.starts_on, a.starts_time, a.duration_minutes, a.ends_on, a.zone'
/** What an activity takes of a day: its own duration, else what its type usually takes. */
const minutes = 'coalesce(a.duration_minutes, t.default_minutes, 0) AS minutes'
const whenOf = (row: WhenColumns): When => ({
  on: row.starts_on,
  time: row.starts_time,
  durationMinutes: row.duration_minutes,
  until: row.ends_on,
  zone: row.zone,
})

function readItems(read: ReadStore, rows: readonly number[]): PlannedActivity[] {
  type ItemRow = WhenColumns & {
    row_id: number
    id: string
    revision: number
    owner_id: string
    state: ActivityState
    is_binned: number
    moved_count: number
    priority: number
    relation: Relation | null
    minutes: number
    is_repeated: 0 | 1
  }
  return read
    .allSql<ItemRow>(
      `SELECT a.row_id, a.id, a.revision, o.id AS owner_id, a.state, a.binned_at IS NOT NULL AS is_binned, a.moved_count, a.priority, c.relation, ${minutes}, ${whenColumns},
         EXISTS (SELECT 1 FROM series_slot x INDEXED BY series_slot_activity JOIN series s ON s.row_id = x.series_row WHERE x.activity_row = a.row_id AND s.is_ended = 0) AS is_repeated
       FROM json_each(?) AS k CROSS JOIN activity AS a ON a.row_id = k.value JOIN user AS o ON o.row_id = a.owner_row JOIN activity_type AS t ON t.row_id = a.type_row
       LEFT JOIN contact AS c ON c.row_id = coalesce(a.contact_row, a.person_row)
       ORDER BY a.sort_key, a.row_id`,
      JSON.stringify(rows),
    )
    .map((row) => ({
      row: row.row_id,
      id: row.id,
      revision: row.revision,
      ownerId: row.owner_id,
      state: row.state,
      isBinned: row.is_binned === 1,
      when: whenOf(row),
      movedCount: row.moved_count,
      isRepeated: row.is_repeated === 1,
      worth: worthOf(row.priority, row.relation),
      minutes: row.minutes,
    }))
}

const dayReader =
  (read: ReadStore): DayReader =>
  (days: readonly LocalDate[]): DayEntry[] =>
    read
      .allSql<WhenColumns & { row_id: number; owner_id: string; minutes: number }>(
        `SELECT a.row_id, o.id AS owner_id, ${minutes}, ${whenColumns}
         FROM json_each(?) AS d CROSS JOIN activity AS a INDEXED BY activity_open ON a.is_open = 1 AND a.sort_key >= d.value || 'T' AND a.sort_key < d.value || 'U'
         JOIN user AS o ON o.row_id = a.owner_row JOIN activity_type AS t ON t.row_id = a.type_row`,
        JSON.stringify(days),
      )
      .map((row) => ({
        row: row.row_id,
        ownerId: row.owner_id,
        when: whenOf(row),
        minutes: row.minutes,
      }))

/** Each contact's next open activity; private ones are not the contact's (ACT-12). */
function nextOfContacts(read: ReadStore, contactRows: readonly number[]): { rows: number[]; without: string[] } {
  const found = read.allSql<{ id: string; next_row: number | null }>(
    `SELECT c.id, CASE c.kind
        WHEN 'company' THEN (SELECT a.row_id FROM activity a WHERE a.contact_row = c.row_id AND a.is_open = 1
          AND a.type_row NOT IN (SELECT row_id FROM activity_type WHERE is_private = 1) ORDER BY a.sort_key, a.row_id LIMIT 1)
        ELSE (SELECT a.row_id FROM activity a WHERE a.person_row = c.row_id AND a.is_open = 1
          AND a.type_row NOT IN (SELECT row_id FROM activity_type WHERE is_private = 1) ORDER BY a.sort_key, a.row_id LIMIT 1) END AS next_row
     FROM json_each(?) AS k CROSS JOIN contact AS c ON c.row_id = k.value`,
    JSON.stringify(contactRows),
  )
  const rows = new Set<number>()
  const without: string[] = []
  for (const { id, next_row } of found) {
    if (next_row === null) without.push(id)
    else rows.add(next_row)
  }
  return { rows: [...rows], without }
}

function movesOf(plan: Plan): BulkMove[] {
  return plan.lines.flatMap((line): BulkMove[] => {
    const item = plan.items.get(line.row)
    const { after } = outcomeOf(plan, line)
    if (item === undefined || after === null || !willMove(plan, line)) return []
    const { before } = line
    const patch: BulkMove[2] = {}
    if (after.on !== before.on) patch['startsOn'] = after.on
    if (after.time !== before.time) patch['startsTime'] = after.time
    if (after.durationMinutes !== before.durationMinutes) patch['durationMinutes'] = after.durationMinutes
    if (after.until !== before.until) patch['endsOn'] = after.until
    if (after.zone !== before.zone) patch['zone'] = after.zone
    if (after.on !== before.on || after.time !== before.time || after.zone !== before.zone) {
      patch['startsUtc'] = after.time === null ? null : instantOf(after.on, after.time, after.zone)
      patch['movedCount'] = item.movedCount + 1
    }
    return [[item.id, item.revision, patch]]
  })
}

export interface PlanLinesInput {
  planId: string
  from: number
  count: number
  only: 'all' | 'changing' | 'skipped' | 'clashing'
  /** Others' private entries keep their place and lose their words (ACT-12). */
  me: string
}

export const bulkQueries = {
  'bulk.plan': (
    read: ReadStore,
    input: {
      of: 'activities' | 'contacts'
      rows: number[]
      change: BulkChange
      respect: Respect
      week: WorkingWeek
      replaces: string | null
    },
  ): PlanTotals => {
    const { rows, without } =
      input.of === 'contacts' ? nextOfContacts(read, input.rows) : { rows: input.rows, without: [] }
    return totalsOf(
      makePlan(
        { ...input, ownHours: ownHours(read), items: readItems(read, rows), contactsWithout: without },
        dayReader(read),
      ),
    )
  },

  'bulk.lines': (read: ReadStore, input: PlanLinesInput): { lines: BulkLine[]; total: number } => {
    const plan = planOf(input.planId)
    const wanted = plan.lines.filter((line) => {
      if (input.only === 'changing') return willMove(plan, line)
      if (input.only === 'skipped') return outcomeOf(plan, line).skip !== null
      return input.only !== 'clashing' || plan.clashes.has(line.row)
    })
    const contacts = input.only === 'all' || input.only === 'skipped' ? plan.contactsWithout : []
    const page = wanted.slice(input.from, input.from + input.count)
    const shown = new Map(
      read
        .allSql<{ row_id: number; subject: string; type_id: string; contact_name: string | null }>(
          `SELECT a.row_id, CASE WHEN t.is_private = 1 AND o.id <> ? THEN '' ELSE a.subject END AS subject, t.id AS type_id, c.name AS contact_name
           FROM json_each(?) AS k CROSS JOIN activity AS a ON a.row_id = k.value JOIN user AS o ON o.row_id = a.owner_row
           JOIN activity_type AS t ON t.row_id = a.type_row LEFT JOIN contact AS c ON c.row_id = a.contact_row`,
          input.me,
          JSON.stringify([...page.map(({ row }) => row), ...page.flatMap(({ row }) => plan.clashes.get(row) ?? [])]),
        )
        .map((row) => [row.row_id, row]),
    )
    const lines = page.map((line): BulkLine => {
      const item = plan.items.get(line.row)
      const row = shown.get(line.row)
      const { after, skip } = outcomeOf(plan, line)
      const clash = plan.clashes.get(line.row)
      return {
        id: item?.id ?? '',
        subject: row?.subject ?? '',
        typeId: row?.type_id ?? null,
        contactName: row?.contact_name ?? null,
        ownerId: item?.ownerId ?? null,
        before: line.before,
        after,
        skip,
        clash: clash === undefined ? null : (shown.get(clash)?.subject ?? ''),
        isTicked: skip === null && !plan.unticked.has(line.row),
        isCorrected: plan.corrected.has(line.row),
        movedCount: item?.movedCount ?? 0,
        isRepeated: item?.isRepeated ?? false,
      }
    })
    const rest = contacts.slice(
      Math.max(0, input.from - wanted.length),
      Math.max(0, input.from + input.count - wanted.length),
    )
    return { lines: [...lines, ...contactLines(read, rest)], total: wanted.length + contacts.length }
  },

  'bulk.tick': (read: ReadStore, input: { planId: string; ids: string[] | null; isTicked: boolean }): PlanTotals => {
    const plan = planOf(input.planId)
    const ids = input.ids === null ? null : new Set(input.ids)
    for (const item of plan.items.values()) {
      if (ids !== null && !ids.has(item.id)) continue
      if (input.isTicked) plan.unticked.delete(item.row)
      else plan.unticked.add(item.row)
    }
    weigh(plan, dayReader(read))
    return totalsOf(plan)
  },

  'bulk.correct': (read: ReadStore, input: { planId: string; id: string; when: When }): PlanTotals => {
    const plan = planOf(input.planId)
    const item = [...plan.items.values()].find(({ id }) => id === input.id)
    if (item === undefined) throw new KnownError('not_found', { table: 'activity', id: input.id })
    if (input.when.until !== null && input.when.until < input.when.on)
      throw new KnownError('invalid', { field: 'until', rule: 'span_order' })
    if (!isZone(input.when.zone))
      throw new KnownError('invalid', { field: 'zone', rule: 'unknown_zone', value: input.when.zone })
    // Refused now rather than with the whole plan: a moment beyond the years that have one.
    instantOf(input.when.on, input.when.time, input.when.zone)
    plan.corrected.set(item.row, input.when)
    plan.unticked.delete(item.row)
    weigh(plan, dayReader(read))
    return totalsOf(plan)
  },

  /** What the writer is to do, as one text: it crosses two threads. */
  'bulk.moves': (_read: ReadStore, input: { planId: string }): string => JSON.stringify(movesOf(planOf(input.planId))),

  /** The only one that moves, for a change of its series. */
  'bulk.single': (_read: ReadStore, input: { planId: string }): { id: string; revision: number; when: When } => {
    const plan = planOf(input.planId)
    const moving = plan.lines.filter((line) => willMove(plan, line))
    const [line] = moving
    const item = line === undefined ? undefined : plan.items.get(line.row)
    const after = line === undefined ? null : outcomeOf(plan, line).after
    if (moving.length !== 1 || item === undefined || after === null)
      throw new KnownError('invalid', { field: 'scope', rule: 'one_only' })
    return { id: item.id, revision: item.revision, when: after }
  },

  /** How many of the lines that would move stand on an activity that has changed, or is gone, since the plan read it. */
  'bulk.stale': (read: ReadStore, input: { planId: string }): number => {
    const plan = planOf(input.planId)
    const seen = plan.lines.flatMap((line) => {
      const item = willMove(plan, line) ? plan.items.get(line.row) : undefined
      return item === undefined ? [] : [[item.row, item.revision]]
    })
    return read.pluck<number>(
      `SELECT count(*) FROM json_each(?) AS k LEFT JOIN activity AS a ON a.row_id = json_extract(k.value, '$[0]')
       WHERE a.revision IS NOT json_extract(k.value, '$[1]')`,
      [JSON.stringify(seen)],
    )[0] as number
  },

  'bulk.release': (_read: ReadStore, input: { planId: string }): null => {
    releasePlan(input.planId)
    return null
  },
}

function contactLines(read: ReadStore, ids: readonly string[]): BulkLine[] {
  const skip: BulkSkip = 'no_open_activity'
  return read
    .allSql<{ id: string; name: string }>(
      'SELECT c.id, c.name FROM json_each(?) AS k CROSS JOIN contact AS c ON c.id = k.value ORDER BY k.key',
      JSON.stringify(ids),
    )
    .map(({ id, name }) => ({
      id,
      subject: '',
      typeId: null,
      contactName: name,
      ownerId: null,
      before: null,
      after: null,
      skip,
      clash: null,
      isTicked: false,
      isCorrected: false,
      movedCount: 0,
      isRepeated: false,
    }))
}
