// The program itself: first start, windows, jobs, backups, profile.
import { z } from 'zod'
import { call, id, nothing } from './call.ts'

export interface AppState {
  version: string
  host: 'electron' | 'local'
  /** No user yet: the first-start page is shown. */
  isFirstStart: boolean
  /** Looking around in the sample data, which lives in a profile of its own. */
  isSample: boolean
  profilePath: string
  systemZone: string
  systemLanguage: 'es' | 'en'
  /** The store lies in a synchronised folder (SEC-7). */
  syncedFolder: string | null
  trouble: { code: 'store_damaged' | 'store_from_future' | 'migration_failed' | 'read_only' | 'store_locked'; details: Record<string, unknown> } | null
}

export interface JobState {
  id: string
  kind: string
  /** 0..1, or null while unknown. */
  progress: number | null
  status: 'running' | 'done' | 'failed' | 'cancelled'
  /** A change that somebody waits for, and that others wait behind: `kind` is its command. */
  isWaitedFor: boolean
  /** The command it waits behind, before its own turn has come. */
  waitsFor: string | null
  done: number
  total: number | null
  error: { code: string; details: unknown } | null
  result: unknown
}

export interface BackupInfo {
  kind: 'daily' | 'by-hand' | 'before-upgrade' | 'before-restore'
  name: string
  at: number
  size: number
  provedAt: number | null
  counts: { contacts: number; activities: number } | null
}

export const windowKinds = ['main', 'contacts', 'contact', 'activities', 'activity', 'bulk', 'mail', 'history', 'settings', 'today', 'calendar', 'next'] as const

export const appCalls = {
  'app.state': call(() => nothing).gives<AppState>(),
  /** First start: language, who am I; then import or look around. */
  'app.setUp': call(
    () => z.object({ language: z.enum(['es', 'en']), name: z.string().trim().min(1).max(120), mail: z.string().trim().max(254), zone: z.string().nullable() }),
  ).gives<null>(),
  'sample.enter': call(() => z.object({ contacts: z.number().int().min(10).max(5000).optional() })).gives<{ jobId: string }>(),
  /** Back to the own profile; `remove` deletes the sample profile. */
  'sample.leave': call(() => z.object({ remove: z.boolean() })).gives<null>(),
  /** Opens (or brings forward) a window. On the local host the reply's `url` is opened by the window itself. */
  'window.open': call(() => z.object({ kind: z.enum(windowKinds), id: id.nullable(), query: z.record(z.string(), z.string()).optional() })).gives<{
    url: string | null
    name: string
    bounds: { x: number; y: number; width: number; height: number } | null
  }>(),
  'window.moved': call(
    () => z.object({ kind: z.enum(windowKinds), bounds: z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int(), height: z.number().int() }) }),
  ).gives<null>(),
  'job.list': call(() => nothing).gives<{ jobs: JobState[] }>(),
  'job.cancel': call(() => z.object({ id: z.string() })).gives<null>(),
  'backup.list': call(() => nothing).gives<{ backups: BackupInfo[]; lastProvedAt: number | null }>(),
  'backup.make': call(() => nothing).gives<BackupInfo>(),
  'backup.restore': call(() => z.object({ name: z.string().max(200) })).gives<null>(),
}
