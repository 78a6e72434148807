// Which form a draft belongs to.
import { expect, test } from 'vitest'
import { placeOfDraft } from './offer-drafts.ts'

test.each([
  ['activity-form:new', { dialog: 'activity-form', id: null }],
  ['activity-form:a1', { dialog: 'activity-form', id: 'a1' }],
  ['contact:new', { dialog: 'contact-form', id: null }],
  ['contact:new:person:c1', { dialog: 'contact-form', id: null }],
  ['contact:c1', { dialog: 'contact-form', id: 'c1' }],
  ['note:c1', { dialog: 'note-form', contactId: 'c1' }],
  ['quick-note:c1', { path: '/contacts/c1' }],
  ['note-edit:n1', null],
  ['nonsense', null],
  ['contact:', null],
])('%s', (key, place) => expect(placeOfDraft(key)).toEqual(place))
