// The first start (UX-7): language, who are you, then one's own contacts, the sample or an empty record. Window thread; nothing is kept before the user says so.
import { computed, ref, watch } from 'vue'
import { useRouter } from 'vue-router'
import type { JobState } from '../../../src-shared/contract/app.ts'
import { ask } from '../../ui/core.ts'
import { errorWords } from '../../ui/feedback/error-words.ts'
import { importContacts } from '../../ui/files/import-contacts.ts'
import { useJobs } from '../../ui/stores/jobs.store.ts'
import { useSettings } from '../../ui/stores/settings.store.ts'
import { language, say, speak, type Language } from '../../ui/words/i18n.ts'

/** Rough check before it is kept: something, one at sign, a dot in the domain. Empty is allowed. */
export function looksLikeMail(text: string): boolean {
  return text === '' || /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text)
}

export function useFirstStart() {
  const router = useRouter()
  const settings = useSettings()
  const jobs = useJobs()
  const step = ref<'who' | 'what'>('who')
  const name = ref('')
  const mail = ref('')
  const zone = ref<string | null>(null)
  const chosenLanguage = ref<Language>(language())
  const wasTried = ref(false)
  const isBusy = ref(false)
  const trouble = ref<string | null>(null)
  const jobId = ref<string | null>(null)
  if (settings.appState?.isFirstStart === false) void router.replace('/activities')

  watch(chosenLanguage, (value) => void speak(value))
  const systemZone = computed(() => settings.appState?.systemZone ?? '')
  const nameTrouble = computed(() => (wasTried.value && name.value.trim() === '' ? say('firstStart.nameNeeded') : null))
  const mailTrouble = computed(() => (wasTried.value && !looksLikeMail(mail.value.trim()) ? say('firstStart.mailWrong') : null))
  const job = computed<JobState | null>(() => (jobId.value === null ? null : (jobs.jobs.get(jobId.value) ?? null)))

  function toWhat(): void {
    wasTried.value = true
    if (nameTrouble.value === null && mailTrouble.value === null) step.value = 'what'
  }
  async function setUp(): Promise<boolean> {
    if (settings.appState?.isFirstStart === false) return true
    try {
      await ask('app.setUp', { language: chosenLanguage.value, name: name.value.trim(), mail: mail.value.trim(), zone: zone.value })
      await settings.refresh()
      await settings.refreshState()
      return true
    } catch (error) {
      trouble.value = errorWords(error)
      return false
    }
  }
  async function startEmpty(): Promise<void> {
    await during(async () => {
      if (await setUp()) await router.push('/activities')
    })
  }
  async function takeContacts(): Promise<void> {
    await during(async () => {
      if (!(await setUp())) return
      await router.push('/contacts')
      void importContacts()
    })
  }
  async function lookAround(): Promise<void> {
    await during(async () => {
      if (!(await setUp())) return
      // The page is loaded anew when the sample is there: then it must not come back here.
      history.replaceState(history.state, '', '#/activities')
      jobId.value = (await ask('sample.enter', {})).jobId
      const over = await jobs.whenOver(jobId.value)
      jobId.value = null
      if (over.status === 'failed') trouble.value = say('firstStart.sampleFailed')
    })
  }
  function cancelSample(): void {
    if (jobId.value !== null) jobs.cancel(jobId.value).catch((error: unknown) => (trouble.value = errorWords(error)))
  }
  async function during(work: () => Promise<void>): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    trouble.value = null
    try {
      await work()
    } catch (error) {
      trouble.value = errorWords(error)
    } finally {
      isBusy.value = false
    }
  }
  return { step, name, mail, zone, systemZone, chosenLanguage, nameTrouble, mailTrouble, trouble, isBusy, job, jobId, toWhat, startEmpty, takeContacts, lookAround, cancelSample }
}
