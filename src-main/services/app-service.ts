// The program itself: first start, sample, windows, jobs and backups (UX-3, UX-7, SEC-2). Core thread.
import type { AppState } from '../../src-shared/contract/app.ts'
import type { Bounds } from '../windows/window-kinds.ts'
import { isBackupDue, listBackups, makeBackup } from './backups.ts'
import type { Core, HandlersOf } from './core.ts'
import { syncedFolderOf } from './profile.ts'
import type { WindowBounds } from './window-bounds.ts'

/** What only the wiring can do: exchange the open store. */
export interface ProfileControl {
  isSample(): boolean
  folder(): string
  trouble(): AppState['trouble']
  enterSample(contacts: number): Promise<{ jobId: string }>
  leaveSample(remove: boolean): Promise<void>
  restore(backup: string): Promise<void>
}

export function appHandlers(
  core: Core,
  profile: ProfileControl,
  bounds: WindowBounds,
): HandlersOf<'app' | 'sample' | 'window' | 'job' | 'backup'> {
  const { ports } = core
  return {
    'app.state': async (): Promise<AppState> => {
      const trouble = profile.trouble()
      const settings = trouble === null ? await core.settings() : null
      return {
        version: ports.version,
        host: ports.host,
        isFirstStart: settings !== null && settings.me === null,
        isSample: profile.isSample(),
        profilePath: ports.paths.profile,
        systemZone: ports.clock.zone(),
        systemLanguage: systemLanguage(),
        syncedFolder: syncedFolderOf(ports.paths.profile),
        trouble,
      }
    },
    'app.setUp': async (input) => {
      await core.write('app.setUp', input)
      ports.notify({ name: 'settingsChanged', data: { keys: ['me', 'language'] } }, null)
      return null
    },
    'sample.enter': ({ contacts }) => profile.enterSample(contacts ?? 300),
    'sample.leave': async ({ remove }) => {
      await profile.leaveSample(remove)
      return null
    },
    'window.open': async ({ kind, id, query }) => {
      const remembered = bounds.get(kind)
      const { url } = await ports.shell.openWindow({ kind, id, query: query ?? {}, bounds: remembered })
      return { url, name: `maletin-${kind}${id === null ? '' : `-${id}`}`, bounds: remembered }
    },
    'window.moved': ({ kind, bounds: now }: { kind: Parameters<WindowBounds['set']>[0]; bounds: Bounds }) => {
      bounds.set(kind, now)
      return null
    },
    'job.list': () => ({ jobs: core.jobs.list() }),
    'job.cancel': ({ id }) => {
      core.jobs.cancel(id)
      return null
    },
    'backup.list': () => {
      const backups = listBackups(profile.folder())
      return { backups, lastProvedAt: backups.reduce<number | null>((last, { provedAt }) => Math.max(last ?? 0, provedAt ?? 0) || null, null) }
    },
    'backup.make': () => makeBackup(profile.folder(), core.store(), 'by-hand', ports.clock.now(), ports.clock.zone()),
    'backup.restore': async ({ name }) => {
      await profile.restore(name)
      return null
    },
  }
}

/** One backup a day, in the background, once the program is in use. */
export function startDailyBackup(core: Core, folder: string): void {
  if (!isBackupDue(folder, core.ports.clock.now())) return
  core.jobs.start('backup', async () => makeBackup(folder, core.store(), 'daily', core.ports.clock.now(), core.ports.clock.zone()))
}

function systemLanguage(): 'es' | 'en' {
  return Intl.DateTimeFormat().resolvedOptions().locale.startsWith('en') ? 'en' : 'es'
}
