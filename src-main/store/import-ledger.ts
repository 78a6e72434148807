// What an import of mails is doing and what became of each message: rows beside the records, written in the same transaction as the mails they
// tell of, not logged and never undone. Runs on the writer's thread, inside commands only.
import type { Connection } from './database.ts'
import { KnownError } from '../../src-shared/errors.ts'
import { uuidv7 } from './uuid.ts'

export type ImportState = 'gathering' | 'running' | 'paused' | 'done'
export type LineOutcome = 'taken' | 'already' | 'waiting' | 'refused' | 'again'

export interface SourceToAdd {
  path: string
  name: string
  size: number
  /** A copy of ours in the import's folder, removed when it is done; else the user's own file, which is never touched. */
  isOurs: boolean
}
/** One message and what became of it. */
export interface LedgerLine {
  sourceRow: number
  /** 0 for a file; the number of the message in an mbox. */
  part: number
  offset: number | null
  length: number | null
  name: string
  outcome: LineOutcome
  reason: string | null
  mailId: string | null
  subject: string
  sender: string
}
/** How far a source has been read. */
export interface SourceProgress {
  sourceRow: number
  nextOffset: number
  nextPart: number
  isDone: boolean
}

export class ImportLedger {
  /** Something was written: kept even where the command changed no record. */
  hasWritten = false
  private readonly db: Connection

  constructor(db: Connection) {
    this.db = db
  }

  begin(title: string, now: number, options: unknown): string {
    const id = uuidv7(now)
    this.run(
      `INSERT INTO mail_import (id, title, started_at, state, options) VALUES (?, ?, ?, 'gathering', ?)`,
      id,
      title,
      now,
      JSON.stringify(options),
    )
    return id
  }

  addSources(importId: string, sources: readonly SourceToAdd[]): void {
    const row = this.rowOf(importId)
    for (const { path, name, size, isOurs } of sources) {
      this.run(
        'INSERT INTO mail_import_source (import_row, path, name, size, is_ours) VALUES (?, ?, ?, ?, ?)',
        row,
        path,
        name,
        size,
        isOurs ? 1 : 0,
      )
    }
  }

  /** `trouble`: the code of what stopped it, or null. */
  setState(importId: string, state: ImportState, trouble: string | null, endedAt: number | null): void {
    this.rowOf(importId)
    this.run(
      'UPDATE mail_import SET state = ?, trouble = ?, ended_at = ? WHERE id = ?',
      state,
      trouble,
      endedAt,
      importId,
    )
  }
  setUndone(importId: string, at: number | null): void {
    this.run('UPDATE mail_import SET undone_at = ? WHERE id = ?', at, importId)
  }

  line(importId: string, line: LedgerLine): void {
    this.run(
      `INSERT INTO mail_import_line (import_row, source_row, part, byte_offset, byte_length, name, outcome, reason, mail_id, subject, sender)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (source_row, part) DO UPDATE SET outcome = excluded.outcome, reason = excluded.reason, mail_id = excluded.mail_id,
         subject = excluded.subject, sender = excluded.sender`,
      this.rowOf(importId),
      line.sourceRow,
      line.part,
      line.offset,
      line.length,
      line.name.toWellFormed(),
      line.outcome,
      line.reason,
      line.mailId,
      line.subject.slice(0, 300).toWellFormed(),
      line.sender.slice(0, 200).toWellFormed(),
    )
  }

  progress({ sourceRow, nextOffset, nextPart, isDone }: SourceProgress): void {
    this.run(
      'UPDATE mail_import_source SET next_offset = ?, next_part = ?, is_done = ? WHERE row_id = ?',
      nextOffset,
      nextPart,
      isDone ? 1 : 0,
      sourceRow,
    )
  }

  /** Refused lines are to be tried again; all of the import, or those named. Gives how many. */
  again(importId: string, lineRows: readonly number[] | null): number {
    const row = this.rowOf(importId)
    if (lineRows === null)
      return this.run(`UPDATE mail_import_line SET outcome = 'again' WHERE import_row = ? AND outcome = 'refused'`, row)
    return this.run(
      `UPDATE mail_import_line SET outcome = 'again' WHERE import_row = ? AND outcome = 'refused' AND row_id IN (SELECT value FROM json_each(?))`,
      row,
      JSON.stringify(lineRows),
    )
  }

  /** Another file takes the place of a line that was refused. */
  replace(importId: string, lineRow: number, sources: readonly SourceToAdd[]): void {
    const removed = this.run(
      `DELETE FROM mail_import_line WHERE row_id = ? AND import_row = ? AND outcome = 'refused'`,
      lineRow,
      this.rowOf(importId),
    )
    if (removed > 0) this.addSources(importId, sources)
  }

  private rowOf(importId: string): number {
    const found = this.db.prepare('SELECT row_id FROM mail_import WHERE id = ?').get(importId) as
      { row_id: number } | undefined
    if (found === undefined) throw new KnownError('not_found', { table: 'mail_import', id: importId })
    return found.row_id
  }

  private run(sql: string, ...parameters: (string | number | null)[]): number {
    this.hasWritten = true
    return this.db.prepare(sql).run(...parameters).changes
  }
}
