// Plans of bulk date changes while their preview is open: made, weighed and corrected on the reader's thread that holds them, so that a plan of
// 10,000 lines never crosses to a window and never blocks what answers one. A plan dies with its thread; the window then makes a new one.
import { randomUUID } from 'node:crypto'
import {
  findClashes,
  isSameWhen,
  isToMove,
  loadPerDay,
  planBulkChange,
  type BulkChange,
  type Busy,
  type PlanLine,
  type SkipReason,
} from '../../src-shared/domain/bulk-plan.ts'
import type { ActivityState } from '../../src-shared/domain/activity-state.ts'
import type { LocalDate, When } from '../../src-shared/domain/local-time.ts'
import {
  createWorkingCalendar,
  withOwnHours,
  type Respect,
  type WorkingCalendar,
  type WorkingWeek,
} from '../../src-shared/domain/working-calendar.ts'
import { KnownError } from '../../src-shared/errors.ts'

export interface PlannedActivity {
  row: number
  id: string
  revision: number
  ownerId: string
  state: ActivityState
  isBinned: boolean
  when: When
  movedCount: number
  /** One of a series that still goes on. */
  isRepeated: boolean
  /** For a rescue: what it is worth, and its minutes (its own, else those of its type). */
  worth: number
  minutes: number
}
export interface DayEntry {
  row: number
  ownerId: string
  when: When
  minutes: number
}
export interface LoadOfDay {
  day: LocalDate
  before: number
  after: number
  isWorking: boolean
  holiday: string | null
}
export interface PlanTotals {
  planId: string
  total: number
  willChange: number
  repeated: number
  skipped: number
  clashes: number
  load: LoadOfDay[]
}

export interface Plan {
  id: string
  items: Map<number, PlannedActivity>
  lines: PlanLine[]
  unticked: Set<number>
  corrected: Map<number, When>
  /** Contacts without an open activity: ids of contacts. */
  contactsWithout: string[]
  calendar: WorkingCalendar
  /** What stands in the calendar on the days the plan touches, by day, the planned ones included. */
  entries: Map<LocalDate, DayEntry[]>
  clashes: Map<number, number>
  load: LoadOfDay[]
}

/** Reads what stands open on these days. */
export type DayReader = (days: readonly LocalDate[]) => DayEntry[]

const kept = 6
const plans = new Map<string, Plan>()

export function planOf(id: string): Plan {
  const plan = plans.get(id)
  if (plan === undefined) throw new KnownError('expired', { what: 'plan' })
  return plan
}

export function releasePlan(id: string): void {
  plans.delete(id)
}

export interface PlanRequest {
  items: PlannedActivity[]
  contactsWithout: string[]
  change: BulkChange
  respect: Respect
  week: WorkingWeek
  /** Hours of their own of users who have some, Monday to Sunday. */
  ownHours: Readonly<Record<string, NonNullable<WorkingWeek['hoursByDay']>>>
  replaces: string | null
}

export function makePlan(request: PlanRequest, readDays: DayReader): Plan {
  const { items, change, respect } = request
  const calendar = createWorkingCalendar(request.week)
  const calendars = new Map(
    Object.entries(request.ownHours).map(([ownerId, hours]) => [
      ownerId,
      createWorkingCalendar(withOwnHours(request.week, hours)),
    ]),
  )
  const calendarOf = (ownerId: string): WorkingCalendar => calendars.get(ownerId) ?? calendar
  const earlier = request.replaces === null ? undefined : plans.get(request.replaces)
  const itemRows = new Map(items.map((item) => [item.row, item]))
  const plan: Plan = {
    id: randomUUID(),
    items: itemRows,
    lines: [],
    unticked: new Set(),
    corrected: new Map(),
    contactsWithout: request.contactsWithout,
    calendar,
    entries: new Map(),
    clashes: new Map(),
    load: [],
  }
  if (change.mode === 'spread')
    readInto(
      plan,
      [...new Set(items.map(({ ownerId }) => calendarOf(ownerId)))].flatMap((one) =>
        workingDays(one, change.from, change.days),
      ),
      readDays,
    )
  const moving = new Set(items.filter((item) => isToMove(item, change)).map(({ row }) => row))
  const staying = (ownerId: string, day: LocalDate): DayEntry[] => {
    // How far a rescue reaches is not known before; it reads on in blocks.
    if (!plan.entries.has(day)) readInto(plan, workingDays(calendarOf(ownerId), day, 20), readDays)
    return (plan.entries.get(day) ?? []).filter((entry) => entry.ownerId === ownerId && !moving.has(entry.row))
  }
  plan.lines = planBulkChange(
    items,
    change,
    calendar,
    respect,
    (ownerId, day) => staying(ownerId, day).length,
    calendarOf,
    (ownerId, day) => staying(ownerId, day).reduce((sum, { minutes }) => sum + minutes, 0),
  )
  for (const row of earlier?.unticked ?? []) if (itemRows.has(row)) plan.unticked.add(row)
  for (const [row, when] of earlier?.corrected ?? []) if (itemRows.has(row)) plan.corrected.set(row, when)
  weigh(plan, readDays)
  if (earlier !== undefined) plans.delete(earlier.id)
  plans.set(plan.id, plan)
  for (const old of plans.keys()) {
    if (plans.size <= kept) break
    plans.delete(old)
  }
  return plan
}

