// Imports of mails and the lines of their reports (EML-1). Runs on a reader's thread.
import type {
  LineOutcome,
  MailImportInfo,
  MailImportLine,
  MailImportOptions,
  MailImportState,
} from '../../../src-shared/contract/mail-import.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { ReadStore } from '../read-store.ts'
import { wordTokens } from '../word-match.ts'

/** A file that is still to be read, or read on. */
export interface OpenSource {
  sourceRow: number
  path: string
  name: string
  size: number
  isOurs: boolean
  nextOffset: number
  nextPart: number
}
/** A line that is to be tried again, and where its message lies. */
export interface LineAgain {
  line: number
  sourceRow: number
  part: number
  offset: number | null
  length: number | null
  name: string
  path: string
  size: number
  isOurs: boolean
}

interface ImportRow {
  row_id: number
  id: string
  title: string
  started_at: number
  ended_at: number | null
  state: MailImportState
  trouble: string | null
  undone_at: number | null
  options: string
}

const mostListed = 200

function infoOf(read: ReadStore, row: ImportRow): MailImportInfo {
  const counts: Record<LineOutcome, number> = { taken: 0, already: 0, waiting: 0, refused: 0, again: 0 }
  for (const { outcome, n } of read.allSql<{ outcome: LineOutcome; n: number }>(
    'SELECT outcome, count(*) AS n FROM mail_import_line WHERE import_row = ? GROUP BY outcome',
    row.row_id,
  )) {
    counts[outcome] = n
  }
  const files = read.getSql<{ n: number; total: number; done: number }>(
    `SELECT count(*) AS n, ifnull(sum(size), 0) AS total, ifnull(sum(iif(is_done = 1, size, min(next_offset, size))), 0) AS done FROM mail_import_source WHERE import_row = ?`,
    row.row_id,
  )
  return {
    id: row.id,
    title: row.title,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    state: row.state,
    trouble: row.trouble,
    undoneAt: row.undone_at,
    options: JSON.parse(row.options) as MailImportOptions,
    counts,
    bytesDone: files?.done ?? 0,
    bytesTotal: files?.total ?? 0,
    filesTotal: files?.n ?? 0,
    canUndo:
      read.getSql(
        `SELECT 1 FROM change_set WHERE summary ->> 'together' = ? AND summary ->> 'together' IS NOT NULL AND undone_by IS NULL AND command = 'mail.import' LIMIT 1`,
        row.id,
      ) !== undefined,
  }
}

function rowOf(read: ReadStore, importId: string): ImportRow {
  const row = read.getSql<ImportRow>('SELECT * FROM mail_import WHERE id = ?', importId)
  if (row === undefined) throw new KnownError('not_found', { table: 'mail_import', id: importId })
  return row
}

interface LinesInput {
  importId: string
  outcome: LineOutcome | null
  text: string
  from: number
  count: number
}

/** The keys of the page are found first: what is shown of a line is looked up for the page alone. */
const lineSql = (
  page: string,
): string => `SELECT l.row_id AS line, l.name, l.outcome, l.reason, l.subject, l.sender, m.id AS mailId, m.state AS mailState,
    (SELECT id FROM activity WHERE row_id = m.activity_row) AS activityId,
    (SELECT c.name FROM mail_contact x JOIN contact c ON c.row_id = x.contact_row WHERE x.mail_row = m.row_id ORDER BY x.row_id LIMIT 1) AS contactName
  FROM (${page}) AS page CROSS JOIN mail_import_line l ON l.row_id = page.row_id LEFT JOIN mail m ON m.id = l.mail_id ORDER BY l.row_id`

