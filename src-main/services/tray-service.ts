// Calls of the tray (EML-9): the mails that wait, what is proposed for each, and deciding. Core thread.
import { isSure } from '../../src-shared/domain/mail-match.ts'
import { randomUUID } from 'node:crypto'
import type { MailProposal } from '../../src-shared/contract/mail.ts'
import type { TrayClarity, TrayLine } from '../../src-shared/contract/mail-tray.ts'
import type { ParsedInput } from '../../src-shared/contract/index.ts'
import type { ParsedMail } from '../../src-shared/domain/parsed-mail.ts'
import { KnownError } from '../../src-shared/errors.ts'
import type { JobControl } from '../jobs/jobs.ts'
import type { TrayDecision } from '../store/commands/tray-commands.ts'
import type { TrayMail } from '../store/queries/tray-queries.ts'
import type { Core, HandlersOf } from './core.ts'
import type { MailImports } from './mail-imports.ts'
import { groundOf, lookUp, mailWall, proposalOf, readFileOf, type Ground } from './mail-proposals.ts'

const walkAtOnce = 200
const nowhere = { contactId: null, activityId: null }

export function trayHandlers(core: Core, imports: MailImports): HandlersOf<'tray'> {
  return {
    'tray.count': () => core.read('tray.count', null),
    'tray.list': async (input) => {
      const { mails, total, conversations } = await core.read('tray.page', input)
      const proposals = await proposalsOf(core, mails, await groundOf(core, nowhere))
      return { lines: mails.map((mail, at) => lineOf(mail, proposals[at])), total, conversations }
    },
    'tray.place': (input) => core.read('tray.place', input),
    'tray.get': async ({ mailId }) => {
      const [mail] = await core.read('tray.mails', { ids: [mailId] })
      if (mail === undefined || mail.state === 'filed') throw new KnownError('not_found', { table: 'mail', id: mailId })
      const [proposal] = await proposalsOf(core, [mail], await groundOf(core, nowhere))
      if (proposal === undefined) throw new KnownError('not_found', { table: 'mail', id: mailId })
      return { line: lineOf(mail, proposal), proposal, ...(await core.read('tray.around', { mailId })) }
    },
    'tray.accept': async ({ items }) => {
      const { value, changeSetId } = await accept(core, items, null)
      return { ...value, changeSetId }
    },
    'tray.acceptClear': (answers) => ({
      jobId: core.jobs.start('tray.acceptClear', (job) => acceptClear(core, answers, job)),
    }),
    'tray.dismiss': async (input) => ({ changeSetId: (await core.write('tray.dismiss', input)).changeSetId }),
    'tray.restore': async (input) => ({ changeSetId: (await core.write('tray.restore', input)).changeSetId }),
    'tray.add': async ({ fileTokens }) => {
      const [first] = fileTokens
      const title = first === undefined ? '' : core.inbox.get(first).name
      const importId = await imports.begin(title || 'eml', {
        filesClear: false,
        attach: true,
        underCustomer: true,
        contactId: null,
        activityId: null,
      })
      await imports.add(importId, fileTokens)
      await imports.seal(importId)
      await imports.settled(importId)
      return { importId }
    },
  }
}

/** The mail as it was read, as far as proposals need it. */
function parsedOf(mail: TrayMail): ParsedMail {
  const { summary } = mail
  return {
    messageId: mail.messageId,
    inReplyTo: mail.inReplyTo,
    references: mail.references,
    subject: summary.subject,
    from: summary.from,
    replyTo: mail.replyTo,
    to: summary.to,
    cc: summary.cc,
    bcc: mail.bcc,
    ...(mail.reportOn && { reportOn: mail.reportOn }),
    date: summary.date === null ? null : { instant: summary.date, offsetMinutes: mail.sentOffset ?? 0 },
    text: mail.text,
    html: null,
    attachments: summary.attachments,
    contentHash: mail.contentHash,
    threadKey: mail.threadKey,
    security: null,
  }
}