function workingDays(calendar: WorkingCalendar, from: LocalDate, count: number): LocalDate[] {
  const days = [calendar.workingDayOnOrAfter(from)]
  for (let day = days[0]; days.length < count && day !== undefined; day = days.at(-1))
    days.push(calendar.nextWorkingDay(day))
  return days
}

function readInto(plan: Plan, days: Iterable<LocalDate>, readDays: DayReader): void {
  const unread = [...new Set(days)].filter((day) => !plan.entries.has(day))
  if (unread.length === 0) return
  for (const day of unread) plan.entries.set(day, [])
  for (const entry of readDays(unread)) plan.entries.get(entry.when.on)?.push(entry)
}

/** Where the line ends: corrected by hand, else as planned; null where it stays. A line may be corrected although its plan skips it. */
export function outcomeOf(plan: Plan, line: PlanLine): { after: When | null; skip: SkipReason | null } {
  const corrected = plan.corrected.get(line.row)
  if (corrected === undefined || line.skip === 'closed' || line.skip === 'cancelled' || line.skip === 'binned')
    return line
  return isSameWhen(corrected, line.before) ? { after: null, skip: 'unchanged' } : { after: corrected, skip: null }
}

export function willMove(plan: Plan, line: PlanLine): boolean {
  return outcomeOf(plan, line).skip === null && !plan.unticked.has(line.row)
}

/** Works out clashes and load anew, after a change of ticks or a correction. */
export function weigh(plan: Plan, readDays: DayReader): void {
  const settled = plan.lines.map((line) => {
    const { after, skip } = outcomeOf(plan, line)
    return { row: line.row, before: line.before, after: plan.unticked.has(line.row) ? null : after, skip }
  })
  readInto(
    plan,
    settled.flatMap(({ before, after, skip }) =>
      isStanding(skip) ? [] : after === null ? [before.on] : [before.on, after.on],
    ),
    readDays,
  )
  const placed = settled.flatMap(({ row, after }) => {
    const item = plan.items.get(row)
    return after === null || item === undefined ? [] : [{ row, ownerId: item.ownerId, after }]
  })
  const busy: Busy[] = []
  for (const day of new Set(placed.map(({ after }) => after.on))) {
    for (const entry of plan.entries.get(day) ?? []) if (entry.when.time !== null) busy.push(entry)
  }
  plan.clashes = findClashes(placed, busy)
  // Only the days of those whose activities move: as a spread counts, else what it holds at eight would show as twelve.
  const owners = new Set([...plan.items.values()].map(({ ownerId }) => ownerId))
  const others = (day: LocalDate): number =>
    (plan.entries.get(day) ?? []).reduce(
      (n, { row, ownerId }) => n + (plan.items.has(row) || !owners.has(ownerId) ? 0 : 1),
      0,
    )
  plan.load = loadPerDay(settled, others).map(({ day, before, after }) => {
    const holiday = plan.calendar.holidayName(day)
    return { day, before, after, isWorking: plan.calendar.isWorkingDay(day), holiday }
  })
}

function isStanding(skip: SkipReason | null): boolean {
  return skip === 'closed' || skip === 'cancelled' || skip === 'binned'
}

export function totalsOf(plan: Plan): PlanTotals {
  let willChange = 0
  let repeated = 0
  let skipped = plan.contactsWithout.length
  for (const line of plan.lines) {
    if (outcomeOf(plan, line).skip !== null) skipped += 1
    else if (!plan.unticked.has(line.row)) {
      willChange += 1
      if (plan.items.get(line.row)?.isRepeated === true) repeated += 1
    }
  }
  return {
    planId: plan.id,
    total: plan.lines.length + plan.contactsWithout.length,
    willChange,
    repeated,
    skipped,
    clashes: plan.clashes.size,
    load: plan.load,
  }
}
