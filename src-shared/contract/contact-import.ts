// Files of contacts taken in (IO-1, IO-2, CON-6): what was recognised, what it would do row by row, then one change set; and the rows that failed as a file.
import { z } from 'zod'
import type { ImportTarget } from '../domain/contact-import/fields.ts'
import type { ImportChange, MatchReason } from '../domain/contact-import/match.ts'
import {
  importEncodings,
  importSeparators,
  type ImportEncoding,
  type ImportSeparator,
} from '../domain/contact-import/text-formats.ts'
import { importRefusals, type ImportRefusal } from '../domain/contact-import/refusals.ts'
import { call, page } from './call.ts'
import { contactKind, relation } from './contacts.ts'

export interface ImportColumn {
  /** Of the header; empty where the file has none. */
  name: string
  /** What it was recognised as, or what was chosen for a file with the same columns before; null: left out. */
  target: ImportTarget | null
  samples: string[]
}
export interface ImportSource {
  importId: string
  name: string
  format: 'csv' | 'vcard' | 'excel'
  /** Null where the format says it. */
  encoding: ImportEncoding | null
  separator: ImportSeparator | null
  /** Of a workbook: its sheets that have anything in them, and the one that was read. */
  sheets: string[]
  sheet: string | null
  hasHeader: boolean
  rows: number
  columns: ImportColumn[]
  /** Columns and options are those of an earlier import of such a file. */
  isRemembered: boolean
}

export type ImportLineKind = 'new' | 'update' | 'duplicate' | 'error'
export interface ImportLine {
  /** Its place among the rows; names it when it is unticked. */
  index: number
  /** Line of the file it stands in. */
  line: number
  kind: ImportLineKind
  contactKind: 'company' | 'person'
  name: string
  company: string
  /** Mails and phones. */
  detail: string
  /** Whom it was found to be; `id` null: a row above in the same file. */
  match: { id: string | null; name: string; line: number | null; reason: MatchReason } | null
  changes: ImportChange[]
  refusal: { reason: ImportRefusal; value: string } | null
  /** False: there is nothing that could be done for it. */
  canTick: boolean
}
export interface ImportPlan {
  counts: Record<ImportLineKind, number>
  /** Of the duplicates those that can be ticked. */
  doubtful: number
  /** Companies that are made because people of the file work there. */
  companies: number
  /** Named as owners, and no users here: what they would look after is looked after by who imports. */
  unknownOwners: string[]
}
export interface ImportResult {
  changeSetId: string | null
  rows: number
  created: number
  updated: number
  skipped: number
  failed: number
}

const importId = z.string().max(80)
const lineKind = z.enum(['new', 'update', 'duplicate', 'error'])
/** Lines whose tick is not that of their tab. */
const toggled = z.array(z.number().int().min(0)).max(200_000)

export const importOptions = z.object({
  /** By column. */
  targets: z.array(z.string().max(60).nullable()).max(500),
  /** What a row is that has but a name. */
  kind: contactKind,
  /** Of new contacts, where the file says none. */
  relation,
  /** Where the file and the program differ the file wins; else only gaps are filled. */
  replaces: z.boolean(),
})
export type ImportOptions = z.infer<typeof importOptions>

export const contactImportCalls = {
  /** Reads the file; several (cards) as one. `cancelled` where it was given up; `contact_file` where it cannot be read. */
  'contactImport.open': call(() => z.object({ tokens: z.array(z.string().max(80)).min(1).max(1000) })).gives<ImportSource>(),
  /** Reads it anew, otherwise than it was recognised. */
  'contactImport.reread': call(
    () => z.object({
      importId,
      encoding: z.enum(importEncodings).nullable(),
      separator: z.enum(importSeparators).nullable(),
      sheet: z.string().max(200).nullable(),
      /** Null: as it is recognised. */
      hasHeader: z.boolean().nullable(),
    }),
  ).gives<ImportSource>(),
  'contactImport.plan': call(() => z.object({ importId, options: importOptions })).gives<ImportPlan>(),
  'contactImport.lines': call(() => z.object({ importId, only: lineKind, ...page })).gives<{
    lines: ImportLine[]
    total: number
  }>(),
  'contactImport.apply': call(
    () => z.object({
      importId,
      toggled,
      /** Tabs all of whose ticks are the other way round than proposed (new and updates are ticked). */
      flipped: z.array(lineKind).default([]),
    }),
  ).gives<ImportResult>(),
  /** The rows that failed, with the reason, as an address that answers once with a CSV file. Words as the window says them. */
  'contactImport.failed': call(
    () => z.object({
      importId,
      heading: z.string().trim().min(1).max(40),
      reasons: z.partialRecord(z.enum(importRefusals), z.string().max(200)),
    }),
  ).gives<{ url: string; name: string; count: number }>(),
  'contactImport.release': call(() => z.object({ importId })).gives<null>(),
}
