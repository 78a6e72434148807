// What the form of an activity holds, what is wrong with it, and how it becomes the values of the contract and back. Pure.
import type { ActivityDetail, ActivityState, ActivityValues, Closing } from '../../../src-shared/contract/activities.ts'
import { parseDuration } from '../../../src-shared/domain/duration.ts'
import type { Wall } from '../../../src-shared/domain/local-time.ts'
import { activityModules } from '../../ui/activities/field-modules.ts'

interface Contact {
  id: string
  name: string
  kind?: 'company' | 'person'
  employerId?: string | null
  employerName?: string | null
}
export interface FormFields {
  typeId: string
  subject: string
  company: Contact | null
  person: Contact | null
  on: string | null
  time: string | null
  /** As typed. */
  minutes: string
  until: string | null
  zone: string
  ownerId: string | null
  state: ActivityState
  priority: number
  direction: 'out' | 'in' | null
  place: string
  notes: string
  tagIds: string[]
  followsId: string | null
  /** How the one it follows is closed in the same save. */
  closes: Closing | null
  resultId: string | null
  closedOn: string | null
  closedTime: string | null
  cancelReason: string | null
  /** The contact that follows what is closed, written in the same step. */
  nextOn: string | null
  nextTime: string | null
  /** What the fields of modules hold, by their key. JSON-safe. */
  more: Record<string, unknown>
}

export function emptyFields(now: Wall, me: string | null, zone: string): FormFields {
  return {
    typeId: '',
    subject: '',
    company: null,
    person: null,
    on: now.on,
    time: now.time,
    minutes: '',
    until: null,
    zone,
    ownerId: me,
    state: 'planned',
    priority: 1,
    direction: 'out',
    place: '',
    notes: '',
    tagIds: [],
    followsId: null,
    closes: null,
    resultId: null,
    closedOn: null,
    closedTime: null,
    cancelReason: null,
    nextOn: null,
    nextTime: null,
    more: {},
  }
}

export function fieldsOf(activity: ActivityDetail): FormFields {
  const [closedOn = null, closedTime = null] = activity.closedAt?.split('T') ?? []
  return {
    typeId: activity.typeId,
    subject: activity.subject,
    company:
      activity.companyId === null
        ? null
        : { id: activity.companyId, name: activity.companyName ?? '', kind: 'company' },
    person:
      activity.personId === null ? null : { id: activity.personId, name: activity.personName ?? '', kind: 'person' },
    on: activity.when.on,
    time: activity.when.time,
    minutes: activity.when.durationMinutes === null ? '' : String(activity.when.durationMinutes),
    until: activity.when.until,
    zone: activity.when.zone,
    ownerId: activity.ownerId,
    state: activity.state,
    priority: activity.priority,
    direction: activity.direction,
    place: activity.place,
    notes: activity.fullNotes,
    tagIds: [...activity.tagIds],
    followsId: activity.follows?.id ?? null,
    closes: null,
    resultId: activity.resultId,
    closedOn,
    closedTime,
    cancelReason: activity.cancelReason,
    nextOn: null,
    nextTime: null,
    more: Object.fromEntries(activityModules().map((module) => [module.key, module.valueOf(activity)])),
  }
}

/** What goes together where two windows changed an activity, by its name; what modules hold goes by their keys. */
const parts: Record<string, readonly (keyof FormFields)[]> = {
  typeId: ['typeId'],
  subject: ['subject'],
  company: ['company'],
  person: ['person'],
  when: ['on', 'time', 'minutes', 'until', 'zone'],
  ownerId: ['ownerId'],
  state: ['state', 'resultId', 'closedOn', 'closedTime', 'cancelReason'],
  priority: ['priority'],
  direction: ['direction'],
  place: ['place'],
  notes: ['notes'],
  tagIds: ['tagIds'],
  followsId: ['followsId'],
}

/** What a part says, for comparing: spellings of a duration and what is known of a contact beside its id do not count. */
function partOf(part: string, fields: FormFields): string {
  const own = parts[part]
  if (own === undefined) return JSON.stringify(fields.more[part] ?? null)
  if (part === 'when') return JSON.stringify(valuesOf(fields).when)
  if (part === 'company' || part === 'person') return fields[part]?.id ?? ''
  return JSON.stringify(own.map((field) => fields[field] ?? null))
}

