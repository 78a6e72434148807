// The next contact: what is due, sessions, rhythm, the load of a day (NXT). Core thread.
import { wallOf } from '../../src-shared/domain/local-time.ts'
import type { ContactFilter } from '../../src-shared/contract/contacts.ts'
import type { Core, HandlersOf } from './core.ts'
import { selectedRows } from './list-service.ts'

const mostInSession = 1000

type NextHandlers = HandlersOf<'next' | 'rhythm' | 'session'> & Pick<HandlersOf<'activity'>, 'activity.load'> & Pick<HandlersOf<'contact'>, 'contact.coolingOff'>

export function nextHandlers(core: Core): NextHandlers {
  const here = async () => {
    const { country, weekStart } = await core.settings()
    return { now: { ...wallOf(core.ports.clock.now(), await core.zone()), weekStart }, country }
  }
  const resolved = async (filter: ContactFilter): Promise<ContactFilter> =>
    filter.owners?.includes('me') ? { ...filter, owners: await Promise.all(filter.owners.map((owner) => (owner === 'me' ? core.me() : owner))) } : filter
  return {
    'activity.load': (input) => core.read('activity.load', input),
    'next.counts': async ({ filter }) =>
      core.read('next.counts', { filter: await resolved(filter), ...(await here()), ...(filter.urgent === true ? { urgency: await core.urgency() } : {}) }, 'long'),
    'contact.coolingOff': async ({ owner, limit }) => {
      const { lines, ...counts } = await core.read('contact.coolingOff', { owner: owner === 'me' ? await core.me() : owner, today: await core.today(), limit })
      return { ...counts, contacts: lines.rows }
    },
    'rhythm.setContacts': async ({ selection, days }) => {
      const { value, changeSetId } = await core.write('rhythm.set', { contactRows: await selectedRows(core, 'contacts', selection), tagId: null, days })
      return { changed: value.changed, changeSetId }
    },
    'rhythm.setTag': async ({ tagId, days }) => {
      const { value, changeSetId } = await core.write('rhythm.set', { contactRows: [], tagId, days })
      return { changed: value.changed, changeSetId }
    },
    'rhythm.tags': async () => ({ tags: await core.read('rhythm.tags', null) }),
    'session.create': async ({ selection, name }) => {
      const rows = await selectedRows(core, 'contacts', selection)
      const taken = rows.slice(0, mostInSession)
      const { value } = await core.write('session.create', { name, contactRows: taken })
      return { id: value.id, total: taken.length, left: rows.length - taken.length }
    },
    'session.list': async () => ({ sessions: await core.read('session.list', { me: await core.me() }) }),
    'session.get': (input) => core.read('session.get', input),
    'session.card': async ({ contactId }) => core.read('session.card', { contactId, now: (await here()).now }),
    'session.step': async ({ record, ...input }) => {
      const zone = await core.zone()
      const { value, changeSetId } = await core.write('session.step', { ...input, record: record === null ? null : { ...record, zone } })
      return { ...value, changeSetId }
    },
    'session.skip': async (input) => ({ changeSetId: (await core.write('session.skip', input)).changeSetId }),
    'session.end': async (input) => ({ changeSetId: (await core.write('session.end', input)).changeSetId }),
  }
}
