// Wires the core: one contract in front, services behind, the store of the open profile under them. Plain Node; hosts give the ports.
import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { calls, type CallName } from '../src-shared/contract/index.ts'
import type { AppState } from '../src-shared/contract/app.ts'
import { isOrigin } from '../src-shared/contract/origin.ts'
import type { Settings } from '../src-shared/contract/settings.ts'
import { holidaysOfYear, holidayText } from '../src-shared/domain/holidays.ts'
import { localDateOf } from '../src-shared/domain/local-time.ts'
import { urgencyAt, type UrgencyNow } from '../src-shared/domain/urgency.ts'
import { createWorkingCalendar, withOwnHours } from '../src-shared/domain/working-calendar.ts'
import { KnownError, type Reply, type WireError } from '../src-shared/errors.ts'
import { FileInbox, type OfferedFile } from './files/file-inbox.ts'
import type { FirstHandlers, FurtherAreas } from './further-areas.ts'
import { Jobs } from './jobs/jobs.ts'
import { createMailParser } from './mail/mail-parser.ts'
import type { Caller, Ports } from './ports.ts'
import { activityHandlers } from './services/activity-service.ts'
import { appHandlers, startDailyBackup, type ProfileControl } from './services/app-service.ts'
import { dropUnfinished, makeBackup, proveReplaced, putInPlace, stageBackup } from './services/backups.ts'
import type { Core, Handler } from './services/core.ts'
import { ExchangeGate } from './services/exchange-gate.ts'
import { ReadMails } from './services/mail-reading.ts'
import {
  isShowingSample,
  openProfile,
  removeSample,
  sampleFolder,
  showSample,
  storeFile,
  type OpenProfile,
} from './services/profile.ts'
import { defaultSettings, holidayRules, settingsHandlers } from './services/settings-service.ts'
import { Snapshots } from './services/snapshots.ts'
import { createWindowBounds } from './services/window-bounds.ts'
import { migrationPending, openStore, proveStore } from './store/store.ts'

export interface App {
  ask(name: string, input: unknown, caller: Caller): Promise<Reply<unknown>>
  /** A file the window chose or dropped; the window gets the token only. `isOurs`: an uploaded copy in the inbox. */
  offerFile(file: { path: string; name: string; size: number; isOurs: boolean }): OfferedFile
  /** Files and folders that the system handed over; windows are told. What is not there is passed over. */
  handOver(paths: readonly string[]): Promise<void>
  /** Where a host streams an upload to. */
  placeForUpload(): string
  close(): Promise<void>
}

type Trouble = NonNullable<AppState['trouble']>
const troubles = new Set(['store_damaged', 'store_from_future', 'migration_failed', 'read_only', 'store_locked'])
/** Calls that work while the store cannot be opened. */
const worksInTrouble = new Set<CallName>([
  'app.state',
  'backup.list',
  'backup.restore',
  'sample.leave',
  'job.list',
  'window.open',
  'window.moved',
])
/** What may pass by itself or be put right outside: a window that asks how things are (its "try again") has the store opened anew. */
const passing = new Set<Trouble['code']>(['store_locked', 'read_only'])
/** Calls that exchange the store themselves. All others end on the store they began on. */
const exchanges = new Set<CallName>(['backup.restore', 'sample.leave'])
const hourMs = 60 * 60 * 1000
/** The first rows are shown by then. */
const furtherMs = 1200

