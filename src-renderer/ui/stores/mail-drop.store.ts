// Where mails that are dropped anywhere on the window go, and choosing mail files without dragging. A page of a contact or an activity says that it is
// the target while it is shown; the dialog that takes mails in, while it is open, takes more.
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { defineStore } from 'pinia'
import { isDialogOpen, openDialog } from '../dialogs/dialogs.ts'
import { entriesOf, hasFolder, type NamedFile } from '../files/dropped-files.ts'

export interface MailTarget {
  contactId: string | null
  activityId: string | null
  /** Shown while dragging: "a la ficha de Talleres Ruiz". */
  name: string
}

/** A file that the core has already: by its token. */
export interface HandedFile {
  token: string
  name: string
  size: number
  isFolder: boolean
}

/** With their folders, in order; hidden files are left out. */
function byName(files: readonly File[]): NamedFile[] {
  const named = files.filter(({ name }) => !name.startsWith('.')).map((file) => ({ file, name: file.webkitRelativePath || file.name }))
  return named.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

/** More mails than this are not decided one by one in a dialog. */
const mostAtOnce = 20
const mailbox = /\.(?:mbox|mbx)$/i
/** Bytes; what is larger is a mailbox or as much work as one. */
const largestMail = 60_000_000

export const useMailDrop = defineStore('mailDrop', () => {
  const targets: ShallowRef<(() => MailTarget | null)[]> = shallowRef([])
  /** Takes further files while mails are being decided. */
  const taker: ShallowRef<((files: File[]) => void) | null> = shallowRef(null)

  const target = (): MailTarget | null => targets.value.at(-1)?.() ?? null
  const canTake = (): boolean => taker.value !== null || !isDialogOpen.value

  /** Files dropped or chosen; `where` wins over the page that is shown. Many, and mailboxes, become an import; a few are decided at once. */
  function take(files: File[], where: MailTarget | null = target()): void {
    if (files.length === 0) return
    const isMany = files.length > mostAtOnce || files.some(({ name, size }) => mailbox.test(name) || size > largestMail)
    if (isMany) importFiles({ files: byName(files) }, where)
    else if (taker.value) taker.value(files)
    else if (!isDialogOpen.value) void openDialog('take-in-mail', { files, contactId: where?.contactId ?? null, activityId: where?.activityId ?? null })
  }
  function importFiles(what: { files: NamedFile[] } | { entries: FileSystemEntry[] } | { tokens: HandedFile[] }, where: MailTarget | null): void {
    void openDialog('mail-import', { ...what, contactId: where?.contactId ?? null, contactName: where?.contactId ? where.name : '' })
  }

  /** A mail's text, for the contact or activity that is shown. */
  function paste(text: string): void {
    const where = target()
    void openDialog('paste-mail', { text, contactId: where?.contactId ?? null, activityId: where?.activityId ?? null })
  }
  /** What was dropped on the window: files, folders or both. */
  function drop(transfer: DataTransfer): void {
    const entries = entriesOf(transfer)
    if (hasFolder(entries)) importFiles({ entries }, target())
    else take([...transfer.files])
  }

  /** Files that the system handed over, known by their tokens. */
  function takeHanded(handed: HandedFile[]): void {
    const isMany = handed.length > mostAtOnce || handed.some(({ name, size, isFolder }) => isFolder || mailbox.test(name) || size > largestMail)
    if (isMany) importFiles({ tokens: handed }, null)
    else if (handed.length > 0) void openDialog('take-in-mail', { files: [], handed, contactId: null, activityId: null })
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
  return { paste, targets, taker, target, canTake, take, takeHanded, drop, choose }
})

/** While the component is there, mails dropped anywhere on the window go to this contact or activity. */
export function useMailTarget(where: () => MailTarget | null): void {
  const drop = useMailDrop()
  drop.targets = [...drop.targets, where]
  onScopeDispose(() => (drop.targets = drop.targets.filter((one) => one !== where)))
}
