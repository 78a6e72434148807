// What can be done with the attachments of one mail: see, save, save all, open with the system's program after a warning where it could run (EML-3, EML-7).
import { useI18n } from 'vue-i18n'
import type { MailSourceRef } from '../../../src-shared/contract/mail-parts.ts'
import type { MailAttachment } from '../../../src-shared/domain/parsed-mail.ts'
import { canRun } from '../../../src-shared/domain/runnable-file.ts'
import { ask } from '../../ui/core.ts'
import { openDialog } from '../../ui/dialogs/dialogs.ts'
import { useQuiet } from '../../ui/feedback/quiet.store.ts'
import { saveFrom } from '../../ui/files/save-file.ts'

export function useParts(source: () => MailSourceRef) {
  const { t } = useI18n()
  const quiet = useQuiet()

  async function save(index: number): Promise<void> {
    try {
      const { url, name } = await ask('part.download', { source: source(), attachment: index })
      saveFrom(url, name)
    } catch (error) {
      quiet.trouble(error)
    }
  }
  async function saveAll(): Promise<void> {
    try {
      const { url, name } = await ask('part.downloadAll', { source: source() })
      saveFrom(url, name)
    } catch (error) {
      quiet.trouble(error)
    }
  }
  async function open(part: MailAttachment): Promise<void> {
    try {
      const isWarned = canRun(part.name)
      if (isWarned) {
        const answer = await openDialog('run-warning', { name: part.name })
        if (answer === 'save') await save(part.index)
        if (answer !== 'open') return
      }
      const { opened } = await ask('part.open', { source: source(), attachment: part.index, isWarned })
      if (opened) return
      await save(part.index)
      quiet.show(t('mail.savedInstead'))
    } catch (error) {
      quiet.trouble(error)
    }
  }
  const preview = (parts: MailAttachment[], index: number): void => void openDialog('mail-part', { source: source(), parts, index })
  return { save, saveAll, open, preview }
}

const icons: [RegExp, string][] = [
  [/\.(?:eml|msg)$/i, 'email-outline'],
  [/\.(?:pdf|docx?|odt|rtf|txt|md|log)$/i, 'file-document-outline'],
  [/\.(?:png|jpe?g|gif|webp|bmp|avif|heic|tiff?)$/i, 'eye'],
  [/\.(?:csv|tsv|xlsx?|ods)$/i, 'table-column'],
  [/\.(?:ics|ifb)$/i, 'calendar'],
  [/\.vcf$/i, 'account'],
]
/** By the name that is shown: what it really is stands in its preview. */
export const iconOf = (name: string): string => (canRun(name) ? 'alert' : (icons.find(([names]) => names.test(name))?.[1] ?? 'paperclip'))
