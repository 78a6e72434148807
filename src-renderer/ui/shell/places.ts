// The places of the navigation rail. Later areas add theirs here.
export interface Place {
  path: string
  /** Key of the words. */
  words: string
  icon: string
}

export const places: Place[] = [
  { path: '/today', words: 'shell.places.today', icon: 'weather-sunny' },
  { path: '/activities', words: 'shell.places.activities', icon: 'format-list-checks' },
  { path: '/calendar', words: 'shell.places.calendar', icon: 'calendar' },
  { path: '/contacts', words: 'shell.places.contacts', icon: 'account-multiple' },
  { path: '/next', words: 'shell.places.next', icon: 'calendar-arrow-right' },
  { path: '/mail', words: 'shell.places.mail', icon: 'email-outline' },
  { path: '/history', words: 'shell.places.history', icon: 'history' },
]
export const settingsPlace: Place = { path: '/settings', words: 'shell.places.settings', icon: 'cog' }
