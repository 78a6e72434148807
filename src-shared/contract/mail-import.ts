// Many mails at once (EML-1, EML-4): an import goes on in the background, can be stopped and continued, also after a crash, and its report says of
// each message what became of it.
import { z } from 'zod'
import { call, id, nothing, page } from './call.ts'

/** `gathering`: files are still being handed over. */
export type MailImportState = 'gathering' | 'running' | 'paused' | 'done'
export const lineOutcomes = ['taken', 'already', 'waiting', 'refused', 'again'] as const
export type LineOutcome = (typeof lineOutcomes)[number]

export interface MailImportInfo {
  id: string
  title: string
  startedAt: number
  endedAt: number | null
  state: MailImportState
  /** Code of errors.ts that stopped it, or null. */
  trouble: string | null
  undoneAt: number | null
  options: MailImportOptions
  /** How many lines of each; together, all lines. */
  counts: Record<LineOutcome, number>
  bytesDone: number
  bytesTotal: number
  filesTotal: number
  /** Change sets of it that stand and can be undone. */
  canUndo: boolean
}
export interface MailImportOptions {
  /** Clear ones are filed at once; else all wait in the tray. */
  filesClear: boolean
  attach: boolean
  underCustomer: boolean
  /** Dropped on this contact: theirs, all of them. */
  contactId: string | null
  /** Onto this activity, all of them; where it is gone by then they wait in the tray. */
  activityId: string | null
}
export interface MailImportLine {
  line: number
  name: string
  outcome: LineOutcome
  /** Refused: why. Already there: where (`filed`, `waiting`, `dismissed`). */
  reason: string | null
  subject: string
  sender: string
  mailId: string | null
  activityId: string | null
  contactName: string | null
  /** How the mail stands now; null where it is gone (undone) or never was. */
  mailState: 'filed' | 'waiting' | 'dismissed' | null
}

const importId = id
const outcome = z.enum(lineOutcomes).nullable()

export const mailImportCalls = {
  'mailImport.begin': call(
    () => z.object({
      title: z.string().trim().min(1).max(200),
      filesClear: z.boolean(),
      attach: z.boolean(),
      underCustomer: z.boolean(),
      contactId: id.nullable(),
      activityId: id.nullable().default(null),
    }),
  ).gives<{ importId: string }>(),
  /** `names`: how the report calls them, with their folders, in the order of the tokens. More files (or, where the host gives paths, folders) for an import that is still gathering. Work begins with the first of them. */
  'mailImport.add': call(
    () => z.object({
      importId,
      fileTokens: z.array(z.string()).max(500),
      names: z.array(z.string().max(1000)).max(500).optional(),
      /** Files that could not be handed over: the report names them. */
      missing: z.array(z.string().max(1000)).max(500).optional(),
    }),
  ).gives<{ files: number }>(),
  /** Nothing more will come. */
  'mailImport.seal': call(() => z.object({ importId })).gives<{ jobId: string | null }>(),
  /** Files and folders that the system handed over and no window has taken yet; each is given once. */
  'mailImport.handed': call(() => nothing).gives<{
    files: { token: string; name: string; size: number; isFolder: boolean }[]
  }>(),
  'mailImport.pause': call(() => z.object({ importId })).gives<null>(),
  /** Goes on where it stopped. */
  'mailImport.resume': call(() => z.object({ importId })).gives<{ jobId: string | null }>(),
  'mailImport.list': call(() => nothing).gives<{ imports: MailImportInfo[] }>(),
  'mailImport.get': call(() => z.object({ importId })).gives<MailImportInfo>(),
  'mailImport.lines': call(() => z.object({ importId, outcome, text: z.string().max(200), ...page })).gives<{
    lines: MailImportLine[]
    total: number
  }>(),
  /** Refused lines once more: those named, or all. `instead`: files that take the place of lines and are read from their beginning. */
  'mailImport.retry': call(
    () => z.object({
      importId,
      lines: z.array(z.number().int()).max(1000).nullable(),
      instead: z
        .array(z.object({ line: z.number().int(), name: z.string().max(1000), fileToken: z.string().max(80) }))
        .max(1000)
        .default([]),
    }),
  ).gives<{ lines: number }>(),
  /** Takes back every batch of it that stands, the newest first. A job. */
  'mailImport.undo': call(() => z.object({ importId })).gives<{ jobId: string }>(),
  /** The report as CSV, at a single-use address. */
  'mailImport.csv': call(() => z.object({ importId, outcome, language: z.enum(['es', 'en']) })).gives<{
    url: string
    name: string
    size: number
  }>(),
}
