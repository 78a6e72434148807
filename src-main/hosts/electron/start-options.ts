// What the program was started with: profile folder and files to take in, from the command line of the first or of a later start. Pure.
import { isAbsolute, resolve } from 'node:path'

export interface StartOptions {
  /** `--profile DIR` or `--profile=DIR`, absolute; null: the user's own. */
  profile: string | null
  /** Mails, mailboxes and files of contacts, absolute. */
  files: string[]
}

/** Mails, mailboxes (EML-1) and files of contacts (IO-2), as the system knows them by their names. */
export function isTakenIn(path: string): boolean {
  return /\.(?:eml|msg|mbox|mbx|vcf|vcard|csv|tsv|xlsx)$/i.test(path)
}

/** `argv` without the program itself; `folder`: where it was started. Unknown options are Chromium's and are passed over. */
export function startOptions(argv: readonly string[], folder: string): StartOptions {
  const options: StartOptions = { profile: null, files: [] }
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? ''
    const next = argv[index + 1]
    if (word === '--profile' && next !== undefined && next !== '') {
      options.profile = resolve(folder, next)
      index += 1
    } else if (word.startsWith('--profile=') && word.length > '--profile='.length)
      options.profile = resolve(folder, word.slice('--profile='.length))
    else if (!word.startsWith('-') && isTakenIn(word))
      options.files.push(isAbsolute(word) ? word : resolve(folder, word))
  }
  return options
}
