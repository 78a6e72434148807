// The form of one activity: its values, what is still wrong, the draft that outlives the window, saving, and a conflict with another window.
import { computed, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue'
import type { ActivityDetail, ActivityValues } from '../../../src-shared/contract/activities.ts'
import { isOpen } from '../../../src-shared/domain/activity-state.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import { ask } from '../../bridge/bridge.ts'
import type { SeriesScope } from '../../../src-shared/contract/activity-parts.ts'
import type { ChosenContact } from '../../ui/fields/contact-field.vue'
import { openDialog, type Dialogs } from '../../ui/dialogs/dialogs.ts'
import { notSavedWords } from '../../ui/feedback/error-words.ts'
import { useQuiet } from '../../ui/feedback/quiet.store.ts'
import { useSettings } from '../../ui/stores/settings.store.ts'
import { say } from '../../ui/words/i18n.ts'
import { emptyFields, fieldsOf, mergeFields, takePart, troublesOf, valuesOf, withModules, type FormFields } from './activity-fields.ts'
import { isMailFile, type PickedFile } from '../../ui/files/pick-files.ts'
import type { FormMail } from './form-mail.ts'
import { useFormMails } from './use-form-mails.ts'

const draftPauseMs = 900

export interface Conflict {
  /** Parts of the form that both changed. */
  parts: string[]
  yours: FormFields
  theirs: FormFields
  /** Found when a draft was opened again: choosing does not save. */
  isOfDraft: boolean
}

export function useActivityForm(props: Dialogs['activity-form']['props']) {
  const settings = useSettings()
  const quiet = useQuiet()
  const now = () => settings.now
  const fields = reactive<FormFields>(emptyFields(now(), settings.me, settings.zone))
  const original = shallowRef<ActivityDetail | null>(null)
  const draftAt = ref<number | null>(null)
  const isLoading = ref(true)
  const isSaving = ref(false)
  /** Troubles show once saving was tried, not while the form is still being filled. */
  const isTried = ref(false)
  const conflict = shallowRef<Conflict | null>(null)
  // What was begun for one contact, hour or earlier activity is not offered for another.
  const beginning =
    props.followsId ?? props.companyId ?? props.personId ?? (props.on ? `${props.on}T${props.time ?? ''}` : null)
  const draftKey = props.draftKey ?? `activity-form:${props.id ?? (beginning === null ? 'new' : `new:${beginning}`)}`
  let clean = ''

  /** Files to be kept with it. */
  const files = ref<PickedFile[]>([])
  /** Mails that are taken in with it. */
  const mails = shallowRef<FormMail[]>([])
  /** Fields in which something stands that cannot be read: `on`, `time`, `closedOn`... */
  const unread = reactive<Record<string, boolean>>({})

  const isPrivate = computed(() => {
    const type = settings.types.get(fields.typeId)
    return type?.isPrivate === true || type?.builtin === 'internal' || (original.value?.mails.length ?? 0) > 0
  })
  const allTroubles = computed(() => {
    const unreadable = Object.fromEntries(
      Object.entries(unread).flatMap(([field, isUnread]) => (isUnread ? [[field, 'notUnderstood']] : [])),
    )
    return { ...troublesOf(fields, isPrivate.value), ...unreadable }
  })
  const troubles = computed<Partial<Record<string, string>>>(() =>
    isTried.value
      ? Object.fromEntries(
          Object.entries(allTroubles.value).map(([field, words]) => [field, say(`activities.form.${words}`)]),
        )
      : {},
  )
  const text = (): string => JSON.stringify(fields)
  const isDirty = (): boolean => text() !== clean || files.value.length > 0 || mails.value.length > 0

  async function named(id: string | null | undefined): Promise<ChosenContact | null> {
    if (!id) return null
    const contact = await ask('contact.get', { id })
    return {
      id,
      name: contact.name,
      kind: contact.kind,
      employerId: contact.employerId,
      employerName: contact.employerName,
    }
  }
  /** What a draft would have closed may have been closed meanwhile. */
  async function isStillOpen(id: string | null): Promise<boolean> {
    const [row] = id === null ? [] : (await ask('activity.rows', { ids: [id] })).rows
    return row !== undefined && isOpen(row.state)
  }
  /** The type proposed for something new: the first of the list. */
  const firstType = (): string =>
    [...settings.lists.types].filter((type) => !type.isArchived).sort((a, b) => a.position - b.position)[0]?.id ?? ''

  async function load(): Promise<void> {
    try {
      if (props.id) {
        original.value = await ask('activity.get', { id: props.id })
        Object.assign(fields, fieldsOf(original.value))
      } else {
        const typeId = props.typeId ?? firstType()
        const [company, person] = await Promise.all([named(props.companyId), named(props.personId)])
        const minutes = props.minutes ?? settings.types.get(typeId)?.defaultMinutes ?? null
        Object.assign(fields, {
          typeId,
          company,
          person,
          minutes: minutes === null ? '' : String(minutes),
          followsId: props.followsId ?? null,
          closes: props.closes ?? null,
          ...(props.on ? { on: props.on } : {}),
          ...(props.time !== undefined ? { time: props.time } : {}),
          ...(props.until ? { until: props.until } : {}),
          ...(props.ownerId ? { ownerId: props.ownerId } : {}),
          ...(props.subject ? { subject: props.subject } : {}),
        })
      }
      fields.more = withModules(fields.more, fields.typeId)
      clean = text()
      if (isFields(props.fields)) {
        const {
          files: picked,
          mails: taken,
          ...typed
        } = props.fields as FormFields & { files?: PickedFile[]; mails?: FormMail[] }
        Object.assign(fields, typed)
        files.value = picked ?? []
        mails.value = taken ?? []
        fields.more = withModules(fields.more, fields.typeId)
        isLoading.value = false
        return
      }
      const draft = await ask('draft.get', { key: draftKey })
      if (draft && isFields(draft.value)) {
        const { base, ...typed } = draft.value
        Object.assign(fields, typed, props.closes ? { closes: props.closes } : {})
        fields.more = withModules(fields.more ?? {}, fields.typeId)
        if (base !== undefined) putTogether(base, JSON.parse(clean) as FormFields, true)
        if (fields.closes && !props.closes && !(await isStillOpen(fields.followsId))) fields.closes = null
        const keptMails = draft.files.filter(isMailFile)
        files.value = draft.files.filter((file) => !keptMails.includes(file))
        await withMails.restore(keptMails)
        draftAt.value = draft.savedAt
      }
    } catch (error) {
      quiet.trouble(error)
    }
    isLoading.value = false
  }
  const loaded = load()

  // --- the draft: what the form held when the window ended is offered again
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false
  /** False where it cannot be kept, which is said. */
  async function keepDraft(): Promise<boolean> {
    clearTimeout(timer)
    if (isOver || isLoading.value) return true
    try {
      if (isDirty())
        await ask('draft.set', {
          key: draftKey,
          title: fields.subject.slice(0, 200) || say('activities.form.new'),
          value: { ...fields, ...(props.id ? { base: JSON.parse(clean) as FormFields } : {}) },
          files: [...files.value, ...mails.value].map(({ token }) => token),
        })
    } catch (error) {
      quiet.trouble(error)
      return false
    }
    return true
  }
  watch([fields, files, mails], () => {
    clearTimeout(timer)
    timer = setTimeout(() => void keepDraft(), draftPauseMs)
  })
  onScopeDispose(() => clearTimeout(timer))
  async function discardDraft(): Promise<void> {
    draftAt.value = null
    Object.assign(fields, JSON.parse(clean) as FormFields)
    files.value = []
    mails.value = []
    await ask('draft.clear', { key: draftKey })
  }
  /** Leaving: true when a draft stays. */
  async function leave(): Promise<boolean> {
    const stays = isDirty()
    const isKept = await keepDraft()
    isOver = true
    return stays && isKept
  }

  /** Another form goes on with what is here, and with the draft. */
  function handOver(): void {
    clearTimeout(timer)
    isOver = true
  }

  // --- the type proposes its duration, the person its company
  function setType(typeId: string): void {
    const remindersOfType = withModules({}, fields.typeId)['reminders']
    const was = settings.types.get(fields.typeId)?.defaultMinutes ?? null
    const untouched = fields.minutes === '' || fields.minutes === String(was)
    const next = settings.types.get(typeId)?.defaultMinutes ?? null
    fields.typeId = typeId
    if (untouched) fields.minutes = next === null ? '' : String(next)
    if (!props.id && isSame(fields.more['reminders'], remindersOfType))
      Object.assign(fields.more, { reminders: withModules({}, typeId)['reminders'] })
  }
  function setPerson(person: ChosenContact | null): void {
    fields.person = person
    if (person?.employerId && fields.company === null)
      fields.company = { id: person.employerId, name: person.employerName ?? '', kind: 'company' }
  }

  const withMails = useFormMails(
    { fields, files, mails, loaded, before: () => JSON.parse(clean) as FormFields, setType, setPerson },
    props.id ?? null,
  )

  /** Saves; the id, or null when something is still wrong (which then shows). */
  async function save(): Promise<string | null> {
    await loaded
    isTried.value = true
    if (isSaving.value || Object.keys(allTroubles.value).length > 0) return null
    isSaving.value = true
    const tokens = files.value.map(({ token }) => token)
    const values: ActivityValues = {
      ...valuesOf(fields),
      ...(tokens.length > 0 ? { files: tokens } : {}),
      ...withMails.values(),
    }
    try {
      let id = props.id ?? ''
      let changeSetId: string | null
      if (original.value) {
        const changes = changedOnly(original.value, values)
        const scope = await scopeOf(original.value, changes)
        if (scope === null) return null
        if (scope === 'this') {
          const { recurrence: _rule, ...rest } = changes
          const saved = await ask('activity.save', {
            id,
            revision: original.value.revision,
            values: original.value.series && !original.value.series.isEnded ? rest : changes,
          })
          changeSetId = saved.changeSetId
        } else {
          const { recurrence, when, ...rest } = changes
          const saved = await ask('series.change', {
            id,
            revision: original.value.revision,
            scope,
            values: rest,
            ...(when === undefined ? {} : { when }),
            ...('recurrence' in changes ? { recurrence } : {}),
          })
          changeSetId = saved.changeSetId
        }
      } else {
        const made = await ask('activity.create', { ...values, ...(fields.closes ? { closes: fields.closes } : {}) })
        id = made.id
        changeSetId = made.changeSetId
      }
      isOver = true
      clearTimeout(timer)
      await ask('draft.clear', { key: draftKey })
      if (mails.value.length > 0) await withMails.remember()
      const closed = fields.closes ? `${say('activities.said.closed', { n: 1 }, 1)} ` : ''
      quiet.done(
        closed + say(original.value ? 'activities.said.saved' : 'activities.said.created', { subject: values.subject }),
        changeSetId,
      )
      return id
    } catch (error) {
      if (!(error instanceof KnownError && error.code === 'stale' && (await isReadAnew()))) {
        quiet.trouble(error, notSavedWords(error))
        return null
      }
    } finally {
      isSaving.value = false
    }
    // Where nobody changed the same, both changes stand.
    return conflict.value === null ? save() : null
  }
  /** Another window saved first: what it changed is taken into the form. False where it cannot be read. */
  async function isReadAnew(): Promise<boolean> {
    try {
      const found = await ask('activity.get', { id: props.id ?? '' })
      const before = JSON.parse(clean) as FormFields
      original.value = found
      const theirs = fieldsOf(found)
      theirs.more = withModules(theirs.more, theirs.typeId)
      clean = JSON.stringify(theirs)
      putTogether(before, theirs, false)
      return true
    } catch (error) {
      console.warn('activity.get', error)
      return false
    }
  }
  function putTogether(base: FormFields, theirs: FormFields, isOfDraft: boolean): void {
    const yours = JSON.parse(text()) as FormFields
    const { merged, conflicts } = mergeFields(base, yours, theirs)
    Object.assign(fields, merged)
    conflict.value = conflicts.length > 0 ? { parts: conflicts, yours, theirs, isOfDraft } : null
  }
  /** The user chose, part by part: what is theirs is taken into the form, then the rest is saved over it. */
  async function resolve(takeTheirs: string[]): Promise<string | null> {
    const settled = conflict.value
    conflict.value = null
    if (settled === null) return null
    for (const part of takeTheirs) takePart(part, fields, settled.theirs)
    return settled.isOfDraft ? null : save()
  }

  return {
    handOver,
    files,
    mails: withMails,
    unread,
    draftKey,
    fields,
    original,
    draftAt,
    isLoading,
    isSaving,
    conflict,
    troubles,
    isPrivate,
    loaded,
    setType,
    setPerson,
    save,
    resolve,
    leave,
    discardDraft,
    firstType,
  }
}

export type ActivityForm = ReturnType<typeof useActivityForm>

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
/** What came of one alone is never meant for the others. */
const ofOneAlone = new Set(['state', 'resultId', 'closedAt', 'cancelReason', 'files', 'mails', 'next', 'followsId'])

/** For one of a series: which of them the changes are for (ACT-15). Null: the user thought better of it. */
async function scopeOf(original: ActivityDetail, changes: Partial<ActivityValues>): Promise<SeriesScope | null> {
  const shared = Object.keys(changes).filter((key) => !ofOneAlone.has(key))
  if (original.series === null || original.series.isEnded || shared.length === 0) return 'this'
  const answer = await openDialog('series-scope', { how: 'change', isRule: 'recurrence' in changes })
  return answer?.scope ?? null
}

/** Only what differs from what was read travels. */
function changedOnly(original: ActivityDetail, values: ActivityValues): Partial<ActivityValues> {
  const before = valuesOf(fieldsOf(original)) as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(values).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key])),
  )
}

function isFields(value: unknown): value is FormFields & { base?: FormFields } {
  return value !== null && typeof value === 'object' && 'subject' in value && 'typeId' in value && 'on' in value
}
