// Calls of calendarFile: what files would change, as a plan that is shown before it is applied; and files written (IO-5). Core thread; reading yields, so
// that a file of tens of thousands of entries does not hold up other windows.
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { CalendarLine, CalendarLineKind, CalendarPlan } from '../../src-shared/contract/calendar-files.ts'
import { fieldsOfEntry, outcomeOf, type EntryOutcome, type FileFields } from '../../src-shared/domain/calendar-diff.ts'
import type { CalendarFile, CalendarFileEntry, RefusedEntry } from '../../src-shared/domain/calendar-file.ts'
import { addDays, daysBetween, wallOf } from '../../src-shared/domain/local-time.ts'
import { KnownError } from '../../src-shared/errors.ts'
import type { CalendarOperation } from '../store/commands/calendar-commands.ts'
import type { KnownItem } from '../store/queries/calendar-file-queries.ts'
import { storedCalendarFilter } from './calendar-service.ts'
import type { Core, HandlersOf } from './core.ts'
import { selectedRows } from './list-service.ts'
import { remindersOf, SeriesPlan } from './calendar-file-series.ts'

/** Larger ones are refused by name: a calendar of a whole life is smaller. */
const mostBytes = 50_000_000
/** Series are written out for so long from today, and, where they go on, from so long ago. */
const horizonDays = 730
const pastDays = 31
const keptPlans = 4

interface PlannedLine extends CalendarLine {
  operation: CalendarOperation | null
  /** It stands under an earlier line of its series. */
  isInside: boolean
}
/** `series` names what it may stand together with; null: it is alone. */
type LineDraft = Omit<PlannedLine, 'index' | 'repeats' | 'isInside'> & { series: string | null; rule: string | null }
interface StoredPlan {
  plan: CalendarPlan
  lines: PlannedLine[]
  /** What becomes of series, once their dates are in. */
  series: CalendarOperation[]
}

const decoded = (bytes: Uint8Array): string => {
  const text = new TextDecoder('utf-8').decode(bytes)
  // Old programs write their own code page.
  return text.includes('\uFFFD') ? new TextDecoder('windows-1252').decode(bytes) : text
}

export function calendarFileHandlers(core: Core): HandlersOf<'calendarFile'> {
  const plans = new Map<string, StoredPlan>()
  const planOf = (planId: string): StoredPlan => {
    const plan = plans.get(planId)
    if (plan === undefined) throw new KnownError('expired', { what: 'plan' })
    return plan
  }

  async function fileOf(
    token: string,
    { from, horizon }: { from: string; horizon: string },
  ): Promise<{ name: string; file: CalendarFile | null }> {
    const { path, name, size } = core.inbox.get(token)
    if (size > mostBytes) return { name, file: null }
    const { readIcs } = await import('../files/ics/read-ics.ts')
    const file = await readIcs(decoded(await readFile(path)), { zone: await core.zone(), from, horizon })
    return { name, file: file.isCalendar ? file : null }
  }

  return {
    'calendarFile.plan': async ({ tokens, typeId, typeNames, untitled }) => {
      const today = await core.today()
      const [from, horizon] = [addDays(today, -pastDays), addDays(today, horizonDays)]
      const files: { name: string; file: CalendarFile }[] = []
      const unreadable: string[] = []
      for (const token of tokens) {
        const { name, file } = await fileOf(token, { from, horizon })
        if (file === null) unreadable.push(name)
        else files.push({ name, file })
      }
      const uids = [...new Set(files.flatMap(({ file }) => file.entries.map(({ uid }) => uid)))]
      const known = await core.read('calendarFile.known', { uids }, 'long')
      const byName = new Map(Object.entries(typeNames).map(([name, id]) => [name.toLowerCase(), id]))
      const typeOf = (entry: CalendarFileEntry): string =>
        entry.categories.flatMap((name) => byName.get(name.toLowerCase()) ?? [])[0] ?? typeId
      const { lines, series } = planLines(files, known, typeOf, untitled)
      const all = files.flatMap(({ file }) => file.series)
      const cut = all.filter(({ isCut, rule }) => isCut && rule === null)
      const counts: CalendarPlan['counts'] = { new: 0, changed: 0, cancelled: 0, same: 0, refused: 0 }
      for (const { kind } of lines) counts[kind] += 1
      const plan: CalendarPlan = {
        planId: randomUUID(),
        counts,
        from,
        unreadable,
        unknownZones: [...new Set(files.flatMap(({ file }) => file.unknownZones))],
        series: series.filter((one) => one.kind === 'series' && one.rule !== null).length,
        lateSeries: all.filter(({ isLate }) => isLate).length,
        cutSeries: cut.length,
        cutUntil: cut.map(({ upTo }) => upTo).sort()[0] ?? horizon,
        others: files.reduce((sum, { file }) => sum + file.others, 0),
      }
      plans.set(plan.planId, { plan, lines, series })
      for (const old of [...plans.keys()].slice(0, -keptPlans)) plans.delete(old)
      return plan
    },
    'calendarFile.lines': ({ planId, only, of, from, count }) => {
      const { lines } = planOf(planId)
      const wanted =
        of === null
          ? lines.filter(({ kind, isInside }) => !isInside && (only === 'all' || kind === only))
          : lines.slice(of, of + (lines[of]?.repeats?.count ?? 0))
      return {
        lines: wanted
          .slice(from, from + count)
          .map(({ operation: _operation, isInside: _isInside, ...line }) => line),
        total: wanted.length,
      }
    },
    'calendarFile.apply': async ({ planId, unticked }) => {
      const left = new Set(unticked)
      const { lines, series } = planOf(planId)
      const operations = lines.flatMap(({ operation, index }) =>
        operation === null || left.has(index) ? [] : [operation],
      )
      if (operations.length === 0) return { changeSetId: null, created: 0, changed: 0, cancelled: 0, stale: 0 }
      const now = wallOf(core.ports.clock.now(), await core.zone())
      const cancelReason =
        (await core.settings()).language === 'es'
          ? 'Cancelada en el calendario de origen'
          : 'Cancelled in the calendar it came from'
      const { value, changeSetId } = await core.write(
        'calendar.import',
        {
          operations: JSON.stringify([...operations, ...series]),
          ownerId: await core.me(),
          now: `${now.on}T${now.time}`,
          cancelReason,
        },
        'calendar.import',
        'import',
      )
      plans.delete(planId)
      return { changeSetId, ...value }
    },
    'calendarFile.release': ({ planId }) => {
      plans.delete(planId)
      return null
    },
    'calendarFile.export': async ({ of, typeNames, name }) => {
      const rows =
        'ids' in of
          ? await selectedRows(core, 'activities', { base: null, except: [], ids: of.ids })
          : await core.read('calendarFile.rowsIn', {
              from: of.from,
              to: of.to,
              filter: await storedCalendarFilter(core, of.filter),
            })
      const found = await core.read('calendarFile.exported', { rows: [...rows], me: await core.me() }, 'long')
      const { writeIcs } = await import('../files/ics/write-ics.ts')
      const text = writeIcs(
        found.map((one) => ({ ...one, category: typeNames[one.typeId] ?? '' })),
        { product: `Maletin CRM ${core.ports.version}`, name },
      )
      const fileName = `${name.replace(/[\\/:*?"<>|]+/g, ' ').trim()}.ics`
      const url = core.ports.served.once({
        bytes: new TextEncoder().encode(text),
        name: fileName,
        mediaType: 'text/calendar; charset=utf-8',
        asAttachment: true,
      })
      return { url, name: fileName, count: found.length }
    },
  }
}

