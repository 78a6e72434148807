// Ctrl+V outside a field: text that looks like a mail, or mail files copied in the file manager, are offered for the record (EML-1). Anything else is left alone.
import { isDialogOpen } from '../dialogs/dialogs.ts'
import { isTyping } from '../shortcuts/use-shortcuts.ts'
import { useMailDrop } from '../stores/mail-drop.store.ts'

async function offerText(text: string): Promise<void> {
  const { parsePastedMail } = await import('../../../src-shared/domain/pasted-mail.ts')
  if (parsePastedMail(text) !== null && !isDialogOpen.value) useMailDrop().paste(text)
}

/** Starts listening; once per window. */
export function listenToPaste(): void {
  document.addEventListener('paste', (event) => {
    if (event.defaultPrevented || isTyping(event.target) || isDialogOpen.value || !event.clipboardData) return
    const drop = useMailDrop()
    const files = [...event.clipboardData.files].filter(({ name }) => /\.(?:eml|msg|mbox)$/i.test(name))
    const text = event.clipboardData.getData('text/plain')
    if (files.length > 0) {
      drop.take(files)
      event.preventDefault()
    } else if (text !== '') void offerText(text)
  })
}
