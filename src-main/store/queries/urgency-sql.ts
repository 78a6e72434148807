// The filter "urgent" in SQL (SET-6): the same rules as src-shared/domain/urgency.ts, each found by an index of its own. Runs on a reader's thread.
// `owesAnswer` is the one fact that only the store knows: the last contact is a mail that came in.
import type { ActiveRule, UrgencyNow } from '../../../src-shared/domain/urgency.ts'
import type { ReadStore } from '../read-store.ts'

interface Clause {
  sql: string
  parameters: unknown[]
}

const json = (values: readonly unknown[]): string => JSON.stringify(values)
const emailType = `(SELECT row_id FROM activity_type WHERE builtin = 'email')`

/** Of an activity `a`: a mail that came in, which is still the last contact with its sender. */
export const activityOwesAnswer = `(a.direction IS 'in' AND a.state = 'done' AND a.type_row = ${emailType}
  AND (SELECT c.last_contact_at FROM contact c WHERE c.row_id = ifnull(a.person_row, a.company_row)) = a.sort_key)`

const ofContact = (
  column: string,
): string => `EXISTS (SELECT 1 FROM activity x WHERE x.${column} = c.row_id AND x.sort_key = c.last_contact_at
  AND +x.direction = 'in' AND +x.state = 'done' AND x.binned_at IS NULL AND +x.type_row = ${emailType})`

/** Of a contact `c`. The pluses keep the planner on the index of the contact's own activities. */
export const contactOwesAnswer = `(c.last_contact_at IS NOT NULL AND CASE c.kind WHEN 'company' THEN ${ofContact('contact_row')} ELSE ${ofContact('person_row')} END)`

/** What an activity `a` must be to miss one of the rules, and rows by indexes alone among which all that do are. Null where no rule is about activities. */
export function urgentActivities({ rules }: UrgencyNow): { where: Clause; rows: Clause } | null {
  const conditions: Clause[] = []
  const sources: Clause[] = []
  const types = (rule: Extract<ActiveRule, { kind: 'notDone' }>, column: string): Clause =>
    rule.typeIds.length === 0
      ? { sql: '', parameters: [] }
      : {
          sql: ` AND ${column} IN (SELECT row_id FROM activity_type WHERE id IN (SELECT value FROM json_each(?)))`,
          parameters: [json(rule.typeIds)],
        }
  for (const rule of rules) {
    if (rule.kind === 'priority') {
      conditions.push({ sql: 'a.is_open = 1 AND a.priority >= ?', parameters: [rule.atLeast] })
      sources.push({
        sql: 'SELECT row_id FROM activity INDEXED BY activity_open_priority WHERE is_open = 1 AND priority >= ?',
        parameters: [rule.atLeast],
      })
    } else if (rule.kind === 'notDone') {
      const ofTypes = types(rule, 'a.type_row')
      conditions.push({
        sql: `a.is_open = 1 AND a.sort_key < ? AND ifnull(a.ends_on, a.starts_on) || 'T' < ?${ofTypes.sql}`,
        parameters: [rule.before, rule.before, ...ofTypes.parameters],
      })
      const few = types(rule, 'type_row')
      sources.push({
        sql: `SELECT row_id FROM activity INDEXED BY ${rule.typeIds.length === 0 ? 'activity_open' : 'activity_open_type'} WHERE is_open = 1 AND sort_key < ?${few.sql}`,
        parameters: [rule.before, ...few.parameters],
      })
    } else if (rule.kind === 'unanswered') {
      conditions.push({
        sql: `a.binned_at IS NULL AND a.sort_key >= ? AND a.sort_key < ? AND ${activityOwesAnswer}`,
        parameters: [rule.from, rule.before],
      })
      sources.push({
        sql: `SELECT row_id FROM activity INDEXED BY activity_type_date WHERE type_row = ${emailType} AND sort_key >= ? AND sort_key < ?`,
        parameters: [rule.from, rule.before],
      })
    }
  }
  if (conditions.length === 0) return null
  return {
    where: {
      sql: `(${conditions.map(({ sql }) => `(${sql})`).join(' OR ')})`,
      parameters: conditions.flatMap(({ parameters }) => parameters),
    },
    rows: {
      sql: sources.map(({ sql }) => sql).join(' UNION ALL '),
      parameters: sources.flatMap(({ parameters }) => parameters),
    },
  }
}

/** What a contact `c` must be to miss one of the rules, and the integer keys of all that do (some twice), by indexes. Null where no rule is about contacts. */
export function urgentContacts(read: ReadStore, { rules }: UrgencyNow): { where: Clause; rows: Clause } | null {
  const conditions: Clause[] = []
  for (const rule of rules) {
    if (rule.kind === 'untouched') {
      const relations = rule.relations.length === 0 ? '' : ' AND +c.relation IN (SELECT value FROM json_each(?))'
      const tags =
        rule.tagIds.length === 0
          ? []
          : read.pluck<number>('SELECT row_id FROM tag WHERE id IN (SELECT value FROM json_each(?))', [
              json(rule.tagIds),
            ])
      const tagged =
        rule.tagIds.length === 0
          ? ''
          : ` AND c.row_id IN (SELECT contact_row FROM contact_tag WHERE tag_row IN (SELECT value FROM json_each(?)))`
      conditions.push({
        sql: `c.last_sort < ? AND (c.last_sort > '' OR c.created_at < ?) AND c.binned_at IS NULL${relations}${tagged}`,
        parameters: [
          rule.before,
          Date.parse(`${rule.before}00:00Z`),
          ...(relations === '' ? [] : [json(rule.relations)]),
          ...(tagged === '' ? [] : [json(tags)]),
        ],
      })
    } else if (rule.kind === 'unanswered') {
      conditions.push({
        sql: `c.last_sort >= ? AND c.last_sort < ? AND c.binned_at IS NULL AND ${contactOwesAnswer}`,
        parameters: [rule.from, rule.before],
      })
    }
  }
  if (conditions.length === 0) return null
  const parameters = conditions.flatMap((one) => one.parameters)
  return {
    where: { sql: `(${conditions.map(({ sql }) => `(${sql})`).join(' OR ')})`, parameters },
    rows: {
      sql: conditions
        .map(({ sql }) => `SELECT c.row_id FROM contact c INDEXED BY contact_last WHERE ${sql}`)
        .join(' UNION ALL '),
      parameters,
    },
  }
}
