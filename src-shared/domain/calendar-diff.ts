// What a calendar file would change (IO-5). Pure. The file's own fields as they were at the last time are kept with each entry, so that only what the
// file changed is changed here: what was written here in the meantime stays. Must stay true: the same file a second time changes nothing.
import type { CalendarFileEntry } from './calendar-file.ts'
import { isSameWhen } from './bulk-plan.ts'
import type { When } from './local-time.ts'

/** The fields a calendar file speaks about. */
export interface FileFields {
  subject: string
  notes: string
  place: string
  when: When
  isCancelled: boolean
}
/** An entry that the store knows, by its UID or because the file came from here. */
export interface KnownEntry {
  activityId: string
  itemId: string | null
  revision: number
  isBinned: boolean
  isOpen: boolean
  sequence: number
  modifiedAt: string
  /** As the file said it last; what stands here where the file came from here. */
  fields: FileFields
  when: When
}
export type FieldPatch = Partial<FileFields>

/** `untitled`: the subject of an entry that has none. */
export function fieldsOfEntry(entry: CalendarFileEntry, untitled: string): FileFields {
  return { subject: entry.subject === '' ? untitled : entry.subject, notes: entry.notes, place: entry.place, when: entry.when, isCancelled: entry.isCancelled }
}

/** As a file can say it: a day alone has no hours, a span none either. */
export function fileWhen(when: When): When {
  if (when.until !== null && when.until !== when.on) return { ...when, time: null, durationMinutes: null }
  if (when.time === null) return { ...when, until: null, durationMinutes: null }
  return { ...when, until: null }
}
/** Days alone have no zone in a file. */
function isSameFileWhen(a: When, b: When): boolean {
  const [left, right] = [fileWhen(a), fileWhen(b)]
  return isSameWhen(left, left.time === null && right.time === null ? { ...right, zone: left.zone } : right)
}

function patchOf(before: FileFields, after: FileFields): FieldPatch {
  return {
    ...(before.subject === after.subject ? {} : { subject: after.subject }),
    ...(before.notes === after.notes ? {} : { notes: after.notes }),
    ...(before.place === after.place ? {} : { place: after.place }),
    ...(isSameFileWhen(before.when, after.when) ? {} : { when: after.when }),
    ...(before.isCancelled === after.isCancelled ? {} : { isCancelled: after.isCancelled }),
  }
}

export type EntryOutcome = { kind: 'new' } | { kind: 'same' } | { kind: 'cancelled' } | { kind: 'changed'; patch: FieldPatch }

/** `isOurs`: the file was written here, so that its stamps say nothing new. */
export function outcomeOf(entry: Pick<CalendarFileEntry, 'sequence' | 'modifiedAt'>, fields: FileFields, known: KnownEntry | null): EntryOutcome {
  if (known === null) return { kind: fields.isCancelled ? 'same' : 'new' }
  const isOlder = known.itemId !== null && (entry.sequence < known.sequence || (entry.sequence === known.sequence && entry.modifiedAt !== '' && entry.modifiedAt < known.modifiedAt))
  // What was put in the bin here stays there.
  if (known.isBinned || isOlder) return { kind: 'same' }
  const patch = patchOf(known.fields, fields)
  if (patch.isCancelled === true) return { kind: known.isOpen ? 'cancelled' : 'same' }
  return Object.keys(patch).length === 0 ? { kind: 'same' } : { kind: 'changed', patch }
}
