// What the search box offers: hits, ways to the lists behind them and commands, as rows of groups; and what each does.
import type { Router } from 'vue-router'
import type { ActivityHit, ContactHit, HitGroup, MailHit, MarkedText, RecentHit, SearchAnswer, SearchGroup } from '../../../src-shared/contract/search.ts'
import type { Formats } from '../format/use-format.ts'
import type { useSettings } from '../stores/settings.store.ts'
import { say } from '../words/i18n.ts'
import { commands } from './commands.ts'
import { openInWindow } from './open-window.ts'
import { openList } from './open-list.ts'
import { places, settingsPlace } from './places.ts'
import { noteOpened } from './use-search.ts'
import { rangesOf } from './word-ranges.ts'

export interface Offer {
  id: string
  title: MarkedText
  detail: MarkedText
  snippet: MarkedText | null
  icon: string
  color?: string
  /** At the right: a date, or keys. */
  end: string
  run: (inWindow: boolean) => Promise<void> | void
}
export interface OfferGroup {
  key: SearchGroup | 'recent' | 'commands'
  offers: Offer[]
}
export interface OfferPlace {
  router: Router
  settings: ReturnType<typeof useSettings>
  format: Formats
}

const plain = (text: string): MarkedText => ({ text, hits: [] })
const windowOf = { contacts: 'contact', activities: 'activity', mails: 'mail' } as const
const pathOf = { contacts: '/contacts', activities: '/activities', mails: '/mail' } as const

const opener = (place: OfferPlace, group: SearchGroup, id: string) => async (inWindow: boolean): Promise<void> => {
  noteOpened(group, id)
  if (inWindow) await openInWindow(windowOf[group], id)
  else await place.router.push(`${pathOf[group]}/${id}`)
}

const contactOffer = (place: OfferPlace, hit: ContactHit): Offer => ({
  id: hit.id, title: hit.name, detail: hit.detail, snippet: null, icon: hit.kind === 'company' ? 'domain' : 'account', end: '', run: opener(place, 'contacts', hit.id),
})
function activityOffer(place: OfferPlace, hit: ActivityHit): Offer {
  const type = place.settings.types.get(hit.typeId)
  const day = place.format.day(hit.on)
  return {
    id: hit.id, title: hit.subject, detail: plain(hit.contactName), snippet: hit.snippet, icon: type?.icon ?? 'calendar', color: type?.color ?? '',
    end: hit.state === 'planned' ? `${day}${hit.time === null ? '' : ` ${hit.time}`}` : `${day} · ${say(`lists.states.${hit.state}`)}`, run: opener(place, 'activities', hit.id),
  }
}
const mailOffer = (place: OfferPlace, hit: MailHit): Offer => ({
  id: hit.id, title: hit.subject.text === '' ? plain(say('mail.noSubject')) : hit.subject, detail: hit.from, snippet: hit.snippet,
  icon: hit.direction === 'in' ? 'email-open-outline' : 'email-outline', end: place.format.instant(hit.at), run: opener(place, 'mails', hit.id),
})

/** The way to everything that was found, where the box shows only a part of it. */
function allOffer(place: OfferPlace, group: SearchGroup, { total, isMore, hits }: HitGroup<unknown>, text: string): Offer[] {
  if (total <= hits.length && !isMore) return []
  const count = { n: place.format.number(total), place: say(`shell.places.${group === 'mails' ? 'mail' : group}`) }
  return [
    {
      id: `all-${group}`, title: plain(say(isMore ? 'search.allMore' : 'search.all', count)), detail: plain(''), snippet: null, icon: 'arrow-right', end: '',
      run: async () => {
        if (group === 'mails') await place.router.push({ path: '/mail', query: { text } })
        else openList(place.router, group, { filter: group === 'activities' ? { done: 'all', text } : { text } })
      },
    },
  ]
}

function commandOffers(place: OfferPlace, text: string): Offer[] {
  const known: Offer[] = [
    ...[...commands.values()]
      .filter((one) => one.when?.() ?? true)
      .map((one) => ({ id: one.id, title: plain(one.id.startsWith('create.') ? `${say('shell.create')}: ${say(one.words)}` : say(one.words)), icon: one.icon, end: one.keys ?? '', run: () => one.run() })),
    ...[...places, settingsPlace].map((to) => ({
      id: to.path, title: plain(say('shell.goTo', { place: say(to.words) })), icon: to.icon, end: '', run: async () => void (await place.router.push(to.path)),
    })),
  ].map((one) => ({ detail: plain(''), snippet: null, ...one }))
  return known
    .map((one) => ({ ...one, title: { text: one.title.text, hits: rangesOf(one.title.text, text) } }))
    .filter((one) => text.trim() === '' || one.title.hits.length > 0)
}

const recentOffer = (place: OfferPlace, one: RecentHit): Offer =>
  one.group === 'contacts' ? contactOffer(place, one.hit) : one.group === 'activities' ? activityOffer(place, one.hit) : mailOffer(place, one.hit)

export function offerGroups(place: OfferPlace, text: string, answer: SearchAnswer | null, recent: RecentHit[]): OfferGroup[] {
  const groups: OfferGroup[] = []
  if (text === '') groups.push({ key: 'recent', offers: recent.map((one) => recentOffer(place, one)) })
  else if (answer) {
    const { contacts, activities, mails } = answer
    groups.push(
      { key: 'contacts', offers: [...contacts.hits.map((hit) => contactOffer(place, hit)), ...allOffer(place, 'contacts', contacts, text)] },
      { key: 'activities', offers: [...activities.hits.map((hit) => activityOffer(place, hit)), ...allOffer(place, 'activities', activities, text)] },
      { key: 'mails', offers: [...mails.hits.map((hit) => mailOffer(place, hit)), ...allOffer(place, 'mails', mails, text)] },
    )
  }
  groups.push({ key: 'commands', offers: commandOffers(place, text) })
  return groups.filter(({ offers }) => offers.length > 0)
}
