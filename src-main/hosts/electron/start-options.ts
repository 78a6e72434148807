// What the program was started with: profile folder and mail files, from the command line of the first or of a later start. Pure.
import { isAbsolute, resolve } from 'node:path'

export interface StartOptions {
  /** `--profile DIR` or `--profile=DIR`, absolute; null: the user's own. */
  profile: string | null
  /** Mail files and mailboxes to take in, absolute. */
  mails: string[]
}

/** Mails and mailboxes, as the system knows them by their names. */
export function isMailFile(path: string): boolean {
  return /\.(?:eml|msg|mbox|mbx)$/i.test(path)
}

/** `argv` without the program itself; `folder`: where it was started. Unknown options are Chromium's and are passed over. */
export function startOptions(argv: readonly string[], folder: string): StartOptions {
  const options: StartOptions = { profile: null, mails: [] }
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? ''
    const next = argv[index + 1]
    if (word === '--profile' && next !== undefined && next !== '') {
      options.profile = resolve(folder, next)
      index += 1
    } else if (word.startsWith('--profile=') && word.length > '--profile='.length)
      options.profile = resolve(folder, word.slice('--profile='.length))
    else if (!word.startsWith('-') && isMailFile(word))
      options.mails.push(isAbsolute(word) ? word : resolve(folder, word))
  }
  return options
}
