// Files of contacts, wherever they are dropped or asked for: known by their names, and shown one after another before they are taken in (IO-2).
import { openDialog } from '../dialogs/dialogs.ts'
import type { PickedFile } from './pick-files.ts'

const contacts = /\.(?:vcf|vcard|csv|tsv|xlsx|xls)$/i
const cards = /\.(?:vcf|vcard)$/i
export const contactFileEndings = '.vcf,.vcard,.csv,.tsv,.txt,.xlsx,.xls,text/vcard,text/csv'

export const isContactFile = ({ name, type }: { name: string; type?: string }): boolean =>
  contacts.test(name) || type === 'text/vcard'

/** Cards are one file each when they come from a phone: together they are one import. */
function imports<F extends File | PickedFile>(files: readonly F[]): F[][] {
  const several = files.filter(({ name }) => cards.test(name))
  const others = files.filter((file) => !several.includes(file)).map((file) => [file])
  return several.length > 0 ? [several, ...others] : others
}

/** Without files the dialog asks for one. Answers how many contacts were taken in or changed. */
export async function importContacts(files: readonly (File | PickedFile)[] = []): Promise<number> {
  if (files.length === 0) return (await openDialog('contact-import', {}))?.changed ?? 0
  let changed = 0
  for (const one of imports(files)) changed += (await openDialog('contact-import', { files: one }))?.changed ?? 0
  return changed
}
