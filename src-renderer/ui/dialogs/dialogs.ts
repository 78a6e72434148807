// Dialogs over whatever is on screen, opened by name, so that one feature can offer another's without importing it. Names are bound to
// components in src-renderer/dialogs.ts; each is shown by the dialog outlet of the shell and answers once.
import { markRaw, ref, shallowRef, type Component, type Ref, type ShallowRef } from 'vue'
import type { Closing } from '../../../src-shared/contract/activities.ts'
import type { SeriesScope } from '../../../src-shared/contract/activity-parts.ts'
import type { Note } from '../../../src-shared/contract/contacts.ts'
import type { MailSourceRef } from '../../../src-shared/contract/mail-parts.ts'
import type { MailTarget } from '../files/drop-places.ts'
import type { NamedFile } from '../files/dropped-files.ts'
import type { PickedFile } from '../files/pick-files.ts'
import type { HandedFile } from '../stores/mail-drop.store.ts'
import type { Selection } from '../../../src-shared/contract/lists.ts'
import type { MailAttachment } from '../../../src-shared/domain/parsed-mail.ts'

/** What a new activity starts with. A type, not an interface: props are records. */
export type NewActivity = {
  companyId?: string | null
  personId?: string | null
  typeId?: string
  on?: string
  time?: string | null
  minutes?: number | null
  until?: string | null
  ownerId?: string
  subject?: string
  followsId?: string
  /** How the one it follows is closed when this one is saved (NXT-1). */
  closes?: Closing
}

/** What each dialog is given and what it answers; null: left without doing anything. */
export interface Dialogs {
  'activity-form': {
    props: NewActivity & { id?: string; fields?: Record<string, unknown>; draftKey?: string }
    answer: { id: string }
  }
  /** The quick form (ACT-4), for something new; the full form is reached from it. */
  'activity-quick': { props: NewActivity & { draftKey?: string }; answer: { id: string } }
  /** Which activities of a series (ACT-15). `isRule`: the rule itself changed, so that one alone makes no sense. */
  'series-scope': { props: { how: 'change' | 'cancel' | 'bin'; isRule?: boolean }; answer: { scope: SeriesScope } }
  'activity-close': { props: { selection: Selection; count: number; subject?: string }; answer: { changed: number } }
  'activity-cancel': {
    props: {
      selection: Selection
      count: number
      subject?: string
      series?: { id: string; scope: 'following' | 'all' }
    }
    answer: { changed: number }
  }
  'bulk-dates': {
    props: { of: 'activities' | 'contacts'; selection: Selection; count: number }
    answer: { changed: number }
  }
  /** Calendar files (.ics): what they would change, then taken in. */
  'calendar-import': { props: { files: File[] }; answer: { changed: number } }
  /** A file of contacts, or several cards; without one it is chosen there. Answers where contacts were taken in. */
  'contact-import': { props: { files?: (File | PickedFile)[] }; answer: { changed: number } }
  /** Everything overdue (BLK-7). `owner`: an id; null: everybody's; not given: mine. */
  'rescue-overdue': { props: { owner?: string | null }; answer: { changed: number } }
  'contact-form': {
    props: {
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
    answer: { id: string; name: string }
  }
  /** With `note` it is changed, else a new one is written. */
  'note-form': {
    props: { note?: Note; contactId: string; contactName?: string; activityId?: string | null }
    answer: { id: string }
  }
  /** Attachments of a mail, the one at `index` shown. */
  'mail-part': { props: { source: MailSourceRef; parts: MailAttachment[]; index: number }; answer: never }
  /** Into another activity, or under another contact. */
  'file-mail': { props: { id: string; subject: string }; answer: { changeSetId: string | null } }
  /** Before a file that could run is opened. */
  'run-warning': { props: { name: string }; answer: 'open' | 'save' }
  /** Text of a mail, pasted; then it is taken in like any other. */
  'paste-mail': {
    props: { text: string; contactId: string | null; activityId: string | null }
    answer: { accepted: number }
  }
  /** `handed`: files that the core has already. */
  'take-in-mail': {
    props: { files: File[]; handed?: (Pick<HandedFile, 'token' | 'name'> & { size?: number })[]; contactId?: string | null; activityId?: string | null; placeName?: string }
    answer: { accepted: number }
  }
  /** Many mails at once: files, folders still to be walked, or what the core has already. Answers the import that was begun. */
  'mail-import': {
    props: { files?: NamedFile[]; entries?: FileSystemEntry[]; tokens?: HandedFile[]; where: MailTarget | null }
    answer: { importId: string }
  }
  'mail-view': { props: { id: string }; answer: never }
  /** `texts`: what the message shows for this link. */
  'mail-link': { props: { url: string; texts: string[] }; answer: never }
  'record-history': { props: { recordId: string; title: string }; answer: never }
  'entry-in-use': {
    props: {
      list: 'types' | 'results' | 'tags' | 'reasons' | 'actions'
      id: string
      name: string
      uses: number
      isArchived: boolean
      others: { value: string; text: string }[]
    }
    answer: 'archive' | 'merged'
  }
  'tag-rhythms': { props: Record<string, never>; answer: never }
  confirm: { props: { title: string; text: string; action: string; danger?: boolean; leave?: string }; answer: true }
}
export type DialogName = keyof Dialogs

export interface OpenDialog {
  key: number
  name: DialogName
  component: Component
  props: Record<string, unknown>
  answer: (value: unknown) => void
  /** Whatever had the focus when it opened gets it back. */
  returnTo: HTMLElement | null
}

export const openDialogs: ShallowRef<OpenDialog[]> = shallowRef([])
/** True while a dialog is over the page: the page's own keys rest. */
export const isDialogOpen: Ref<boolean> = ref(false)

const components = new Map<DialogName, Component>()
let count = 0

/** Binds a name to the component that is loaded when it is first opened. It emits `answer` with the value, or `answer` with null. */
export function bindDialog(name: DialogName, component: Component): void {
  components.set(name, markRaw(component))
}

/** Opens a dialog and waits for its answer; null when the user left it. */
export function openDialog<N extends DialogName>(
  name: N,
  props: Dialogs[N]['props'],
): Promise<Dialogs[N]['answer'] | null> {
  const component = components.get(name)
  if (!component) return Promise.reject(new Error(`no dialog is bound to ${name}`))
  return new Promise((resolve) => {
    const key = ++count
    const returnTo = document.activeElement instanceof HTMLElement ? document.activeElement : null
    const answer = (value: unknown): void => {
      openDialogs.value = openDialogs.value.filter((one) => one.key !== key)
      isDialogOpen.value = openDialogs.value.length > 0
      resolve((value ?? null) as Dialogs[N]['answer'] | null)
      if (returnTo?.isConnected) requestAnimationFrame(() => returnTo.focus({ preventScroll: true }))
    }
    openDialogs.value = [...openDialogs.value, { key, name, component, props, answer, returnTo }]
    isDialogOpen.value = true
  })
}

/** Asks yes or no; the button says what will happen. */
export async function confirm(title: string, text: string, action: string, danger = false): Promise<boolean> {
  return (await openDialog('confirm', { title, text, action, danger })) === true
}
