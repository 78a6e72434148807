// Reminders (ACT-16): a look at what is due at least once a minute over the Clock port, told to the desktop where the host can and to the windows else.
// Core thread. Must stay true: each firing is shown once, by whatever way comes first; what was missed while the program or the laptop slept is shown
// at the next look; no timer is trusted with a date, so that neither sleep nor a changed clock loses or doubles one.
import type { DueReminder } from '../../src-shared/contract/reminders.ts'
import { wallOf } from '../../src-shared/domain/local-time.ts'
import type { StoredReminder } from '../store/queries/activity-part-queries.ts'
import type { Core, HandlersOf } from './core.ts'

const tickMs = 20_000
const minuteMs = 60_000

export interface Reminders {
  handlers: HandlersOf<'reminder'>
  /** One look; called by the timer, and by specs that move the clock. Resolves to the firings that nobody has shown yet. */
  look(): Promise<DueReminder[]>
  start(): void
  stop(): void
}

const told = ({ id, key, activity: { row: _row, ...activity } }: StoredReminder): DueReminder => ({ id, key, activity })

/** `whenOpen` runs a look while the store is open and not being exchanged, and passes it over otherwise. */
export function createReminders(core: Core, whenOpen: (work: () => Promise<unknown>) => Promise<unknown>): Reminders {
  let timer: ReturnType<typeof setTimeout> | undefined
  let before = ''
  /** Claims come one after another: what the first is given, the second does not see. */
  let claiming: Promise<unknown> = Promise.resolve()

  const due = async (): Promise<StoredReminder[]> => {
    const { me } = await core.settings()
    if (me === null) return []
    const now = core.ports.clock.now()
    const wall = wallOf(now, await core.zone())
    return core.read('reminder.due', { now, wall: `${wall.on}T${wall.time}`, me })
  }
  const claim = (): Promise<StoredReminder[]> => {
    const mine = claiming.then(async () => {
      const fresh = (await due()).filter(({ isShown }) => !isShown)
      if (fresh.length > 0) await core.store().markReminders(fresh.map(({ row, key }) => ({ row, kind: 'shown', key })))
      return fresh
    })
    claiming = mine.catch(() => null)
    return mine
  }
  const changed = (): void => core.ports.notify({ name: 'remindersChanged', data: {} }, null)

  const look = async (): Promise<DueReminder[]> => {
    const all = await due()
    const fresh = all.filter(({ isShown }) => !isShown)
    const state = JSON.stringify(all.map(({ id, key }) => [id, key]))
    if (fresh.length > 0 && core.ports.shell.showsReminders) {
      for (const reminder of await claim()) core.ports.shell.showReminder(noteOf(reminder), changed)
    }
    if (fresh.length > 0 || state !== before) changed()
    before = state
    return fresh.map(told)
  }
  /** Without words: the subject, and who and when below it. */
  const noteOf = ({ id, key, activity }: StoredReminder): { tag: string; title: string; body: string; activityId: string } => ({
    tag: `${id}.${key}`, title: activity.subject, activityId: activity.id,
    body: [activity.when.time ?? activity.when.on, activity.companyName, activity.personName].filter((part) => part !== null && part !== '').join(' · '),
  })

  const tick = (inMs: number): void => {
    timer = setTimeout(() => {
      whenOpen(look).catch((error: unknown) => core.ports.log.error('reminders', error)).finally(() => tick(tickMs))
    }, inMs)
    timer.unref()
  }

  return {
    look,
    start: () => tick(1500),
    stop: () => clearTimeout(timer),
    handlers: {
      'reminder.due': async () => ({ reminders: (await due()).map(told) }),
      'reminder.claim': async () => ({ reminders: (await claim()).map(told) }),
      'reminder.snooze': async ({ ids, until }) => {
        const rows = await core.read('reminder.rows', { ids })
        const now = core.ports.clock.now()
        const moment = (startsUtc: number | null): number =>
          until !== 'before' ? until : startsUtc === null ? now + 10 * minuteMs : Math.max(startsUtc - 5 * minuteMs, now + minuteMs)
        await core.store().markReminders(rows.map(({ row, startsUtc }) => ({ row, kind: 'snoozed', until: moment(startsUtc) })))
        changed()
        return null
      },
      'reminder.dismiss': async ({ ids }) => {
        const rows = await core.read('reminder.rows', { ids })
        await core.store().markReminders(rows.map(({ row, key }) => ({ row, kind: 'handled', key })))
        changed()
        return null
      },
    },
  }
}
