// Files and mails dropped on the form of an activity or chosen there (EML-1, EML-2): plain files are kept with it; a mail is recognised, fills what it may
// fill, asks before it replaces what was typed, and is taken into the record when the form is saved.
import { computed, type Ref } from 'vue'
import type { MailMatch, MailProposal } from '../../../src-shared/contract/mail.ts'
import { isSure } from '../../../src-shared/domain/mail-match.ts'
import { ask } from '../../ui/core.ts'
import { openDialog } from '../../ui/dialogs/dialogs.ts'
import { knownWords } from '../../ui/feedback/error-words.ts'
import { useQuiet } from '../../ui/feedback/quiet.store.ts'
import type { ChosenContact } from '../../ui/fields/contact-field.vue'
import type { FileTaker } from '../../ui/files/drop-places.ts'
import { isMailFile, offer, type PickedFile } from '../../ui/files/pick-files.ts'
import { useMailAnswers } from '../../ui/mail/mail-answers.ts'
import { areMany } from '../../ui/stores/mail-drop.store.ts'
import { useSettings } from '../../ui/stores/settings.store.ts'
import { say } from '../../ui/words/i18n.ts'
import type { FormFields } from './activity-fields.ts'
import { becomesEmail, filledFrom, mailsOf, takesFields, wouldReplace, type FormMail } from './form-mail.ts'

interface Form {
  fields: FormFields
  files: Ref<PickedFile[]>
  mails: Ref<FormMail[]>
  /** Resolves when the fields are there. */
  loaded: Promise<void>
  before: () => FormFields
  setType: (typeId: string) => void
  setPerson: (person: ChosenContact | null) => void
}

