// What the first screen needs, asked before the interface is loaded, so that the core answers while the browser reads scripts.
import { ask } from './bridge/bridge.ts'
import { offerFirstRows } from './ui/data-list/first-rows.ts'
import { offerEarlySettings, offerEarlyUrgency } from './ui/stores/early-settings.ts'

/** Starts the questions and leaves their answers where the stores look for them once. */
export function askEarly(): void {
  // The router reads this as its module is evaluated. Where nothing stands it throws inside, and the engine parses all of the interface once more to say where.
  sessionStorage['vue-router:scroll'] ??= '{}'
  const state = ask('app.state', {})
  const settings = ask('settings.get', {})
  offerEarlySettings({ state, settings })
  const route = location.hash.slice(1).split('?')[0]
  if (route !== '' && route !== '/' && route !== '/activities') return
  offerEarlyUrgency(ask('urgency.now', {}))
  const views = ask('view.list', { list: 'activities' })
  const first = ask('activity.first', { filter: { done: 'open', owners: ['me'] }, sort: { by: 'date', descending: false }, limit: 60 })
  offerFirstRows('activities', { filter: { done: 'open', owners: ['me'] }, sort: { by: 'date', descending: false }, views, first })
}
