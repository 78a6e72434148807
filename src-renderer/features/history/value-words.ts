// A field's name and its values before and after, as people read them (HIS-1): names for references, dates in the user's format, words for codes.
import type { FieldChange } from '../../../src-shared/contract/history.ts'
import type { Formats } from '../../ui/format/use-format.ts'

export interface WordSource {
  /** Words of a key, or null where there are none. */
  say(key: string): string | null
  format: Pick<Formats, 'exactDay' | 'exactInstant' | 'wall' | 'duration' | 'number'>
  /** Names of weekdays, Monday first. */
  days: readonly string[]
  typeName(id: string): string
  resultName(id: string): string
  tagName(id: string): string
  userName(id: string): string
  /** A rule of recurrence (RFC 5545). */
  rule(text: string): string
}

const dayFields = new Set(['startsOn', 'endsOn', 'birthday', 'anniversary', 'fromOn', 'untilOn', 'onDay'])
const instantFields = new Set(['createdAt', 'endedAt', 'binnedAt', 'sentAt', 'takenInAt'])
const wallFields = new Set(['closedAt', 'happenedAt'])
const minuteFields = new Set(['durationMinutes', 'defaultMinutes'])
const codeKeys: Record<string, string> = {
  state: 'lists.states', priority: 'lists.priorities', relation: 'lists.relations', direction: 'lists.directions', meaning: 'settings.meanings',
  offDays: 'activityParts.recurrence.off', icon: 'settings.icons',
}
const settingKeys: Record<string, string> = {
  language: 'settings.languages', theme: 'settings.themes', textSize: 'settings.textSizes', dateFormat: 'settings.dateFormats', numberFormat: 'settings.numberFormats',
  firstPlace: 'settings.firstPlaces', mailAttach: 'settings.answers', mailUnderCustomer: 'settings.answers',
}

/** `contact.relation` as `Relación`; the key where no word is known. */
export function fieldName(table: string, field: string, recordId: string, words: WordSource): string {
  if (table === 'setting') return words.say(`settings.keys.${recordId}`) ?? recordId
  return words.say(`history.fields.${field}`) ?? words.say(`fields.${field}`) ?? field
}

export function tableName(table: string, words: WordSource): string {
  return words.say(`history.tables.${table}`) ?? table
}

type Hours = { from: string; to: string }[]
const isHours = (value: unknown): value is Hours => Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null && 'from' in one && 'to' in one)

/** What a value says; an empty one gives an empty text. */
export function valueWords(change: Pick<FieldChange, 'table' | 'field' | 'recordId'>, value: unknown, name: string | null, words: WordSource): string {
  if (value === null || value === undefined || value === '') return ''
  const { table, field } = change
  const code = (key: string): string => words.say(`${key}.${String(value)}`) ?? String(value)
  if (typeof value === 'boolean') return words.say(value ? 'shell.yes' : 'shell.no') ?? String(value)
  if (table === 'setting') return settingWords(change.recordId, value, words)
  if (field === 'typeId') return words.typeName(String(value)) || (name ?? '')
  if (field === 'resultId') return words.resultName(String(value)) || (name ?? '')
  if (field === 'tagId') return words.tagName(String(value)) || (name ?? '')
  if (field === 'actionId' && name !== null) return builtinWords('action', name, words)
  if (name !== null) return name
  if (typeof value === 'number' && instantFields.has(field)) return words.format.exactInstant(value)
  if (typeof value === 'number' && minuteFields.has(field)) return words.format.duration(value)
  if (typeof value === 'string' && dayFields.has(field)) return words.format.exactDay(value)
  if (typeof value === 'string' && wallFields.has(field)) return words.format.wall(value)
  if (field === 'kind') return words.say(table === 'contact' ? `lists.kinds.${String(value)}` : `fields.${String(value)}`) ?? String(value)
  if (field === 'builtin') return builtinWords(table, String(value), words)
  if (table === 'mail' && field === 'state') return code('imports.where')
  if (table === 'session_item' && field === 'state') return code('next.session.was')
  if (table === 'series' && field === 'rule') return words.rule(String(value))
  if (codeKeys[field]) return code(codeKeys[field])
  if (isHours(value)) return hoursWords(value)
  if (field === 'hours' && Array.isArray(value)) return value.map((hours, day) => `${words.days[day] ?? ''}: ${isHours(hours) && hours.length > 0 ? hoursWords(hours) : '–'}`).join('; ')
  if (typeof value === 'number') return words.format.number(value)
  return typeof value === 'string' ? value : listWords(value)
}

function settingWords(key: string, value: unknown, words: WordSource): string {
  if (settingKeys[key]) return words.say(`${settingKeys[key]}.${String(value)}`) ?? String(value)
  if (key === 'me') return words.userName(String(value)) || String(value)
  if (key === 'closingResult') return words.resultName(String(value)) || String(value)
  if (key === 'weekStart' && typeof value === 'number') return words.days[value - 1] ?? String(value)
  if (key === 'workingDays' && Array.isArray(value)) return value.flatMap((isOn, at) => (isOn === true ? [words.days[at] ?? ''] : [])).join(', ')
  if (key === 'holidayRegions' && Array.isArray(value)) return value.map((one) => words.say(`holidays.regions.${String(one)}`) ?? String(one)).join(', ')
  if (key === 'urgencyRules' && Array.isArray(value)) return value.map((rule: { kind?: unknown }) => words.say(`urgency.kinds.${String(rule.kind)}`) ?? '').join(', ')
  if (key === 'stateNames' && typeof value === 'object' && value !== null) return Object.values(value).join(', ')
  if (isHours(value)) return hoursWords(value)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : listWords(value)
}

const hoursWords = (hours: Hours): string => hours.map(({ from, to }) => `${from}–${to}`).join(', ')

/** What a record is called; entries that came with the program are named in the window's language. */
export function recordTitle(record: Pick<RecordChanges, 'table' | 'recordName'>, words: WordSource): string {
  if (record.table === 'setting') return ''
  return ['activity_type', 'result', 'reason', 'tag', 'action', 'saved_view'].includes(record.table) ? builtinWords(record.table, record.recordName, words) : record.recordName
}

function builtinWords(table: string, key: string, words: WordSource): string {
  const lists: Record<string, string> = { activity_type: 'types', result: 'results', reason: 'reasons', tag: 'tags', action: 'actions', saved_view: 'views' }
  return words.say(`lists.${lists[table] ?? table}.${key}`) ?? key
}

/** Lists and small records without signs that only programs read. */
function listWords(value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => (typeof one === 'object' ? listWords(one) : String(one))).join(', ')
  if (value !== null && typeof value === 'object') return Object.entries(value).map(([key, one]) => `${key}: ${typeof one === 'object' ? listWords(one) : String(one)}`).join('; ')
  return String(value)
}

export interface RecordChanges {
  key: string
  table: string
  recordId: string
  recordName: string
  kind: FieldChange['kind']
  fields: FieldChange[]
}

/** The fields of each record together, in the order in which the records were changed. */
export function byRecord(changes: readonly FieldChange[]): RecordChanges[] {
  const groups = new Map<string, RecordChanges>()
  for (const change of changes) {
    const key = `${change.changeId}`
    let group = groups.get(key)
    if (!group) groups.set(key, (group = { key, table: change.table, recordId: change.recordId, recordName: change.recordName, kind: change.kind, fields: [] }))
    group.fields.push(change)
  }
  return [...groups.values()]
}
