// Deciding about the mails that wait in the tray (EML-9): filing, setting aside, asking again. Each runs in one transaction on the writer's thread.
import type { ErrorCode } from '../../../src-shared/errors.ts'
import type { WriteTx } from '../write-session.ts'
import { faultOf, fileMail, mailLists, type AcceptGround, type MailDecision } from './mail-acceptance.ts'

export interface TrayDecision extends MailDecision {
  mailId: string
}
export interface TrayOutcome {
  accepted: { mailId: string; activityId: string }[]
  /** `stale`: decided elsewhere meanwhile. */
  failed: { mailId: string; code: ErrorCode }[]
}

export const trayCommands = {
  'tray.accept': (tx: WriteTx, input: AcceptGround & { items: TrayDecision[]; together: string | null }): TrayOutcome => {
    const output: TrayOutcome = { accepted: [], failed: [] }
    const lists = mailLists(tx)
    let subject: string | null = null
    for (const item of input.items) {
      const { mailId } = item
      const mail = tx.fields('mail', mailId, ['state', 'subject'])
      const code = mail === null ? 'not_found' : mail.values['state'] === 'filed' ? 'stale' : faultOf(tx, item)
      if (code !== null) {
        output.failed.push({ mailId, code })
        continue
      }
      const { activityId } = fileMail(tx, input, item, lists, (filedAt) => {
        tx.update('mail', mailId, { state: 'filed', activityId: filedAt, isDetached: !item.attach, direction: item.direction })
        return mailId
      })
      subject ??= String(mail?.values['subject'])
      output.accepted.push({ mailId, activityId })
    }
    tx.summarize({ mails: output.accepted.length, subject, ...(input.together === null ? {} : { together: input.together }) })
    return output
  },

  /** Not a customer's mail: kept with its file, known again, and out of every list until it is asked for. */
  'tray.dismiss': (tx: WriteTx, { mailIds }: { mailIds: string[] }): number => move(tx, mailIds, 'waiting', 'dismissed'),
  /** Back into the tray. */
  'tray.restore': (tx: WriteTx, { mailIds }: { mailIds: string[] }): number => move(tx, mailIds, 'dismissed', 'waiting'),
}

function move(tx: WriteTx, mailIds: readonly string[], from: 'waiting' | 'dismissed', to: 'waiting' | 'dismissed'): number {
  let moved = 0
  let subject: string | null = null
  for (const id of mailIds) {
    const mail = tx.fields('mail', id, ['state', 'subject'])
    if (mail?.values['state'] !== from) continue
    tx.update('mail', id, { state: to, isDetached: to === 'dismissed' })
    subject ??= String(mail.values['subject'])
    moved += 1
  }
  tx.summarize({ mails: moved, subject })
  return moved
}
