// The batches of an import: mails into the record or the tray and the line of each message, in one transaction (EML-1, EML-4, EML-9). Runs on the
// writer's thread. The originals were kept and flushed before. What is committed and what the report says are the same.
import { clearMatch, keptMail, type MailClues } from '../queries/mail-matching.ts'
import type { ImportLedger, LedgerLine, SourceProgress, SourceToAdd } from '../import-ledger.ts'
import type { WriteTx } from '../write-session.ts'
import {
  faultOf,
  fileMail,
  mailLists,
  type AcceptGround,
  type MailDecision,
  type MailLists,
} from './mail-acceptance.ts'
import { insertMail, type MailToKeep } from './mail-record.ts'

export type LinePlace = Pick<LedgerLine, 'sourceRow' | 'part' | 'offset' | 'length' | 'name'>

export interface ImportedItem {
  line: LinePlace
  mail: MailToKeep
  direction: 'in' | 'out'
  /** For a mail whose contact is clear, where clear ones are filed, and for all that go onto an activity; else null: it waits in the tray. */
  filing: {
    decision: Omit<MailDecision, 'contactId' | 'newPerson' | 'fillsRevision' | 'followUp' | 'direction'>
    clues: MailClues
  } | null
}
export interface RefusedItem {
  line: LinePlace
  /** Code of errors.ts, or the reason why a mail cannot be read. */
  reason: string
}
export interface ImportBatch extends AcceptGround {
  importId: string
  items: ImportedItem[]
  refused: RefusedItem[]
  progress: SourceProgress[]
}

const nobody = { subject: '', sender: '', mailId: null }

function importBatch(tx: WriteTx, input: ImportBatch): { taken: number; waiting: number } {
  const counts = { taken: 0, waiting: 0 }
  let lists: MailLists | null = null
  tx.indexLater()
  for (const item of input.items) {
    const { mail, line } = item
    const words = { subject: mail.subject, sender: mail.senderName || mail.senderAddress }
    const known = keptMail(tx.read, { ...mail, attachmentHashes: mail.attachments.map(({ sha256 }) => sha256) })
    if (known !== null) {
      tx.ledger.line(input.importId, {
        ...line,
        ...words,
        outcome: 'already',
        reason: known.state,
        mailId: known.mailId,
      })
      continue
    }
    const contactId = item.filing === null ? null : clearMatch(tx.read, item.filing.clues)
    const decided =
      item.filing === null
        ? null
        : {
            ...item.filing.decision,
            direction: item.direction,
            contactId,
            newPerson: null,
            fillsRevision: null,
            followUp: null,
          }
    if (decided !== null && faultOf(tx, decided) === null) {
      const { mailId } = fileMail(tx, input, decided, (lists ??= mailLists(tx)), (activityId) =>
        insertMail(tx, mail, { direction: item.direction, activityId, isDetached: !decided.attach, state: 'filed' }),
      )
      tx.ledger.line(input.importId, { ...line, ...words, outcome: 'taken', reason: null, mailId })
      counts.taken += 1
    } else {
      const mailId = insertMail(tx, mail, {
        direction: item.direction,
        activityId: null,
        isDetached: false,
        state: 'waiting',
      })
      tx.ledger.line(input.importId, { ...line, ...words, outcome: 'waiting', reason: null, mailId })
      counts.waiting += 1
    }
  }
  for (const { line, reason } of input.refused)
    tx.ledger.line(input.importId, { ...line, ...nobody, outcome: 'refused', reason })
  for (const progress of input.progress) tx.ledger.progress(progress)
  tx.summarize({ mails: counts.taken + counts.waiting, importId: input.importId, together: input.importId })
  return counts
}

type StateInput = { importId: string; state: Parameters<ImportLedger['setState']>[1]; trouble: string | null }

export const mailImportCommands = {
  'mailImport.begin': (tx: WriteTx, { title, options }: { title: string; options: unknown }): string =>
    tx.ledger.begin(title, tx.now, options),
  'mailImport.sources': (tx: WriteTx, { importId, sources }: { importId: string; sources: SourceToAdd[] }): null => {
    tx.ledger.addSources(importId, sources)
    return null
  },
  'mailImport.state': (tx: WriteTx, { importId, state, trouble }: StateInput): null => {
    tx.ledger.setState(importId, state, trouble, state === 'done' ? tx.now : null)
    return null
  },
  'mailImport.undone': (tx: WriteTx, { importId, isUndone }: { importId: string; isUndone: boolean }): null => {
    tx.ledger.setUndone(importId, isUndone ? tx.now : null)
    return null
  },
  /** Refused lines are tried again: all, or those named. Gives how many. */
  'mailImport.again': (tx: WriteTx, { importId, lines }: { importId: string; lines: number[] | null }): number =>
    tx.ledger.again(importId, lines),
  'mailImport.replace': (
    tx: WriteTx,
    { importId, line, sources }: { importId: string; line: number; sources: SourceToAdd[] },
  ): null => {
    tx.ledger.replace(importId, line, sources)
    return null
  },
  /** Logged as `mail.import`; a batch in which nothing was new leaves no change set. */
  'mail.import': importBatch,
}
