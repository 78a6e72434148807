// What every service works with: the store of the current profile, ports, snapshots of lists, jobs, and who is working. Core thread.
import type { CallName, CallOutput, ParsedInput } from '../../src-shared/contract/index.ts'
import type { Settings } from '../../src-shared/contract/settings.ts'
import type { LocalDate } from '../../src-shared/domain/local-time.ts'
import type { UrgencyNow } from '../../src-shared/domain/urgency.ts'
import type { WorkingWeek } from '../../src-shared/domain/working-calendar.ts'
import type { DraftFiles } from '../files/draft-files.ts'
import type { FileInbox } from '../files/file-inbox.ts'
import type { FileVault } from '../files/file-vault.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { MailParser } from '../mail/mail-parser.ts'
import type { Caller, Ports } from '../ports.ts'
import type { CommandInput, CommandName, CommandOutput } from '../store/operations.ts'
import type { Committed, ReadSide, Store } from '../store/store.ts'
import type { Snapshots } from './snapshots.ts'

export interface Core {
  readonly ports: Ports
  /** Queries of the current profile. */
  readonly read: ReadSide['read']
  /**
   * Runs a command of the store in the name of the current user, logs it under `command` (default: the store operation's name) and tells all
   * windows what changed. `source`: from where, for what no window does; else where the window is that asked.
   */
  write<N extends CommandName>(
    name: N,
    input: CommandInput<N>,
    command?: string,
    source?: string,
  ): Promise<Committed<CommandOutput<N>>>
  readonly store: () => Store
  readonly snapshots: Snapshots
  readonly jobs: Jobs
  readonly inbox: FileInbox
  readonly vault: () => FileVault
  readonly draftFiles: () => DraftFiles
  readonly parser: MailParser
  settings(): Promise<Settings>
  /** Id of the user who works here; `invalid` before the first start is done. */
  me(): Promise<string>
  /** IANA zone in which days are meant: the setting, else the system's. */
  zone(): Promise<string>
  today(): Promise<LocalDate>
  /** The urgency rules that are on, as days of today (SET-6). */
  urgency(): Promise<UrgencyNow>
  /** Working days, hours and holidays as set now, with the hours of this user where they have some of their own; plain values, so that it crosses to a store thread. */
  week(ownerId?: string): Promise<WorkingWeek>
}

export type Handler<N extends CallName> = (
  input: ParsedInput<N>,
  caller: Caller,
) => Promise<CallOutput<N>> | CallOutput<N>
export type Handlers = { [N in CallName]: Handler<N> }
/** Handlers of the areas whose calls start with one of these words. */
export type HandlersOf<Area extends string> = { [N in Extract<CallName, `${Area}.${string}`>]: Handler<N> }
