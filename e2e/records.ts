// Records a scenario starts from, made through the core as a window would make them, with their days given.
import type { ActivityValues } from '../src-shared/contract/activities.ts'
import { activityWith, newContact, whenOn } from '../build/test-records.ts'
import type { Program } from './program.ts'

export interface Who {
  me: string
  types: Map<string, string>
}

/** Who works here, and the shipped types by their builtin names. */
export async function whoAndTypes(program: Program): Promise<Who> {
  const { settings, lists } = await program.api().ask('settings.get', {})
  if (settings.me === null) throw new Error('nobody works here')
  return { me: settings.me, types: new Map(lists.types.map((type) => [type.builtin ?? type.id, type.id])) }
}

export async function createCompany(program: Program, name: string, mail?: string): Promise<string> {
  const points = mail === undefined ? [] : [{ id: null, kind: 'mail' as const, label: '', value: mail }]
  const made = await program.api().ask('contact.create', newContact({ relation: 'customer', name, points }))
  return made.id
}

/** An open call of 30 minutes unless told otherwise. */
export async function createActivity(
  program: Program,
  who: Who,
  values: { subject: string; on: string; time?: string | null } & Partial<ActivityValues>,
): Promise<string> {
  const { subject, on, time = '10:00', ...rest } = values
  const made = await program.api().ask(
    'activity.create',
    activityWith({
      typeId: who.types.get('call') ?? [...who.types.values()][0] ?? '',
      subject,
      ownerId: who.me,
      when: whenOn(on, time, time === null ? null : 30),
      ...rest,
    }),
  )
  return made.id
}

/** Day and time of activities now, by subject. */
export async function datesOf(program: Program, ids: string[]): Promise<Record<string, string>> {
  const { rows } = await program.api().ask('activity.rows', { ids })
  return Object.fromEntries(
    rows.map((row) => [row.subject, `${row.when.on}${row.when.time === null ? '' : ` ${row.when.time}`}`]),
  )
}

export async function createPerson(
  program: Program,
  person: { givenName: string; familyName: string; mail?: string; employerId: string | null },
): Promise<string> {
  const { mail, ...names } = person
  const points = mail === undefined ? [] : [{ id: null, kind: 'mail' as const, label: '', value: mail }]
  const made = await program.api().ask('contact.create', newContact({ kind: 'person', relation: 'customer', ...names, points }))
  return made.id
}
