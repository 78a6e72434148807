// The answers to the two questions of EML-2, proposed as they were remembered, and which of them are to be remembered.
import { ref, type Ref } from 'vue'
import { useSettings } from '../stores/settings.store.ts'

export interface MailAnswers {
  /** Attach the mail; else only its information is taken. */
  attach: boolean
  /** File it under the company of the person, too. */
  underCustomer: boolean
}

export function useMailAnswers(): {
  answers: Ref<MailAnswers>
  remembers: Ref<MailAnswers>
  remember(): Promise<void>
} {
  const settings = useSettings()
  const { mailAttach, mailUnderCustomer } = settings.settings
  const answers = ref<MailAnswers>({ attach: mailAttach !== 'no', underCustomer: mailUnderCustomer !== 'no' })
  const remembers = ref<MailAnswers>({ attach: mailAttach !== 'ask', underCustomer: mailUnderCustomer !== 'ask' })
  const kept = (isKept: boolean, answer: boolean): 'ask' | 'yes' | 'no' => (isKept ? (answer ? 'yes' : 'no') : 'ask')
  async function remember(): Promise<void> {
    const wanted = {
      mailAttach: kept(remembers.value.attach, answers.value.attach),
      mailUnderCustomer: kept(remembers.value.underCustomer, answers.value.underCustomer),
    }
    const now = settings.settings
    if (wanted.mailAttach !== now.mailAttach || wanted.mailUnderCustomer !== now.mailUnderCustomer)
      await settings.set(wanted)
  }
  return { answers, remembers, remember }
}