async function proposalsOf(
  core: Core,
  mails: readonly TrayMail[],
  ground: Ground,
  lane: 'list' | 'long' = 'list',
): Promise<MailProposal[]> {
  const files = mails.map((mail) => ({
    ...readFileOf(mail.summary.id, mail.fileName, parsedOf(mail), ground.own),
    conversation: mail.conversation.key,
  }))
  const { matches, companies } = await lookUp(core, files, ground, lane)
  return files.map((file, at) => ({
    ...proposalOf(file, null, null, matches[at] ?? [], companies, ground),
    mail: mails[at]?.summary ?? null,
  }))
}

function clarityOf({ matches }: Pick<MailProposal, 'matches'>): TrayClarity {
  const [match] = matches
  if (match === undefined) return 'nobody'
  return isSure(match.reason) ? 'clear' : 'odd'
}

function lineOf(mail: TrayMail, proposal: MailProposal | undefined): TrayLine {
  const person = proposal?.newPerson ?? null
  const name = person === null ? '' : `${person.givenName} ${person.familyName}`.trim() || person.company || person.mail
  return {
    mail: mail.summary,
    clarity: proposal === undefined ? 'nobody' : clarityOf(proposal),
    match: proposal?.matches[0] ?? null,
    newPersonName: name || null,
    conversation: mail.conversation,
  }
}

type Item = ParsedInput<'tray.accept'>['items'][number]

/** When each mail was is known here, not by the window. */
async function accept(
  core: Core,
  items: readonly Item[],
  together: string | null,
): Promise<Awaited<ReturnType<typeof writeDecisions>>> {
  const ground = await groundOf(core, nowhere)
  const mails = new Map(
    (await core.read('tray.mails', { ids: items.map(({ mailId }) => mailId) })).map((mail) => [mail.summary.id, mail]),
  )
  const decisions = items.flatMap((item): TrayDecision[] => {
    const mail = mails.get(item.mailId)
    if (mail === undefined) return []
    const { wall, isToday } = mailWall(parsedOf(mail), mail.summary.takenInAt, ground.zone)
    return [
      {
        ...item,
        fillsRevision: null,
        newPerson: item.contactId === null ? item.newPerson : null,
        on: wall.on,
        time: isToday ? null : wall.time,
        closedAt: `${wall.on}T${wall.time}`,
      },
    ]
  })
  return writeDecisions(core, ground, decisions, together)
}

function writeDecisions(core: Core, { zone, country }: Ground, items: TrayDecision[], together: string | null) {
  return core.write('tray.accept', { zone, country, items, together })
}

/** All that are clear, by one look at each; those that are not stay. */
async function acceptClear(
  core: Core,
  answers: { attach: boolean; underCustomer: boolean },
  job: JobControl,
): Promise<{ accepted: number; changeSetIds: string[] }> {
  const ground = await groundOf(core, nowhere)
  const { waiting } = await core.read('tray.count', null)
  const together = randomUUID()
  const outcome = { accepted: 0, changeSetIds: [] as string[] }
  let seen = 0
  for (let after: number | null = 0; after !== null && !job.signal.aborted;) {
    const page: { mails: TrayMail[]; last: number | null } = await core.read(
      'tray.walk',
      { after, count: walkAtOnce },
      'long',
    )
    const proposals = await proposalsOf(core, page.mails, ground, 'long')
    const items = proposals.flatMap((proposal): Item[] => {
      const [match] = proposal.matches
      if (clarityOf(proposal) !== 'clear' || match === undefined || proposal.activity === null) return []
      const { subject, notes, direction } = proposal.activity
      return [
        {
          mailId: proposal.fileToken,
          contactId: match.contactId,
          newPerson: null,
          subject,
          notes,
          direction,
          ...answers,
          activityId: null,
          followUp: null,
        },
      ]
    })
    if (items.length > 0) {
      const { value, changeSetId } = await accept(core, items, together)
      outcome.accepted += value.accepted.length
      if (changeSetId !== null) outcome.changeSetIds.push(changeSetId)
    }
    seen += page.mails.length
    job.progress(seen, waiting)
    after = page.last
  }
  return outcome
}
