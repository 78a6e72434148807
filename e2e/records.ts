// Records a scenario starts from, made through the core as a window would make them, with their days given.
import type { ActivityValues } from '../src-shared/contract/activities.ts'
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
  const made = await program.api().ask('contact.create', {
    kind: 'company',
    relation: 'customer',
    name,
    givenName: '',
    familyName: '',
    taxId: null,
    taxCountry: 'ES',
    ownerId: null,
    notes: '',
    birthday: null,
    anniversary: null,
    points: mail === undefined ? [] : [{ id: null, kind: 'mail', label: '', value: mail }],
    addresses: [],
    tagIds: [],
    employerId: null,
    jobTitle: '',
  })
  return made.id
}

/** An open call of 30 minutes unless told otherwise. */
export async function createActivity(
  program: Program,
  who: Who,
  values: { subject: string; on: string; time?: string | null } & Partial<ActivityValues>,
): Promise<string> {
  const { subject, on, time = '10:00', ...rest } = values
  const made = await program.api().ask('activity.create', {
    typeId: who.types.get('call') ?? [...who.types.values()][0] ?? '',
    subject,
    companyId: null,
    personId: null,
    ownerId: who.me,
    state: 'planned',
    priority: 1,
    direction: null,
    place: '',
    notes: '',
    tagIds: [],
    followsId: null,
    resultId: null,
    closedAt: null,
    cancelReason: null,
    when: { on, time, durationMinutes: time === null ? null : 30, until: null, zone: 'Europe/Madrid' },
    ...rest,
  })
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
  const made = await program.api().ask('contact.create', {
    kind: 'person',
    relation: 'customer',
    name: '',
    givenName: person.givenName,
    familyName: person.familyName,
    taxId: null,
    taxCountry: 'ES',
    ownerId: null,
    notes: '',
    birthday: null,
    anniversary: null,
    points: person.mail === undefined ? [] : [{ id: null, kind: 'mail', label: '', value: person.mail }],
    addresses: [],
    tagIds: [],
    employerId: person.employerId,
    jobTitle: '',
  })
  return made.id
}
