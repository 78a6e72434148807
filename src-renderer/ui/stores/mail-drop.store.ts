// Where mails that are dropped on the window, pasted or chosen go: into what they are dropped on (`drop-places.ts`), else into the contact or activity whose
// page is shown, else wherever they belong by themselves. A dialog that is open lets nothing pass to the page behind it.
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { defineStore } from 'pinia'
import { isDialogOpen, openDialog } from '../dialogs/dialogs.ts'
import { useQuiet } from '../feedback/quiet.store.ts'
import { placeAt, type MailTarget, type PlaceHere } from '../files/drop-places.ts'
import { entriesOf, hasFolder, type NamedFile } from '../files/dropped-files.ts'
import { importContacts, isContactFile } from '../files/import-contacts.ts'
import { attach, isMailFile } from '../files/pick-files.ts'
import { say } from '../words/i18n.ts'

/** A file that the core has already: by its token. */
export interface HandedFile {
  token: string
  name: string
  size: number
  isFolder: boolean
}

/** With their folders, in order; hidden files are left out. */
function byName(files: readonly File[]): NamedFile[] {
  const named = files
    .filter(({ name }) => !name.startsWith('.'))
    .map((file) => ({ file, name: file.webkitRelativePath || file.name }))
  return named.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

/** More mails than this are not decided one by one in a dialog. */
const mostAtOnce = 20
const mailbox = /\.(?:mbox|mbx)$/i
/** Bytes of all together; more take longer to be read than somebody looks on. */
const mostBytes = 300_000_000

/** So many, or so much of several, that they are imported in the background. One mail is decided in its dialog however large it is. */
export const areMany = (files: readonly { name: string; size: number }[]): boolean =>
  files.length > mostAtOnce ||
  files.some(({ name }) => mailbox.test(name)) ||
  (files.length > 1 && files.reduce((sum, { size }) => sum + size, 0) > mostBytes)

export const useMailDrop = defineStore('mailDrop', () => {
  const targets: ShallowRef<(() => MailTarget | null)[]> = shallowRef([])
  const focused: ShallowRef<(() => MailTarget | null)[]> = shallowRef([])

  const target = (): MailTarget | null => targets.value.at(-1)?.() ?? null
  /** The activity that keys and commands are about now. */
  const activity = (): MailTarget | null => {
    const shown = focused.value.at(-1)?.() ?? target()
    return shown !== null && shown.activityId !== null ? shown : null
  }
  /** What would take files dropped here; null where nothing does. `place` null: the window itself, for no record in particular. */
  function here(at: EventTarget | null): PlaceHere | { element: null; place: MailTarget | null } | null {
    return placeAt(at) ?? (isDialogOpen.value ? null : { element: null, place: target() })
  }

  /**
   * Files dropped or chosen. Many, and mailboxes, become an import; a few are decided at once. On an activity, files that are no mails are attached; anywhere
   * else those of contacts are imported.
   */
  function take(files: File[], where: MailTarget | null = target()): void {
    const activityId = where?.activityId ?? null
    const plain = activityId === null ? [] : files.filter((file) => !isMailFile(file))
    const contacts = activityId === null ? files.filter(isContactFile) : []
    const mails = files.filter((file) => !plain.includes(file) && !contacts.includes(file))
    if (activityId !== null && plain.length > 0) void attachPlain(activityId, plain)
    if (contacts.length > 0) void importContacts(contacts)
    if (mails.length === 0) return
    if (areMany(mails)) importFiles({ files: byName(mails) }, where)
    else void openDialog('take-in-mail', { files: mails, contactId: where?.contactId ?? null, activityId, placeName: where?.name ?? '' })
  }
  async function attachPlain(activityId: string, files: File[]): Promise<void> {
    const quiet = useQuiet()
    try {
      const done = await attach({ activityId }, files)
      quiet.done(say('files.added', { n: done.added }, done.added), done.changeSetId)
    } catch (error) {
      quiet.trouble(error)
    }
  }
  function importFiles(
    what: { files: NamedFile[] } | { entries: FileSystemEntry[] } | { tokens: HandedFile[] },
    where: MailTarget | null,
  ): void {
    void openDialog('mail-import', { ...what, where })
  }

  /** A mail's text, for the contact or activity that is shown. */
  function paste(text: string): void {
    const where = target()
    void openDialog('paste-mail', { text, contactId: where?.contactId ?? null, activityId: where?.activityId ?? null })
  }
  /** What was dropped: files, folders or both. */
  function drop(transfer: DataTransfer, at: EventTarget | null): void {
    const place = here(at)?.place
    if (place === undefined) return
    const entries = entriesOf(transfer)
    const isTaker = place !== null && 'take' in place
    if (isTaker && hasFolder(entries)) useQuiet().show(say('mail.noFolderHere'))
    else if (isTaker) place.take([...transfer.files])
    else if (hasFolder(entries)) importFiles({ entries }, place)
    else take([...transfer.files], place)
  }

  /** Files that the system handed over, known by their tokens. */
  function takeHanded(handed: HandedFile[]): void {
    const contacts = handed.filter((file) => !file.isFolder && isContactFile(file))
    const mails = handed.filter((file) => !contacts.includes(file))
    if (contacts.length > 0) void importContacts(contacts)
    if (areMany(mails) || mails.some(({ isFolder }) => isFolder)) importFiles({ tokens: mails }, null)
    else if (mails.length > 0)
      void openDialog('take-in-mail', { files: [], handed: mails, contactId: null, activityId: null })
  }

  /** Lets the user choose mail files, or a folder of them. */
  function choose(where: MailTarget | null = target(), kind: 'files' | 'folder' = 'files'): void {
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = true
    if (kind === 'folder') input.webkitdirectory = true
    else input.accept = '.eml,.msg,.mbox,.mbx,message/rfc822,application/vnd.ms-outlook,application/mbox'
    // In the page while it is asked: an element that nothing holds may be gone before the answer.
    input.hidden = true
    document.body.append(input)
    input.addEventListener('change', () => {
      input.remove()
      const files = [...(input.files ?? [])]
      if (kind === 'folder' && files.length > 0) importFiles({ files: byName(files) }, where)
      else take(files, where)
    })
    input.addEventListener('cancel', () => input.remove())
    input.click()
  }
  return { paste, targets, focused, target, activity, here, take, takeHanded, importFiles, drop, choose, byName }
})

/** While the component is there, mails dropped anywhere on the window go to this contact or activity. */
export function useMailTarget(where: () => MailTarget | null): void {
  const drop = useMailDrop()
  drop.targets = [...drop.targets, where]
  onScopeDispose(() => (drop.targets = drop.targets.filter((one) => one !== where)))
}
/** While the component is there, commands that attach mails are about this activity. */
export function useFocusedActivity(where: () => MailTarget | null): void {
  const drop = useMailDrop()
  drop.focused = [...drop.focused, where]
  onScopeDispose(() => (drop.focused = drop.focused.filter((one) => one !== where)))
}