export async function createApp(
  ports: Ports,
  options: { maxPages?: number; backups?: boolean; background?: boolean } = {},
): Promise<App> {
  const { profile } = ports.paths
  mkdirSync(profile, { recursive: true, mode: 0o700 })
  let open: OpenProfile | null = null
  let trouble: Trouble | null = null
  let settingsCache: Promise<Settings> | null = null
  /** The urgency rules as days of one day. */
  let urgencyCache: { on: string; value: Promise<UrgencyNow> } | null = null
  /** What the first page does not ask; loaded with the first call for any of it, or soon after the start. */
  let further: Promise<FurtherAreas> | null = null
  let isEnded = false
  /** Where in its window the call under way was asked: what it writes says so, however many steps lie between. */
  const origin = new AsyncLocalStorage<string>()
  const gate = new ExchangeGate()
  dropUnfinished(profile)

  const inbox = new FileInbox(profile)
  const openNow = async (): Promise<void> => {
    trouble = null
    try {
      await backupBeforeUpgrade(ports)
      open = await openProfile(ports, openStore, inbox, options.maxPages)
    } catch (error) {
      if (!(error instanceof KnownError) || !(troubles.has(error.code) || error.code === 'disk_full')) throw error
      ports.log.error('the store could not be opened', error)
      // On a full disk nothing can be written: what is to be done is the same.
      trouble =
        error.code === 'disk_full'
          ? { code: 'read_only', details: { path: profile } }
          : { code: error.code as Trouble['code'], details: error.details as Record<string, unknown> }
    }
  }
  const opened = (): OpenProfile => {
    if (open === null) throw new KnownError('closed', {})
    return open
  }
  const store = () => {
    if (open === null) throw new KnownError(trouble?.code ?? 'closed', (trouble?.details ?? {}) as never)
    return open.store
  }

  const core: Core = {
    ports,
    store,
    read: (name, input, lane) => store().read(name, input, lane),
    write: async (name, input, command = name, source) => {
      const userId = name === 'app.setUp' ? null : (await core.settings()).me
      const meta = { command, source: source ?? origin.getStore() ?? 'window', userId }
      const committed = await (source === undefined
        ? core.jobs.run(command, (control) => store().write(name, input, meta, control))
        : store().write(name, input, meta))
      if (committed.changeSetId !== null) {
        if ('setting' in committed.tables || 'holiday' in committed.tables) settingsCache = urgencyCache = null
        ports.notify(
          { name: 'recordsChanged', data: { changeSetId: committed.changeSetId, tables: committed.tables } },
          null,
        )
      }
      return committed
    },
    snapshots: new Snapshots(),
    jobs: new Jobs(ports.notify, ports.log, () => ports.clock.now()),
    inbox,
    vault: () => opened().vault,
    draftFiles: () => opened().draftFiles,
    parser: createMailParser({
      workerUrl: ports.paths.parseWorker,
      onFault: (name, fault) => ports.log.warn('a mail could not be read', { name, fault }),
    }),
    settings: () =>
      (settingsCache ??= core
        .read('settings.all', null)
        .then((values) => ({ ...defaultSettings, ...values }) as Settings)),
    me: async () => {
      const { me } = await core.settings()
      if (me === null) throw new KnownError('invalid', { field: 'me', rule: 'not_set_up' })
      return me
    },
    zone: async () => (await core.settings()).zone ?? ports.clock.zone(),
    urgency: async () => {
      const today = await core.today()
      if (urgencyCache?.on !== today) {
        const value = core
          .settings()
          .then(async ({ urgencyRules }) => urgencyAt(urgencyRules, today, createWorkingCalendar(await core.week())))
        urgencyCache = { on: today, value }
      }
      return urgencyCache.value
    },
    today: async () => localDateOf(ports.clock.now(), await core.zone()),
    week: async (ownerId) => {
      const settings = await core.settings()
      const rules = await holidayRules(core)
      const thisYear = Number((await core.today()).slice(0, 4))
      const holidays = new Map<string, string>()
      for (let year = thisYear - 3; year <= thisYear + 12; year += 1) {
        for (const holiday of holidaysOfYear(year, rules))
          if (!holidays.has(holiday.on)) holidays.set(holiday.on, holidayText(holiday))
      }
      const own =
        ownerId === undefined
          ? null
          : (await core.read('settings.lists', null)).users.find(({ id }) => id === ownerId)?.hours
      return withOwnHours({ workingDays: settings.workingDays, hours: settings.hours, holidays }, own)
    },
  }

  /** Where the store is that is, or should be, open. */
  const folder = (): string => open?.folder ?? (isShowingSample(profile) ? sampleFolder(profile) : profile)
  /** A store is open afterwards whatever happens: the new one, or where the exchange failed the old one. */
  const replace = (exchange: () => void | Promise<void>): Promise<void> =>
    gate.alone(async () => {
      if (isEnded) throw new KnownError('closed', {})
      await further?.then((areas) => areas.rest())
      await open?.store.close().catch((error: unknown) => ports.log.error('the store did not close cleanly', error))
      open = null
      settingsCache = urgencyCache = null
      core.snapshots.clear()
      try {
        await exchange()
      } finally {
        await openNow()
        if (further !== null) wakeImports(await further)
        ports.notify({ name: 'storeReplaced', data: {} }, null)
      }
    })
  /** Imports that were at work when the program ended go on. */
  const wakeImports = (areas: FurtherAreas): void => {
    if (open !== null && !isEnded)
      areas.wakeImports().catch((error: unknown) => ports.log.error('imports could not go on', error))
  }
  const control: ProfileControl = {
    isSample: () => open?.isSample ?? isShowingSample(profile),
    folder,
    trouble: () => trouble,
    enterSample: async (contacts) => {
      const { language } = await core.settings()
      const filling = core.jobs.list().find(({ kind, status }) => kind === 'sample' && status === 'running')
      if (filling !== undefined) return { jobId: filling.id }
      const jobId = core.jobs.start('sample', async (job) => {
        if (!existsSync(join(sampleFolder(profile), storeFile)))
          await (await import('./services/sample-service.ts')).fillSample(ports, openStore, sampleFolder(profile), { contacts, language }, job)
        if (!job.signal.aborted) await replace(() => showSample(profile, true))
      })
      return { jobId }
    },
    leaveSample: (remove) => replace(() => (remove ? removeSample(profile) : showSample(profile, false))),
    restore: async (backup) => {
      const place = folder()
      const prove = (path: string) => proveStore(path, ports.paths.storeWorker)
      const staged = await stageBackup(place, backup, prove)
      const isWhole = trouble === null
      const now = ports.clock.now()
      await replace(async () => {
        const replaced = putInPlace(place, staged, isWhole, now, ports.clock.zone())
        // Before windows look at the list again.
        if (replaced !== null)
          await proveReplaced(place, replaced, now, prove).catch((error: unknown) =>
            ports.log.error('the replaced store could not be proved', error),
          )
      })
    },
  }

  await openNow()
  const mails = new ReadMails(core)
  const activities = activityHandlers(core, mails)
  const first: FirstHandlers = {
    ...appHandlers(core, control, createWindowBounds(profile, ports.log)),
    ...settingsHandlers(core),
    ...activities,
    'urgency.now': () => core.urgency(),
  }
  const whenOpen = async (work: () => Promise<unknown>): Promise<unknown> =>
    open === null || isEnded ? null : gate.enter(work)
  const furtherAreas = (): Promise<FurtherAreas> =>
    (further ??= import('./further-areas.ts').then(({ createFurtherAreas }) => {
      const areas = createFurtherAreas(core, { activities, mails, whenOpen })
      wakeImports(areas)
      if (options.background !== false && !isEnded) areas.startReminders()
      return areas
    }))
  const handlerOf = async (name: CallName): Promise<Handler<CallName>> =>
    (name in first
      ? first[name as keyof FirstHandlers]
      : (await furtherAreas()).handlers[name as keyof FurtherAreas['handlers']]) as Handler<CallName>
  const furtherTimer = setTimeout(() => {
    furtherAreas().catch((error: unknown) => ports.log.error('a part of the program could not be loaded', error))
  }, furtherMs)
  /** One a day, looked at every hour: the program may run for weeks. Not while the store is being exchanged or in trouble. */
  const backUpDaily = (inMs: number): void => {
    setTimeout(() => {
      if (isEnded) return
      if (open !== null) startDailyBackup(core, folder())
      backUpDaily(hourMs)
    }, inMs).unref()
  }
  if (options.backups !== false) backUpDaily(5000)
  /** Looked at every hour, made once a day: see `series.extend`. */
  const extendDaily = (inMs: number): void => {
    setTimeout(() => {
      if (isEnded) return
      if (open !== null && trouble === null)
        gate.enter(async () => (await import('./services/series-service.ts')).extendSeries(core)).catch((error: unknown) => ports.log.error('series', error))
      extendDaily(hourMs)
    }, inMs).unref()
  }
  if (options.background !== false) extendDaily(8000)

  return {
    ask: async (name, input, caller) => {
      try {
        if (!Object.hasOwn(calls, name)) throw new KnownError('unknown_call', { name: name.slice(0, 100) })
        const callName = name as CallName
        if (callName === 'app.state' && trouble !== null && passing.has(trouble.code)) {
          await gate.alone(async () => {
            if (trouble !== null && !isEnded) await openNow()
          })
        }
        if (trouble !== null && !worksInTrouble.has(callName))
          throw new KnownError(trouble.code, trouble.details as never)
        const parsed = calls[callName].input.safeParse(input)
        if (!parsed.success) {
          const issues = parsed.error.issues
            .slice(0, 20)
            .map(({ path, message }) => ({ path: path.join('.'), message }))
          throw new KnownError('bad_input', { issues })
        }
        const handler = await handlerOf(callName)
        const answer = (): Promise<unknown> =>
          origin.run(isOrigin(caller.from) ? caller.from : 'window', async () => handler(parsed.data as never, caller))
        return { ok: true, value: await (exchanges.has(callName) ? answer() : gate.enter(answer)) }
      } catch (error) {
        return { ok: false, error: wireError(error, name) }
      }
    },
    offerFile: (file) => core.inbox.offer(file),
    handOver: async (paths) => {
      for (const path of paths) {
        const found = await stat(path).catch(() => null)
        if (found?.isFile() || found?.isDirectory())
          core.inbox.handOver({
            path,
            name: basename(path),
            size: found.isFile() ? found.size : 0,
            isFolder: found.isDirectory(),
          })
        else ports.log.warn('a file that was handed over is not there')
      }
      ports.notify({ name: 'filesHandedOver', data: {} }, null)
    },
    placeForUpload: () => core.inbox.placeFor(),
    close: async () => {
      isEnded = true
      clearTimeout(furtherTimer)
      await further?.then((areas) => areas.end())
      core.jobs.cancelAll()
      await core.parser.close()
      await gate.alone(async () => {
        await open?.store.close()
        open = null
      })
    },
  }

  function wireError(error: unknown, name: string): WireError {
    if (error instanceof KnownError) return { code: error.code, details: error.details } as WireError
    const reference = randomUUID().slice(0, 8)
    ports.log.error(`${name} failed, reference ${reference}`, error)
    return { code: 'internal', details: { reference } }
  }
}

/** A proved backup before an older store is upgraded (SEC-5). */
async function backupBeforeUpgrade(ports: Ports): Promise<void> {
  const path = join(ports.paths.profile, storeFile)
  const pending = migrationPending(path)
  if (pending === null) return
  await pending.withReader(ports.paths.storeWorker, async (store) => {
    await makeBackup(ports.paths.profile, store, 'before-upgrade', ports.clock.now(), ports.clock.zone())
  })
}
