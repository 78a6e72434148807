// The tables that commands may write, as the change log names them: property names, their columns, and what each refers to.
// Values and log speak in UUIDs; the pipeline turns references into integer keys. Runs on the store threads.

export interface TableValues {
  user: { name: string; mail: string; color: string; hours: unknown; isActive: boolean }
  activity_type: {
    builtin: string | null; name: string | null; icon: string; color: string; defaultMinutes: number | null
    inCalendar: boolean; isPrivate: boolean; position: number; isArchived: boolean
  }
  result: {
    builtin: string | null; name: string | null; icon: string; color: string; meaning: string; hint: string | null; position: number; isArchived: boolean
  }
  tag: { builtin: string | null; name: string | null; color: string; position: number; isArchived: boolean }
  reason: { builtin: string | null; name: string | null; position: number; isArchived: boolean }
  setting: { value: unknown }
  holiday: { onDay: string; untilDay: string | null; name: string; isYearly: boolean; calendar: string | null; uid: string | null }
  saved_view: { list: string; builtin: string | null; name: string | null; spec: unknown; position: number }
  contact: {
    kind: 'company' | 'person'; relation: string; name: string; givenName: string; familyName: string; sortKey: string
    taxId: string | null; taxCountry: string; taxKey: string | null; ownerId: string | null; notes: string
    birthday: string | null; anniversary: string | null; createdAt: number; binnedAt: number | null
  }
  employment: { personId: string; companyId: string; jobTitle: string; fromOn: string | null; untilOn: string | null }
  contact_point: { contactId: string; kind: string; label: string; value: string; key: string; position: number }
  contact_address: {
    contactId: string; label: string; street: string; postcode: string; city: string; region: string; country: string; position: number
  }
  contact_tag: { contactId: string; tagId: string }
  activity: {
    typeId: string; subject: string; companyId: string | null; personId: string | null
    startsOn: string; startsTime: string | null; durationMinutes: number | null; endsOn: string | null; zone: string; startsUtc: number | null
    state: string; priority: number; direction: string | null; ownerId: string; authorId: string; place: string; notes: string
    resultId: string | null; closedAt: string | null; cancelReason: string | null; followsId: string | null
    createdAt: number; binnedAt: number | null; movedCount: number
  }
  activity_tag: { activityId: string; tagId: string }
  note: { contactId: string; activityId: string | null; text: string; happenedAt: string; authorId: string; createdAt: number; binnedAt: number | null }
  mail: {
    messageId: string | null; contentHash: string; threadKey: string; inReplyTo: string | null; replyReferences: unknown
    subject: string; senderName: string; senderAddress: string; recipients: unknown; direction: string
    sentAt: number | null; sentOffset: number | null; takenInAt: number; bodyText: string; hasHtml: boolean; attachments: unknown
    fileSha: string; fileName: string; fileSize: number; activityId: string | null; isDetached: boolean
    state: 'filed' | 'waiting' | 'dismissed'; conversation: string | null; subjectKey: string | null
  }
  mail_contact: { mailId: string; contactId: string }
  calendar_item: { activityId: string; uid: string; recurrenceId: string; sequence: number; modifiedAt: string; fingerprint: string }
  rhythm: { contactId: string | null; tagId: string | null; days: number }
  session: { name: string; ownerId: string; createdAt: number; endedAt: number | null }
  session_item: {
    sessionId: string; contactId: string; position: number; state: 'waiting' | 'done' | 'skipped'; resultId: string | null; activityId: string | null; nextId: string | null
  }
  action: { builtin: string | null; name: string | null; position: number; isArchived: boolean }
  activity_action: { activityId: string; actionId: string | null; text: string; isDone: boolean; position: number }
  attachment: {
    activityId: string | null; contactId: string | null; name: string; size: number; fileSha: string; authorId: string; createdAt: number
  }
  series: {
    rule: string; offDays: string; startsOn: string; startsTime: string | null; durationMinutes: number | null; spanDays: number | null; zone: string
    madeUntil: string; typeId: string; subject: string; companyId: string | null; personId: string | null; ownerId: string; authorId: string
    priority: number; direction: string | null; place: string; notes: string; parts: unknown; isEnded: boolean
  }
  series_slot: { seriesId: string; activityId: string; slot: string; placedOn: string }
  reminder: { activityId: string; minutesBefore: number | null; daysBefore: number | null; atTime: string | null }
}
export type TableName = keyof TableValues
export type Values<T extends TableName> = TableValues[T]

/** How a property is stored: plain, JSON text, 0/1, or a reference to another table's integer key. */
export type FieldKind = 'plain' | 'json' | 'bool' | { ref: TableName }
export interface FieldMeta {
  property: string
  column: string
  kind: FieldKind
}

const snake = (property: string): string => property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

function fields<T extends TableName>(map: { [P in keyof TableValues[T]]: FieldKind }): FieldMeta[] {
  return Object.entries<FieldKind>(map).map(([property, kind]) => ({
    property,
    kind,
    column: typeof kind === 'object' ? `${snake(property.replace(/Id$/, ''))}_row` : snake(property),
  }))
}
const ref = (table: TableName): FieldKind => ({ ref: table })
const p = 'plain' as const