export const mailImportQueries = {
  /** Newest first. */
  'mailImport.list': (read: ReadStore, _input: null): MailImportInfo[] =>
    read
      .allSql<ImportRow>('SELECT * FROM mail_import ORDER BY row_id DESC LIMIT ?', mostListed)
      .map((row) => infoOf(read, row)),
  'mailImport.get': (read: ReadStore, { importId }: { importId: string }): MailImportInfo =>
    infoOf(read, rowOf(read, importId)),

  'mailImport.lines': (
    read: ReadStore,
    { importId, outcome, text, from, count }: LinesInput,
  ): { lines: MailImportLine[]; total: number } => {
    const parameters: unknown[] = [rowOf(read, importId).row_id]
    let where = 'l.import_row = ?'
    if (outcome !== null) {
      where += ' AND l.outcome = ?'
      parameters.push(outcome)
    }
    for (const word of wordTokens(text)) {
      where += ` AND word_in(?, l.name || ' ' || l.subject || ' ' || l.sender)`
      parameters.push(word)
    }
    const lines = read.allSql<MailImportLine>(
      lineSql(`SELECT l.row_id FROM mail_import_line l WHERE ${where} ORDER BY l.row_id LIMIT ? OFFSET ?`),
      ...parameters,
      count,
      from,
    )
    const total =
      read.getSql<{ n: number }>(`SELECT count(*) AS n FROM mail_import_line l WHERE ${where}`, ...parameters)?.n ?? 0
    return { lines, total }
  },

  /** Imports that were at work when the program ended. */
  'mailImport.unfinished': (read: ReadStore, _input: null): string[] =>
    read.pluck<string>(`SELECT id FROM mail_import WHERE state IN ('gathering','running') ORDER BY row_id`, []),
  'mailImport.sources': (
    read: ReadStore,
    { importId, after, count }: { importId: string; after: number; count: number },
  ): OpenSource[] =>
    read
      .allSql<Omit<OpenSource, 'isOurs'> & { isOurs: number }>(
        `SELECT row_id AS sourceRow, path, name, size, is_ours AS isOurs, next_offset AS nextOffset, next_part AS nextPart
         FROM mail_import_source WHERE import_row = ? AND is_done = 0 AND row_id > ? ORDER BY row_id LIMIT ?`,
        rowOf(read, importId).row_id,
        after,
        count,
      )
      .map((source) => ({ ...source, isOurs: source.isOurs === 1 })),
  'mailImport.toTryAgain': (
    read: ReadStore,
    { importId, after, count }: { importId: string; after: number; count: number },
  ): LineAgain[] =>
    read
      .allSql<Omit<LineAgain, 'isOurs'> & { isOurs: number }>(
        `SELECT l.row_id AS line, l.source_row AS sourceRow, l.part, l.byte_offset AS offset, l.byte_length AS length, l.name, s.path, s.size, s.is_ours AS isOurs
         FROM mail_import_line l JOIN mail_import_source s ON s.row_id = l.source_row WHERE l.import_row = ? AND l.outcome = 'again' AND l.row_id > ? ORDER BY l.row_id LIMIT ?`,
        rowOf(read, importId).row_id,
        after,
        count,
      )
      .map((line) => ({ ...line, isOurs: line.isOurs === 1 })),

  /** Files of which a message was refused: they are kept for another try. */
  'mailImport.refusedPaths': (read: ReadStore, { importId }: { importId: string }): string[] =>
    read.pluck<string>(
      `SELECT DISTINCT s.path FROM mail_import_line l JOIN mail_import_source s ON s.row_id = l.source_row WHERE l.import_row = ? AND l.outcome IN ('refused','again')`,
      [rowOf(read, importId).row_id],
    ),

  /** What a change set was made together with, or null. */
  'history.togetherOf': (read: ReadStore, { changeSetId }: { changeSetId: string }): string | null =>
    read.getSql<{ together: string | null }>(
      `SELECT summary ->> 'together' AS together FROM change_set WHERE id = ?`,
      changeSetId,
    )?.together ?? null,
  /** Change sets that were made together and stand, the newest first. */
  'history.together': (read: ReadStore, { together }: { together: string }): string[] =>
    read.pluck<string>(
      `SELECT id FROM change_set WHERE summary ->> 'together' = ? AND summary ->> 'together' IS NOT NULL AND undone_by IS NULL ORDER BY row_id DESC`,
      [together],
    ),
}