/** Gives a part of the form what it is elsewhere. */
export function takePart(part: string, into: FormFields, from: FormFields): void {
  const own = parts[part]
  if (own === undefined) into.more = { ...into.more, [part]: from.more[part] }
  else Object.assign(into, Object.fromEntries(own.map((field) => [field, from[field]])))
}

/**
 * What I changed of `base` stays, what others changed is taken over. Where both changed a part, mine stands and the part is named. All three as forms hold
 * them, with the modules of `theirs`.
 */
export function mergeFields(
  base: FormFields,
  mine: FormFields,
  theirs: FormFields,
): { merged: FormFields; conflicts: string[] } {
  const merged: FormFields = { ...mine, more: { ...mine.more } }
  const conflicts: string[] = []
  for (const part of [...Object.keys(parts), ...Object.keys(theirs.more)]) {
    const [was, own, other] = [partOf(part, base), partOf(part, mine), partOf(part, theirs)]
    if (own === was) takePart(part, merged, theirs)
    else if (other !== was && other !== own) conflicts.push(part)
  }
  return { merged, conflicts }
}

/** Field -> key of what is wrong (below `activities.form`). Without a contact may be only what is private or internal (ACT-1). */
export function troublesOf(fields: FormFields, isPrivate: boolean): Record<string, string> {
  const wrong: Record<string, string> = {}
  if (fields.subject.trim() === '') wrong['subject'] = 'needSubject'
  if (!isPrivate && fields.company === null && fields.person === null) wrong['contact'] = 'needContact'
  if (fields.on === null) wrong['on'] = 'needDate'
  if (fields.ownerId === null) wrong['owner'] = 'needOwner'
  if (fields.until !== null && fields.on !== null && fields.until < fields.on) wrong['until'] = 'untilBefore'
  if (minutesOf(fields.minutes) === undefined) wrong['minutes'] = 'badMinutes'
  if (fields.nextOn !== null && (fields.resultId === null || fields.closedOn === null))
    wrong['next'] = 'nextNeedsResult'
  if ((fields.resultId !== null) !== (fields.closedOn !== null)) wrong['result'] = 'needBoth'
  return wrong
}

/** Whole minutes of what was typed ("45", "1h30"), null for nothing, undefined for what is no duration (-5). */
export function minutesOf(typed: string): number | null | undefined {
  return typed.trim() === '' ? null : (parseDuration(typed) ?? undefined)
}

/** The contract's values. A result with its closing date makes the activity done (ACT-6). */
export function valuesOf(fields: FormFields): ActivityValues {
  const minutes = minutesOf(fields.minutes) ?? null
  const isClosed = fields.resultId !== null && fields.closedOn !== null
  const isSpan = fields.until !== null && fields.until !== fields.on
  return {
    typeId: fields.typeId,
    subject: fields.subject.trim(),
    companyId: fields.company?.id ?? null,
    personId: fields.person?.id ?? null,
    when: {
      on: fields.on ?? '',
      time: isSpan ? null : fields.time,
      durationMinutes: isSpan || fields.time === null ? null : minutes,
      until: isSpan ? fields.until : null,
      zone: fields.zone,
    },
    ownerId: fields.ownerId ?? '',
    state:
      isClosed && fields.state !== 'cancelled'
        ? 'done'
        : !isClosed && fields.state === 'done'
          ? 'planned'
          : fields.state,
    priority: fields.priority,
    direction: fields.direction,
    place: fields.place,
    notes: fields.notes,
    tagIds: fields.tagIds,
    followsId: fields.followsId,
    resultId: fields.resultId,
    closedAt: isClosed ? `${fields.closedOn ?? ''}T${fields.closedTime ?? '00:00'}` : null,
    cancelReason: fields.state === 'cancelled' ? fields.cancelReason : null,
    ...(isClosed && fields.nextOn !== null ? { next: { on: fields.nextOn, time: fields.nextTime } } : {}),
    ...moduleValues(fields.more),
  }
}

function moduleValues(more: Record<string, unknown>): Partial<ActivityValues> {
  return activityModules().reduce<Partial<ActivityValues>>(
    (values, module) => (module.key in more ? { ...values, ...module.valuesOf(more[module.key]) } : values),
    {},
  )
}

/** What each module starts with, where the form does not have it yet. */
export function withModules(more: Record<string, unknown>, typeId: string): Record<string, unknown> {
  return Object.fromEntries(
    activityModules().map((module) => [module.key, module.key in more ? more[module.key] : module.empty(typeId)]),
  )
}
