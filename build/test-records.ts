// Values of records for tests: whole and ordinary, with nothing filled in, so that a test names only what it is about.
import type { ActivityValues } from '../src-shared/contract/activities.ts'
import type { ContactValues } from '../src-shared/contract/contacts.ts'
import type { CallInput } from '../src-shared/contract/index.ts'
import type { When } from '../src-shared/domain/local-time.ts'

/** A company that is a lead, unless told otherwise. */
export const contactWith = (values: Partial<ContactValues>): ContactValues => ({
  kind: 'company',
  relation: 'lead',
  name: '',
  givenName: '',
  familyName: '',
  taxId: null,
  taxCountry: 'ES',
  ownerId: null,
  notes: '',
  birthday: null,
  anniversary: null,
  points: [],
  addresses: [],
  tagIds: [],
  ...values,
})

/** What `contact.create` is asked with: as above, working for nobody unless told otherwise. */
export const newContact = ({
  employerId = null,
  jobTitle = '',
  ...values
}: Partial<CallInput<'contact.create'>>): CallInput<'contact.create'> => ({
  ...contactWith(values),
  employerId,
  jobTitle,
})

/** A planned activity of ordinary priority, with nobody and following nothing unless told otherwise. */
export const activityWith = (
  values: Pick<ActivityValues, 'typeId' | 'subject' | 'ownerId' | 'when'> & Partial<ActivityValues>,
): ActivityValues => ({
  companyId: null,
  personId: null,
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
  ...values,
})

/** A day alone, or a time of a day in Madrid with its minutes. */
export const whenOn = (on: string, time: string | null = null, durationMinutes: number | null = null): When => ({
  on,
  time,
  durationMinutes,
  until: null,
  zone: 'Europe/Madrid',
})
