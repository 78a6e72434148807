// Who works where, now and before (CON-2). One transaction each, on the writer's thread.
import type { LocalDate } from '../../../src-shared/domain/local-time.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { WriteTx } from '../write-session.ts'
import { requireKind } from './contact-record.ts'

export interface EmployInput {
  personId: string
  companyId: string
  jobTitle: string
  from: LocalDate | null
  /** Moving on: current jobs elsewhere end on that day, and stay in the record. */
  leavesOthers: boolean
  /** The day meant where `from` is not known. */
  today: LocalDate
}

/** A current job at the same company takes the new title instead of standing twice. */
export function employ(
  tx: WriteTx,
  { personId, companyId, jobTitle, from, leavesOthers, today }: EmployInput,
): { id: string } {
  requireKind(tx, personId, 'person', 'personId')
  requireKind(tx, companyId, 'company', 'companyId')
  const current = tx.read.allSql<{ id: string; company: string; from_on: string | null }>(
    `SELECT j.id, c.id AS company, j.from_on FROM employment AS j JOIN contact AS c ON c.row_id = j.company_row
     WHERE j.person_row = (SELECT row_id FROM contact WHERE id = ?) AND j.until_on IS NULL ORDER BY j.id DESC`,
    personId,
  )
  if (leavesOthers) {
    for (const job of current) {
      if (job.company !== companyId) tx.update('employment', job.id, { untilOn: notBefore(from ?? today, job.from_on) })
    }
  }
  const same = current.find((job) => job.company === companyId)
  tx.summarize({ name: nameOf(tx, personId), company: nameOf(tx, companyId) })
  if (same !== undefined) {
    tx.update('employment', same.id, { jobTitle, ...(from === null ? {} : { fromOn: from }) })
    return { id: same.id }
  }
  return { id: tx.insert('employment', { personId, companyId, jobTitle, fromOn: from, untilOn: null }) }
}

/** Rejects with `invalid` when the end is before the beginning. */
export function leave(tx: WriteTx, { employmentId, until }: { employmentId: string; until: LocalDate }): null {
  const job = tx.get('employment', employmentId)
  if (job === null) throw new KnownError('not_found', { table: 'employment', id: employmentId })
  if (job.fromOn !== null && until < job.fromOn)
    throw new KnownError('invalid', { field: 'until', rule: 'before_start', value: until })
  tx.update('employment', employmentId, { untilOn: until })
  tx.summarize({ name: nameOf(tx, job.personId), company: nameOf(tx, job.companyId) })
  return null
}

function notBefore(day: LocalDate, earliest: LocalDate | null): LocalDate {
  return earliest !== null && day < earliest ? earliest : day
}

export function nameOf(tx: WriteTx, contactId: string): string {
  return tx.fields('contact', contactId, ['name'])?.values['name'] as string
}
