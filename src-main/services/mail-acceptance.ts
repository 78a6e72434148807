// Takes what the user decided into the record (EML-2 to EML-5). Core thread. Files are kept and flushed first, then one command names them all:
// what fails before it leaves at most files that nothing names.
import type { CallOutput, ParsedInput } from '../../src-shared/contract/index.ts'
import { KnownError } from '../../src-shared/errors.ts'
import type { MailWith } from '../../src-shared/contract/activity-parts.ts'
import { sidesOf } from '../../src-shared/domain/forwarded-mail.ts'
import type { ParsedMail } from '../../src-shared/domain/parsed-mail.ts'
import type { ItemToAccept, MailOfActivity, MailToKeep } from '../store/commands/mail-acceptance.ts'
import type { Core } from './core.ts'
import { mailWall, ownPeopleOf } from './mail-proposals.ts'
import type { ReadMails } from './mail-reading.ts'
import { mailToKeep } from './mail-record.ts'

type Input = ParsedInput<'mail.accept'>
type Output = CallOutput<'mail.accept'>
type Item = Input['items'][number]

/** Keeps the originals, then writes all that can be taken in as one change set. A mail that cannot is named in `failed` or `duplicates` and keeps its token; rejects with `disk_full` or `read_only` for all of them. */
export async function acceptMails(core: Core, mails: ReadMails, input: Input): Promise<Output> {
  const failed: Output['failed'] = []
  const items: ItemToAccept[] = []
  const zone = await core.zone()
  const names = new Map<string, string>()
  for (const item of input.items) {
    try {
      names.set(item.fileToken, core.inbox.get(item.fileToken).name)
      items.push(await prepare(core, mails, item, zone))
    } catch (error) {
      // A full disk stops all of it; a bad file only itself.
      if (!(error instanceof KnownError) || error.code === 'disk_full' || error.code === 'read_only') throw error
      failed.push({ fileToken: item.fileToken, fileName: names.get(item.fileToken) ?? '', code: error.code })
    }
  }
  if (items.length === 0) return { accepted: [], duplicates: [], failed, changeSetId: null }
  const { country } = await core.settings()
  const { value, changeSetId } = await core.write('mail.accept', { zone, country, items })
  const attached = new Set(input.items.filter(({ attach }) => attach).map(({ fileToken }) => fileToken))
  for (const { fileToken } of value.accepted) core.inbox.forget(fileToken)
  return {
    accepted: value.accepted.map(({ fileToken, mailId, activityId }) => ({
      fileToken,
      activityId,
      mailId: attached.has(fileToken) ? mailId : null,
    })),
    duplicates: value.duplicates.map(({ fileToken, known }) => ({
      fileToken,
      mailId: known.mailId,
      activityId: known.activityId,
    })),
    failed: [
      ...failed,
      ...value.failed.map(({ fileToken, code }) => ({ fileToken, code, fileName: names.get(fileToken) ?? '' })),
    ],
    changeSetId,
  }
}

async function prepare(core: Core, mails: ReadMails, item: Item, zone: string): Promise<ItemToAccept> {
  const { mail, toKeep } = await keep(core, mails, item.fileToken)
  const { wall, isToday } = mailWall(mail, core.ports.clock.now(), zone)
  const {
    fileToken,
    contactId,
    newPerson,
    subject,
    notes,
    direction,
    attach,
    underCustomer,
    activityId,
    fillsRevision,
    followUp,
  } = item
  return {
    fileToken,
    contactId,
    newPerson: contactId === null ? newPerson : null,
    subject,
    notes,
    direction,
    attach,
    underCustomer,
    activityId,
    fillsRevision,
    followUp,
    mail: toKeep,
    on: wall.on,
    time: isToday ? null : wall.time,
    closedAt: `${wall.on}T${wall.time}`,
  }
}

/** Keeps an offered mail's file, flushed, and reads what was kept. */
async function keep(core: Core, mails: ReadMails, token: string): Promise<{ mail: ParsedMail; toKeep: MailToKeep }> {
  const file = core.inbox.get(token)
  const state = await mails.stateOf(file)
  const kept = await core.vault().keep(file.path, file.name)
  const mail = await mails.taken(file, state, kept.sha256)
  return { mail, toKeep: mailToKeep(mail, file.name, kept) }
}

/** Mails that are saved with an activity; their tokens are used up by whoever saves it. */
export async function mailsOfActivity(
  core: Core,
  mails: ReadMails,
  wanted: readonly MailWith[],
): Promise<MailOfActivity[]> {
  if (wanted.length === 0) return []
  const own = await ownPeopleOf(core)
  const kept: MailOfActivity[] = []
  for (const { fileToken, attach, underCustomer } of wanted) {
    const { mail, toKeep } = await keep(core, mails, fileToken)
    kept.push({ mail: toKeep, direction: sidesOf(mail, own).direction, attach, underCustomer })
  }
  return kept
}
