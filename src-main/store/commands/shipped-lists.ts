// What a new store ships with. `builtin` names an entry; its words come from the locale until the user gives it a name.

export const shippedTypes = [
  { builtin: 'call', icon: 'phone', color: '#2563eb', defaultMinutes: 15, inCalendar: true, isPrivate: false },
  { builtin: 'visit', icon: 'map-marker', color: '#0f766e', defaultMinutes: 60, inCalendar: true, isPrivate: false },
  { builtin: 'email', icon: 'email', color: '#7c3aed', defaultMinutes: 10, inCalendar: false, isPrivate: false },
  { builtin: 'meeting', icon: 'account-group', color: '#b45309', defaultMinutes: 60, inCalendar: true, isPrivate: false },
  { builtin: 'demo', icon: 'presentation', color: '#be185d', defaultMinutes: 60, inCalendar: true, isPrivate: false },
  { builtin: 'fair', icon: 'store', color: '#4d7c0f', defaultMinutes: null, inCalendar: true, isPrivate: false },
  { builtin: 'web', icon: 'web', color: '#0369a1', defaultMinutes: 10, inCalendar: false, isPrivate: false },
  { builtin: 'letter', icon: 'email-outline', color: '#57534e', defaultMinutes: 15, inCalendar: false, isPrivate: false },
  { builtin: 'fax', icon: 'fax', color: '#57534e', defaultMinutes: 5, inCalendar: false, isPrivate: false },
  { builtin: 'sms', icon: 'message-text', color: '#0e7490', defaultMinutes: 5, inCalendar: false, isPrivate: false },
  { builtin: 'internal', icon: 'home-city', color: '#475569', defaultMinutes: 30, inCalendar: true, isPrivate: true },
  { builtin: 'other', icon: 'dots-horizontal', color: '#64748b', defaultMinutes: 30, inCalendar: true, isPrivate: false },
]

export const shippedResults = [
  { builtin: 'sale', icon: 'cart', color: '#15803d', meaning: 'good' },
  { builtin: 'lost', icon: 'close', color: '#b91c1c', meaning: 'bad' },
  { builtin: 'informative', icon: 'information', color: '#475569', meaning: 'neutral' },
  { builtin: 'follow_up', icon: 'arrow-right', color: '#2563eb', meaning: 'neutral' },
  { builtin: 'positive', icon: 'thumb-up', color: '#15803d', meaning: 'good' },
  { builtin: 'negative', icon: 'thumb-down', color: '#b91c1c', meaning: 'bad' },
]

export const shippedReasons = ['customer_request', 'illness', 'no_answer', 'traffic', 'overload', 'other']

/** Actions to take (ACT-8). */
export const shippedActions = ['send_quote', 'send_information', 'call_back', 'prepare_offer', 'confirm_date']

const activityColumns = ['contact', 'type', 'subject', 'date', 'owner', 'result', 'notes', 'tags']
const contactColumns = ['name', 'relation', 'city', 'phone', 'mail', 'owner', 'last', 'next', 'tags']
const byDate = { by: 'date', descending: false }
const byName = { by: 'name', descending: false }

export const shippedViews = [
  { list: 'activities', builtin: 'my_open', spec: { filter: { done: 'open', owners: ['me'] }, sort: byDate, columns: activityColumns } },
  { list: 'activities', builtin: 'overdue', spec: { filter: { done: 'open', overdue: true }, sort: byDate, columns: activityColumns } },
  { list: 'activities', builtin: 'today', spec: { filter: { planned: { relative: 'today' } }, sort: byDate, columns: activityColumns } },
  { list: 'activities', builtin: 'all_open', spec: { filter: { done: 'open' }, sort: byDate, columns: activityColumns } },
  { list: 'activities', builtin: 'done', spec: { filter: { done: 'done' }, sort: { by: 'date', descending: true }, columns: activityColumns } },
  { list: 'activities', builtin: 'all', spec: { filter: { done: 'all' }, sort: { by: 'date', descending: true }, columns: activityColumns } },
  { list: 'contacts', builtin: 'all', spec: { filter: {}, sort: byName, columns: contactColumns } },
  { list: 'contacts', builtin: 'my_contacts', spec: { filter: { owners: ['me'] }, sort: byName, columns: contactColumns } },
  { list: 'contacts', builtin: 'customers', spec: { filter: { relations: ['customer'] }, sort: byName, columns: contactColumns } },
  { list: 'contacts', builtin: 'leads', spec: { filter: { relations: ['lead'] }, sort: byName, columns: contactColumns } },
  { list: 'contacts', builtin: 'nothing_scheduled', spec: { filter: { nothingScheduled: true }, sort: { by: 'last', descending: false }, columns: contactColumns } },
]