export function useFormMails(form: Form, activityId: string | null) {
  const settings = useSettings()
  const quiet = useQuiet()
  const { fields, files, mails } = form
  const { answers, remembers, remember } = useMailAnswers()
  const ground = () => ({
    before: form.before(),
    isNew: activityId === null,
    nowTime: settings.now.time,
    emailTypeId: settings.lists.types.find(({ builtin }) => builtin === 'email')?.id ?? null,
    informativeId: settings.lists.results.find(({ builtin }) => builtin === 'informative')?.id ?? null,
  })
  const hasContact = (): boolean => fields.company !== null || fields.person !== null

  async function take(chosen: readonly File[]): Promise<void> {
    await form.loaded
    const plain = chosen.filter((file) => !isMailFile(file))
    const messages = chosen.filter(isMailFile)
    try {
      if (plain.length > 0) files.value = [...files.value, ...(await offer(plain))]
      if (areMany(messages)) quiet.show(say('mail.tooManyHere'))
      else if (messages.length > 0) await takeMails(messages)
    } catch (error) {
      quiet.trouble(error)
    }
  }
  /** Those of a draft, as they were left: nothing is filled or asked again. */
  async function restore(picked: readonly PickedFile[]): Promise<void> {
    if (picked.length === 0) return
    const { proposals } = await ask('mail.propose', {
      fileTokens: picked.map(({ token }) => token),
      contactId: null,
      activityId,
    })
    mails.value = proposals
      .filter(({ status }) => status === 'ready')
      .map((proposal) => ({ token: proposal.fileToken, proposal }))
  }
  async function takeMails(messages: readonly File[]): Promise<void> {
    const offered = await offer(messages)
    const here = mails.value.map(({ token }) => token)
    // With those that are here already: the same message again is recognised.
    const fileTokens = [...here, ...offered.map(({ token }) => token)]
    const { proposals } = await ask('mail.propose', {
      fileTokens,
      contactId: fields.person?.id ?? fields.company?.id ?? null,
      activityId,
    })
    for (const proposal of proposals.filter(({ fileToken }) => !here.includes(fileToken))) {
      if (proposal.status === 'ready') await takeMail(proposal)
      else quiet.show(refusalOf(proposal), { tone: 'trouble' })
    }
  }
  async function takeMail(proposal: MailProposal): Promise<void> {
    const isFirst = mails.value.length === 0
    mails.value = [...mails.value, { token: proposal.fileToken, proposal }]
    const [match] = proposal.matches
    if (!hasContact() && match !== undefined && isSure(match.reason)) chooseMatch(match)
    if (isFirst && takesFields(fields, ground())) await fill(proposal)
  }
  async function fill(proposal: MailProposal): Promise<void> {
    const now = ground()
    const typed = wouldReplace(fields, proposal, now)
    const replaces = typed.length > 0 && (await asksToReplace(typed))
    if (becomesEmail(fields, now) && now.emailTypeId !== null) form.setType(now.emailTypeId)
    Object.assign(fields, filledFrom(fields, proposal, now, replaces ? [] : typed))
  }
  async function asksToReplace(typed: readonly string[]): Promise<boolean> {
    const names = typed.map((field) => say(`fields.${field}`)).join(', ')
    return (
      (await openDialog('confirm', {
        title: say('mail.replaceTitle'),
        text: say('mail.replaceText', { fields: names }),
        action: say('mail.replace'),
        leave: say('mail.keepTyped'),
      })) === true
    )
  }
  function refusalOf({ fileName, unreadable, duplicateOf }: MailProposal): string {
    if (unreadable !== null) return knownWords('mail_unreadable', { name: fileName, reason: unreadable })
    return duplicateOf?.contactName
      ? say('mail.alreadyAt', { name: duplicateOf.contactName })
      : say(duplicateOf?.state === 'waiting' ? 'tray.alreadyWaiting' : 'mail.already')
  }

  // --- whose it is, where that is not sure
  const suggested = computed(() => (hasContact() ? [] : (mails.value[0]?.proposal.matches ?? [])))
  const sender = computed(() => (hasContact() ? null : (mails.value[0]?.proposal.newPerson ?? null)))
  function chooseMatch({ contactId, name, kind, employerId, employerName }: MailMatch): void {
    if (kind === 'company') fields.company = { id: contactId, name, kind }
    else form.setPerson({ id: contactId, name, kind, employerId, employerName })
  }
  /** The sender as a person, after the company of the signature where that is not known yet (EML-5). */
  async function createSender(): Promise<void> {
    const person = sender.value
    if (person === null) return
    const known = person.companyId === null ? null : { id: person.companyId, name: person.company ?? '' }
    const company =
      known ??
      (person.company === null ? null : await openDialog('contact-form', { kind: 'company', name: person.company }))
    if (company !== null) fields.company = { ...company, kind: 'company' }
    const made = await openDialog('contact-form', {
      kind: 'person',
      name: `${person.givenName} ${person.familyName}`.trim() || person.mail,
      mail: person.mail,
      phone: person.phones[0] ?? '',
      jobTitle: person.jobTitle ?? '',
      employerId: company?.id ?? null,
      employerName: company?.name ?? null,
    })
    if (made !== null) form.setPerson({ id: made.id, name: made.name, kind: 'person' })
  }

  const taker: FileTaker = { take: (dropped) => void take(dropped), words: say('activities.form.drop') }
  return {
    mails,
    answers,
    remembers,
    remember,
    take,
    taker,
    restore,
    suggested,
    sender,
    chooseMatch,
    createSender,
    /** Whether the mails fill the form, or are only attached. */
    fills: computed(() => mails.value.length > 0 && fields.typeId === ground().emailTypeId),
    /** The customer that the second question is about. */
    company: computed(() =>
      fields.person === null ? null : (fields.company?.name ?? fields.person.employerName ?? null),
    ),
    remove: (token: string): void => void (mails.value = mails.value.filter((one) => one.token !== token)),
    values: () => (mails.value.length === 0 ? {} : { mails: mailsOf(mails.value, answers.value) }),
  }
}
export type FormMails = ReturnType<typeof useFormMails>
