// Files of contacts, wherever they are dropped or asked for: known by their names, and shown one after another before they are taken in (IO-2).
import { openDialog } from '../dialogs/dialogs.ts'
import type { PickedFile } from './pick-files.ts'

const contacts = /\.(?:vcf|vcard|csv|tsv|xlsx|xls)$/i
const cards = /\.(?:vcf|vcard)$/i
export const contactFileEndings = '.vcf,.vcard,.csv,.tsv,.txt,.xlsx,.xls,text/vcard,text/csv'

export const isContactFile = ({ name, type }: { name: string; type?: string }): boolean =>
  contacts.test(name) || type === 'text/vcard'

/** Cards are one file each when they come from a phone: together they are one import. Those that the core has already are one each. */
function together(files: readonly (File | PickedFile)[]): (File | PickedFile)[] {
  const several = files.filter((file) => file instanceof File).filter(({ name }) => cards.test(name))
  if (several.length < 2) return [...files]
  const one = new File(
    several.flatMap((file) => [file, '\r\n']),
    several[0]?.name ?? '',
    { type: 'text/vcard' },
  )
  return [one, ...files.filter((file) => !(several as unknown[]).includes(file))]
}

/** Without files the dialog asks for one. Answers how many contacts were taken in or changed. */
export async function importContacts(files: readonly (File | PickedFile)[] = []): Promise<number> {
  if (files.length === 0) return (await openDialog('contact-import', {}))?.changed ?? 0
  let changed = 0
  for (const file of together(files)) changed += (await openDialog('contact-import', { file }))?.changed ?? 0
  return changed
}