/** One line an entry: what it would do here; and dates of a series that the file has no more. Beside them what becomes of series. */
function planLines(
  files: readonly { name: string; file: CalendarFile }[],
  known: readonly KnownItem[],
  typeOf: (entry: CalendarFileEntry) => string,
  untitled: string,
): { lines: PlannedLine[]; series: CalendarOperation[] } {
  const lines: LineDraft[] = []
  const byKey = new Map(known.map((item) => [keyOf(item), item]))
  const atOtherHour = otherHours(files, known)
  const seen = new Set<string>()
  const series = new SeriesPlan(known, typeOf, untitled)
  for (const { name, file } of files) {
    series.read(file)
    const rules = new Map(file.series.map(({ uid, rule }) => [uid, rule]))
    for (const refused of file.refused) lines.push(refusedLine(refused, name))
    for (const entry of file.entries) {
      const key = keyOf(entry)
      // The same entry in two of the chosen files: the first counts.
      if (seen.has(key)) continue
      seen.add(key)
      const item = byKey.get(key) ?? atOtherHour(entry)
      if (item !== null) seen.add(keyOf(item))
      if (item === null && series.makesItself(entry)) continue
      const fields = fieldsOfEntry(entry, untitled)
      const outcome = outcomeOf(entry, fields, item)
      if (outcome.kind === 'changed' && item !== null) series.see(entry, item, outcome.patch)
      lines.push({
        kind: outcome.kind,
        series: seriesOf(entry, outcome, item),
        rule: entry.part === 'rule' ? (rules.get(entry.uid) ?? null) : null,
        subject: fields.subject,
        when: fields.when,
        before: outcome.kind === 'changed' || outcome.kind === 'cancelled' ? (item?.when ?? null) : null,
        refusal: null,
        notices: entry.notices,
        fileName: name,
        line: entry.line,
        operation: operationOf(outcome, entry, fields, item, typeOf(entry)),
      })
    }
    for (const item of goneOf(file, known, seen)) {
      const stamp = {
        uid: item.uid,
        recurrenceId: item.recurrenceId,
        sequence: item.sequence,
        modifiedAt: item.modifiedAt,
      }
      const operation: CalendarOperation = {
        kind: 'cancelled',
        activityId: item.activityId,
        itemId: item.itemId,
        revision: item.revision,
        fields: { ...item.fields, isCancelled: true },
        ...stamp,
      }
      lines.push({
        kind: 'cancelled',
        series: `${item.uid}\nrule\ncancelled`,
        rule: rules.get(item.uid) ?? null,
        subject: item.fields.subject,
        when: item.when,
        before: item.when,
        refusal: null,
        notices: [],
        fileName: name,
        line: 0,
        operation,
      })
    }
  }
  return { lines: together(lines), series: series.operations() }
}

