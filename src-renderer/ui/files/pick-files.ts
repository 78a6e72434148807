// Files for an activity or a contact: chosen or dropped, handed over as tokens, kept with it. Window only.
import { ask, offerFiles } from '../core.ts'

export interface PickedFile {
  token: string
  name: string
  size: number
}

export async function offer(files: readonly File[]): Promise<PickedFile[]> {
  const offered = await offerFiles([...files])
  return offered.map(({ token, name, size }) => ({ token, name, size }))
}

/** The system's dialog; an empty list where nothing was chosen. `accept`: endings and media types, as an input takes them. */
export function chooseFiles({ accept = '', multiple = true }: { accept?: string; multiple?: boolean } = {}): Promise<File[]> {
  return new Promise((resolve) => {
    const box = document.createElement('input')
    box.type = 'file'
    box.multiple = multiple
    box.accept = accept
    box.addEventListener('change', () => resolve([...(box.files ?? [])]))
    box.addEventListener('cancel', () => resolve([]))
    box.click()
  })
}

const mails = /\.(?:eml|msg|mbox|mbx)$/i
/** Mails become part of the record their own way (EML-2); all other files are attached. */
export const isMailFile = ({ name, type }: { name: string; type?: string }): boolean =>
  mails.test(name) || type === 'message/rfc822'
export const isPlainDrop = (transfer: DataTransfer | null): boolean =>
  transfer !== null && transfer.files.length > 0 && ![...transfer.files].some(isMailFile)

/** Keeps files with an activity or a contact; the change set for undo. */
export async function attach(
  owner: { activityId: string } | { contactId: string },
  files: readonly File[],
): Promise<{ added: number; changeSetId: string | null }> {
  const offered = await offer(files)
  return ask('attachment.add', {
    activityId: null,
    contactId: null,
    ...owner,
    files: offered.map(({ token }) => token),
  })
}
