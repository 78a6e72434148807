// Where mails that are dropped anywhere on the window go, and choosing mail files without dragging. A page of a contact or an activity says that it is
// the target while it is shown; the dialog that takes mails in, while it is open, takes more.
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { defineStore } from 'pinia'
import { isDialogOpen, openDialog } from '../dialogs/dialogs.ts'

export interface MailTarget {
  contactId: string | null
  activityId: string | null
  /** Shown while dragging: "a la ficha de Talleres Ruiz". */
  name: string
}

export const useMailDrop = defineStore('mailDrop', () => {
  const targets: ShallowRef<(() => MailTarget | null)[]> = shallowRef([])
  /** Takes further files while mails are being decided. */
  const taker: ShallowRef<((files: File[]) => void) | null> = shallowRef(null)

  const target = (): MailTarget | null => targets.value.at(-1)?.() ?? null
  const canTake = (): boolean => taker.value !== null || !isDialogOpen.value

  /** Files dropped or chosen; `where` wins over the page that is shown. */
  function take(files: File[], where: MailTarget | null = target()): void {
    if (files.length === 0) return
    if (taker.value) taker.value(files)
    else if (!isDialogOpen.value) void openDialog('take-in-mail', { files, contactId: where?.contactId ?? null, activityId: where?.activityId ?? null })
  }

  /** Lets the user choose mail files. */
  function choose(where: MailTarget | null = target()): void {
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = true
    input.accept = '.eml,message/rfc822'
    // In the page while it is asked: an element that nothing holds may be gone before the answer.
    input.hidden = true
    document.body.append(input)
    input.addEventListener('change', () => {
      input.remove()
      take([...(input.files ?? [])], where)
    })
    input.addEventListener('cancel', () => input.remove())
    input.click()
  }
  return { targets, taker, target, canTake, take, choose }
})

/** While the component is there, mails dropped anywhere on the window go to this contact or activity. */
export function useMailTarget(where: () => MailTarget | null): void {
  const drop = useMailDrop()
  drop.targets = [...drop.targets, where]
  onScopeDispose(() => (drop.targets = drop.targets.filter((one) => one !== where)))
}
