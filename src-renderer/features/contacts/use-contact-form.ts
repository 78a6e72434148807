// The form of one contact, new or existing: its values, draft, troubles, saving, and what is done when another window was faster (CON-1, UX-4).
import { computed, ref, watch } from 'vue'
import type { ContactValues } from '../../../src-shared/contract/contacts.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import { ask } from '../../ui/core.ts'
import { errorWords, notSavedWords } from '../../ui/feedback/error-words.ts'
import { useQuiet } from '../../ui/feedback/quiet.store.ts'
import type { ChosenContact } from '../../ui/fields/contact-field.vue'
import { useSettings } from '../../ui/stores/settings.store.ts'
import { say } from '../../ui/words/i18n.ts'
import {
  changedValues,
  cleaned,
  emptyValues,
  mergeStale,
  troublesOf,
  valuesOf,
  type Conflict,
} from './contact-values.ts'
import { useDraft } from './use-draft.ts'

export interface ContactFormProps {
  id?: string
  /** A draft of a new contact to go on with. */
  draftKey?: string
  kind?: 'company' | 'person'
  name?: string
  mail?: string
  phone?: string
  jobTitle?: string
  employerId?: string | null
  employerName?: string | null
}
interface Held {
  values: ContactValues
  /** What an existing contact was when it was opened. */
  base?: ContactValues
  employer: ChosenContact | null
  jobTitle: string
}

/** A plain copy, of reactive values too. */
const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