const keyOf = ({ uid, recurrenceId }: { uid: string; recurrenceId: string }): string => `${uid}\n${recurrenceId}`

/** A file whose series begins at another hour calls its dates otherwise: the one of that day, where the file has it no more, is still the same. */
function otherHours(
  files: readonly { file: CalendarFile }[],
  known: readonly KnownItem[],
): (entry: CalendarFileEntry) => KnownItem | null {
  const inFiles = new Set(files.flatMap(({ file }) => file.entries.map(keyOf)))
  const dayOf = ({ uid, recurrenceId }: { uid: string; recurrenceId: string }): string => `${uid}\n${recurrenceId.slice(0, 10)}`
  const left = known.filter((item) => item.recurrenceId !== '' && !inFiles.has(keyOf(item)))
  const byDay = new Map(left.map((item) => [dayOf(item), item]))
  return (entry) => (entry.part === 'rule' || entry.part === 'override' ? (byDay.get(dayOf(entry)) ?? null) : null)
}

/** What the other dates of its series must be like to stand in one line with it; what the file says of one date by itself stands alone. */
function seriesOf({ uid, part }: CalendarFileEntry, outcome: EntryOutcome, item: KnownItem | null): string | null {
  if (part === 'single' || part === 'override') return null
  if (outcome.kind !== 'changed' || item === null) return `${uid}\n${part}\n${outcome.kind}`
  const { when, ...patch } = outcome.patch
  const moved = when && [daysBetween(item.when.on, when.on), item.when.time, when.time, when.durationMinutes]
  return `${uid}\n${part}\n${JSON.stringify([patch, moved])}`
}

/** Lines of one series that fare alike, under the earliest of them. */
function together(drafts: readonly LineDraft[]): PlannedLine[] {
  const groups = new Map<string, LineDraft[]>()
  for (const [at, draft] of drafts.entries()) {
    const key = draft.series ?? String(at)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [draft])
    else group.push(draft)
  }
  const lines: PlannedLine[] = []
  const day = ({ when }: LineDraft): string => when?.on ?? ''
  for (const group of groups.values()) {
    group.sort((a, b) => (day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : 0))
    const last = group.at(-1)
    for (const [at, { series: _series, rule, ...line }] of group.entries()) {
      const repeats = at === 0 && group.length > 1 && last ? { rule, count: group.length, until: day(last) } : null
      lines.push({ ...line, index: lines.length, repeats, isInside: at > 0 })
    }
  }
  return lines
}

const refusedLine = (refused: RefusedEntry, fileName: string): LineDraft => ({
  kind: 'refused' satisfies CalendarLineKind,
  series: null,
  rule: null,
  subject: refused.subject,
  when: null,
  before: null,
  refusal: refused.reason,
  notices: [],
  fileName,
  line: refused.line,
  operation: null,
})

function operationOf(
  outcome: EntryOutcome,
  entry: CalendarFileEntry,
  fields: FileFields,
  item: KnownItem | null,
  typeId: string,
): CalendarOperation | null {
  const stamp = {
    uid: entry.uid,
    recurrenceId: entry.recurrenceId,
    sequence: entry.sequence,
    modifiedAt: entry.modifiedAt,
    fields,
  }
  if (outcome.kind === 'new') return { kind: 'new', typeId, reminders: remindersOf(entry), ...stamp }
  if (item === null || outcome.kind === 'same') return null
  const target = { activityId: item.activityId, itemId: item.itemId, revision: item.revision }
  return outcome.kind === 'cancelled'
    ? { kind: 'cancelled', ...target, ...stamp }
    : { kind: 'changed', ...target, patch: outcome.patch, ...stamp }
}

/** Dates of a series that the store has and the file has no more, as far as the file was written out. */
function goneOf(file: CalendarFile, known: readonly KnownItem[], seen: ReadonlySet<string>): KnownItem[] {
  const written = new Map(file.series.map((one) => [one.uid, one]))
  return known.filter((item) => {
    const one = written.get(item.uid)
    const day = item.recurrenceId.slice(0, 10)
    return (
      day !== '' &&
      one !== undefined &&
      day >= one.from &&
      day <= one.upTo &&
      item.isOpen &&
      !item.isBinned &&
      !item.fields.isCancelled &&
      !seen.has(keyOf(item))
    )
  })
}