export const tables: { [T in TableName]: FieldMeta[] } = {
  user: fields<'user'>({ name: p, mail: p, color: p, hours: 'json', isActive: 'bool' }),
  activity_type: fields<'activity_type'>({
    builtin: p, name: p, icon: p, color: p, defaultMinutes: p, inCalendar: 'bool', isPrivate: 'bool', position: p, isArchived: 'bool',
  }),
  result: fields<'result'>({ builtin: p, name: p, icon: p, color: p, meaning: p, hint: p, position: p, isArchived: 'bool' }),
  tag: fields<'tag'>({ builtin: p, name: p, color: p, position: p, isArchived: 'bool' }),
  reason: fields<'reason'>({ builtin: p, name: p, position: p, isArchived: 'bool' }),
  setting: fields<'setting'>({ value: 'json' }),
  holiday: fields<'holiday'>({ onDay: p, untilDay: p, name: p, isYearly: 'bool', calendar: p, uid: p }),
  saved_view: fields<'saved_view'>({ list: p, builtin: p, name: p, spec: 'json', position: p }),
  contact: fields<'contact'>({
    kind: p, relation: p, name: p, givenName: p, familyName: p, sortKey: p, taxId: p, taxCountry: p, taxKey: p, ownerId: ref('user'),
    notes: p, birthday: p, anniversary: p, createdAt: p, binnedAt: p,
  }),
  employment: fields<'employment'>({ personId: ref('contact'), companyId: ref('contact'), jobTitle: p, fromOn: p, untilOn: p }),
  contact_point: fields<'contact_point'>({ contactId: ref('contact'), kind: p, label: p, value: p, key: p, position: p }),
  contact_address: fields<'contact_address'>({
    contactId: ref('contact'), label: p, street: p, postcode: p, city: p, region: p, country: p, position: p,
  }),
  contact_tag: fields<'contact_tag'>({ contactId: ref('contact'), tagId: ref('tag') }),
  activity: fields<'activity'>({
    typeId: ref('activity_type'), subject: p, companyId: ref('contact'), personId: ref('contact'),
    startsOn: p, startsTime: p, durationMinutes: p, endsOn: p, zone: p, startsUtc: p, state: p, priority: p, direction: p,
    ownerId: ref('user'), authorId: ref('user'), place: p, notes: p, resultId: ref('result'), closedAt: p, cancelReason: p,
    followsId: ref('activity'), createdAt: p, binnedAt: p, movedCount: p,
  }),
  activity_tag: fields<'activity_tag'>({ activityId: ref('activity'), tagId: ref('tag') }),
  note: fields<'note'>({
    contactId: ref('contact'), activityId: ref('activity'), text: p, happenedAt: p, authorId: ref('user'), createdAt: p, binnedAt: p,
  }),
  mail: fields<'mail'>({
    messageId: p, contentHash: p, threadKey: p, inReplyTo: p, replyReferences: 'json', subject: p, senderName: p, senderAddress: p,
    recipients: 'json', direction: p, sentAt: p, sentOffset: p, takenInAt: p, bodyText: p, hasHtml: 'bool', attachments: 'json',
    fileSha: p, fileName: p, fileSize: p, activityId: ref('activity'), isDetached: 'bool',
    state: p, conversation: p, subjectKey: p,
  }),
  mail_contact: fields<'mail_contact'>({ mailId: ref('mail'), contactId: ref('contact') }),
  calendar_item: fields<'calendar_item'>({ activityId: ref('activity'), uid: p, recurrenceId: p, sequence: p, modifiedAt: p, fingerprint: p }),
  rhythm: fields<'rhythm'>({ contactId: ref('contact'), tagId: ref('tag'), days: p }),
  session: fields<'session'>({ name: p, ownerId: ref('user'), createdAt: p, endedAt: p }),
  session_item: fields<'session_item'>({
    sessionId: ref('session'), contactId: ref('contact'), position: p, state: p, resultId: ref('result'), activityId: ref('activity'), nextId: ref('activity'),
  }),
  action: fields<'action'>({ builtin: p, name: p, position: p, isArchived: 'bool' }),
  activity_action: fields<'activity_action'>({ activityId: ref('activity'), actionId: ref('action'), text: p, isDone: 'bool', position: p }),
  attachment: fields<'attachment'>({
    activityId: ref('activity'), contactId: ref('contact'), name: p, size: p, fileSha: p, authorId: ref('user'), createdAt: p,
  }),
  series: fields<'series'>({
    rule: p, offDays: p, startsOn: p, startsTime: p, durationMinutes: p, spanDays: p, zone: p, madeUntil: p, typeId: ref('activity_type'), subject: p,
    companyId: ref('contact'), personId: ref('contact'), ownerId: ref('user'), authorId: ref('user'), priority: p, direction: p, place: p, notes: p,
    parts: 'json', isEnded: 'bool',
  }),
  series_slot: fields<'series_slot'>({ seriesId: ref('series'), activityId: ref('activity'), slot: p, placedOn: p }),
  reminder: fields<'reminder'>({ activityId: ref('activity'), minutesBefore: p, daysBefore: p, atTime: p }),
}

export function isTableName(name: string): name is TableName {
  return Object.hasOwn(tables, name)
}
/** Field of a table by the name the log uses, or undefined. */
export function fieldOf(table: TableName, property: string): FieldMeta | undefined {
  return tables[table].find((field) => field.property === property)
}