export function useContactForm(props: ContactFormProps, done: (saved: { id: string; name: string }) => void) {
  const settings = useSettings()
  const quiet = useQuiet()
  const kind = props.kind ?? 'company'
  // What was begun for one company, or under one name, is not offered for another, and is not written over.
  const beginning = [kind, props.employerId, props.name].filter(Boolean).join(':').slice(0, 100)
  const draftKey = props.draftKey ?? `contact:${props.id ?? `new:${beginning}`}`
  const draft = useDraft(draftKey)
  const country = settings.settings.country
  const values = ref<ContactValues>(emptyValues(kind, country, settings.me))
  const given = {
    employer: props.employerId ? { id: props.employerId, name: props.employerName ?? '' } : null,
    jobTitle: props.jobTitle ?? '',
  }
  const employer = ref<ChosenContact | null>(given.employer)
  const jobTitle = ref(given.jobTitle)
  const isReady = ref(false)
  const isBusy = ref(false)
  const wasTried = ref(false)
  const trouble = ref<string | null>(null)
  const conflicts = ref<Conflict[]>([])
  let base = copyOf(values.value)
  let revision = 0

  const troubles = computed(() => (wasTried.value ? troublesOf(values.value) : {}))
  const held = (): Held => copyOf({ values: values.value, base, employer: employer.value, jobTitle: jobTitle.value })
  const isChanged = (): boolean =>
    Object.keys(changedValues(cleaned(base), cleaned(held().values))).length > 0 ||
    jobTitle.value.trim() !== given.jobTitle ||
    employer.value?.id !== given.employer?.id

  function nameParts(name: string): void {
    if (values.value.kind === 'company') values.value.name = name
    else
      [values.value.givenName, values.value.familyName] = [name.split(' ')[0] ?? '', name.split(' ').slice(1).join(' ')]
  }
  async function load(): Promise<void> {
    try {
      const [contact, found] = await Promise.all([props.id ? ask('contact.get', { id: props.id }) : null, draft.find<Held>()])
      if (contact !== null) {
        base = valuesOf(contact)
        revision = contact.revision
        values.value = copyOf(base)
      } else {
        if (props.name) nameParts(props.name)
        for (const point of values.value.points)
          point.value =
            (point.kind === 'mail' ? props.mail : point.kind === 'phone' ? props.phone : undefined) ?? point.value
        base = copyOf(values.value)
      }
      if (found !== null) {
        if (props.id) takeTogether(found.base ?? base, found.values)
        else values.value = { ...values.value, ...found.values }
        employer.value = found.employer ?? employer.value
        jobTitle.value = found.jobTitle
      }
      isReady.value = true
    } catch (error) {
      trouble.value = errorWords(error)
    }
  }
  watch(
    [values, employer, jobTitle],
    () => {
      if (!isReady.value || isBusy.value) return
      if (isChanged()) draft.keep(cleaned(held().values).name || say(`lists.kinds.${values.value.kind}`), held())
    },
    { deep: true },
  )
  void load()

  async function discardDraft(): Promise<void> {
    values.value = copyOf(base)
    conflicts.value = []
    employer.value = given.employer
    jobTitle.value = given.jobTitle
    await draft.clear().catch((error: unknown) => console.warn('draft.clear', error))
  }
  async function save(): Promise<void> {
    wasTried.value = true
    if (!isReady.value || isBusy.value || conflicts.value.length > 0 || Object.keys(troublesOf(values.value)).length > 0) return
    isBusy.value = true
    trouble.value = null
    const clean = cleaned(held().values)
    try {
      if (props.id) await saveExisting(props.id, clean)
      else {
        const made = await ask('contact.create', {
          ...clean,
          employerId: clean.kind === 'person' ? (employer.value?.id ?? null) : null,
          jobTitle: jobTitle.value.trim(),
        })
        quiet.done(say('contacts.done.created', { name: clean.name }), made.changeSetId)
        await finish(made.id, clean.name)
      }
    } catch (error) {
      if (error instanceof KnownError && error.code === 'stale' && props.id) await putTogether(props.id)
      else trouble.value = notSavedWords(error)
    } finally {
      isBusy.value = false
    }
  }
  async function saveExisting(id: string, clean: ContactValues): Promise<void> {
    const changes = changedValues(cleaned(base), clean)
    if (Object.keys(changes).length > 0) {
      const saved = await ask('contact.save', { id, revision, values: changes })
      quiet.done(say('contacts.done.saved', { name: clean.name }), saved.changeSetId)
    }
    await finish(id, clean.name)
  }
  async function finish(id: string, name: string): Promise<void> {
    await draft.clear().catch((error: unknown) => console.warn('draft.clear', error))
    done({ id, name })
  }
  /** Another window saved first: what it changed is read, and only what both changed is asked about. */
  async function putTogether(id: string): Promise<void> {
    try {
      const contact = await ask('contact.get', { id })
      const before = base
      base = valuesOf(contact)
      revision = contact.revision
      takeTogether(before, held().values)
      trouble.value = say(conflicts.value.length > 0 ? 'errors.stale' : 'contacts.form.mergedStale')
    } catch (error) {
      trouble.value = errorWords(error)
    }
  }
  /** What I made of `before`, and what the contact became meanwhile. */
  function takeTogether(before: ContactValues, mine: ContactValues): void {
    const { merged, conflicts: found } = mergeStale(cleaned(before), cleaned(mine), base)
    values.value = merged
    conflicts.value = found
  }
  function resolve(conflict: Conflict, take: 'mine' | 'theirs'): void {
    if (take === 'theirs') (values.value as Record<string, unknown>)[conflict.field] = copyOf(conflict.theirs)
    conflicts.value = conflicts.value.filter((one) => one.field !== conflict.field)
    if (conflicts.value.length === 0) trouble.value = null
  }
  /** The title of the draft that stays when the form is left; null when nothing was written. */
  const draftTitle = (): string | null =>
    isReady.value && isChanged() ? cleaned(held().values).name || say(`lists.kinds.${values.value.kind}`) : null
  return {
    draftKey,
    draftTitle,
    values,
    employer,
    jobTitle,
    isReady,
    isBusy,
    troubles,
    trouble,
    conflicts,
    draftSavedAt: draft.savedAt,
    save,
    resolve,
    discardDraft,
  }
}
