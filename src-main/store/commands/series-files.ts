// Series that came in with a calendar file (IO-5, ACT-15): their dates stay known by the file's UID, also those that are made later, so that the next import
// of the file finds each of them. Runs on the writer's thread.
// Must stay true: a rule that was changed here is ours and is not taken back by the file.
import type { ReminderRule } from '../../../src-shared/contract/activity-parts.ts'
import type { FieldPatch, FileFields } from '../../../src-shared/domain/calendar-diff.ts'
import { addDays, daysBetween, type LocalDate, type When } from '../../../src-shared/domain/local-time.ts'
import type { Values } from '../tables.ts'
import type { WriteTx } from '../write-session.ts'

/** Kept with the series: which entry of a file it follows, and the rule the file said last. */
export interface FileLink {
  uid: string
  rule: string
  /** Its rule was changed here. */
  isOwn: boolean
}

/** What a file says of a series whose rule is one of ours; `rule` null: it is none any more. */
export interface FileSeries {
  uid: string
  rule: string | null
  /** The first date, whether it is taken in or not. */
  when: When
  fields: FileFields
  typeId: string
  reminders: ReminderRule[]
  /** Recurrence ids of the rule's dates in the file. */
  dates: string[]
  /** The last day up to which the file's dates are here; what comes then is made as of any series. */
  madeUntil: LocalDate
  /** Series of the same UID, which follow another rule. */
  replaces: string[]
  ownerId: string
}

const dayOf = (recurrenceId: string): LocalDate => recurrenceId.slice(0, 10)

/** The dates that came in become a series; where the file changed its rule, in place of the one before. */
export function followFile(tx: WriteTx, file: FileSeries): void {
  for (const id of file.replaces) tx.update('series', id, { isEnded: true, madeUntil: '9999-12-31' })
  const found = tx.read.allSql<{ activityId: string; recurrenceId: string; slotId: string | null }>(
    `SELECT a.id AS activityId, i.recurrence_id AS recurrenceId, x.id AS slotId FROM calendar_item i JOIN activity a ON a.row_id = i.activity_row
     LEFT JOIN series_slot x ON x.activity_row = a.row_id WHERE i.uid = ? AND i.recurrence_id IN (SELECT value FROM json_each(?)) ORDER BY i.recurrence_id`,
    file.uid,
    JSON.stringify(file.dates),
  )
  if (file.rule === null || found.length === 0) return
  const { when, fields } = file
  const link: FileLink = { uid: file.uid, rule: file.rule, isOwn: false }
  const seriesId = tx.insert('series', {
    rule: file.rule,
    offDays: 'keep',
    startsOn: when.on,
    ...timesOf(when),
    madeUntil: file.madeUntil,
    typeId: file.typeId,
    subject: fields.subject,
    companyId: null,
    personId: null,
    ownerId: file.ownerId,
    authorId: file.ownerId,
    priority: 1,
    direction: null,
    place: fields.place,
    notes: fields.notes,
    parts: { tagIds: [], actions: [], reminders: file.reminders, file: link },
    isEnded: false,
  })
  for (const { activityId, recurrenceId, slotId } of found) {
    if (slotId !== null) tx.remove('series_slot', slotId)
    const day = dayOf(recurrenceId)
    tx.insert('series_slot', { seriesId, activityId, slot: day, placedOn: day })
  }
}

type Times = Pick<Values<'series'>, 'startsTime' | 'durationMinutes' | 'spanDays' | 'zone'>
function timesOf(when: When): Times {
  const spanDays = when.until === null ? null : daysBetween(when.on, when.until)
  return { startsTime: when.time, durationMinutes: when.durationMinutes, spanDays, zone: when.zone }
}

/** What the file changed of its dates is true of those that will be made, too; what was changed here stays. */
export function patchTemplate(tx: WriteTx, seriesId: string, before: FileFields, { when, ...patch }: FieldPatch): void {
  const series = tx.get('series', seriesId)
  if (series === null) return
  const changes: Partial<Values<'series'>> = {}
  for (const field of ['subject', 'notes', 'place'] as const)
    if (patch[field] !== undefined && series[field] === before[field]) changes[field] = patch[field]
  if (when !== undefined && series.startsTime === before.when.time) Object.assign(changes, timesOf(when))
  if (Object.keys(changes).length > 0) tx.update('series', seriesId, changes)
}

/** A date of a series as the file would say it. */
export interface FileDate {
  isKnown: boolean
  /** Writes down that this activity is that date. */
  keep: (activityId: string) => void
}

/** For the dates that are made of a series that follows a file: each as a date of the file. Null where it follows none. */
export function fileDates(
  tx: WriteTx,
  seriesId: string,
  link: FileLink | undefined,
): ((slot: LocalDate) => FileDate) | null {
  if (link === undefined || link.isOwn) return null
  const latest = tx.read.allSql<{
    recurrenceId: string
    sequence: number
    modifiedAt: string
    fingerprint: string
    slot: LocalDate
  }>(
    `SELECT i.recurrence_id AS recurrenceId, i.sequence, i.modified_at AS modifiedAt, i.fingerprint, x.slot FROM series_slot x
     JOIN calendar_item i ON i.activity_row = x.activity_row
     WHERE x.series_row = (SELECT row_id FROM series WHERE id = ?) AND i.uid = ? ORDER BY x.slot DESC LIMIT 40`,
    seriesId,
    link.uid,
  )
  // One that the file says as its rule does, not one that it moved or called off by itself.
  const found = latest
    .map((one) => ({ ...one, fields: JSON.parse(one.fingerprint) as FileFields }))
    .find(({ recurrenceId, fields }) => !fields.isCancelled && recurrenceId === idOf(fields.when.on, fields.when.time))
  if (found === undefined) return null
  const { sequence, modifiedAt, fields } = found
  // Where the series was moved as a whole, its days stand so far from the file's.
  const away = daysBetween(found.slot, dayOf(found.recurrenceId))
  return (slot) => {
    const on = addDays(slot, away)
    const recurrenceId = idOf(on, fields.when.time)
    const until = fields.when.until === null ? null : addDays(on, daysBetween(fields.when.on, fields.when.until))
    const fingerprint = JSON.stringify({ ...fields, when: { ...fields.when, on, until } })
    const values = { uid: link.uid, recurrenceId, sequence, modifiedAt, fingerprint }
    const known = tx.read.getSql(
      'SELECT 1 FROM calendar_item WHERE uid = ? AND recurrence_id = ?',
      link.uid,
      recurrenceId,
    )
    return {
      isKnown: known !== undefined,
      keep: (activityId) => void tx.insert('calendar_item', { activityId, ...values }),
    }
  }
}

const idOf = (on: LocalDate, time: string | null): string => (time === null ? on : `${on}T${time}`)
