// Handing the files of an import over to the core, in the background, however many there are: the window can be used meanwhile, and the core begins
// with the first. Where the window goes away, the import goes on with what it has.
import { reactive } from 'vue'
import type { MailImportLine } from '../../../src-shared/contract/mail-import.ts'
import type { CallInput } from '../../../src-shared/contract/index.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import { ask, offerFiles } from '../../ui/core.ts'
import type { NamedFile } from '../../ui/files/dropped-files.ts'
import type { HandedFile } from '../../ui/stores/mail-drop.store.ts'

export interface Handover {
  done: number
  total: number
}
/** By import, while files are on their way. */
export const handovers = reactive(new Map<string, Handover>())
/** By import and name: files that did not arrive, for another try. The report of the import names them. */
const left = new Map<string, Map<string, File>>()

const lotSize = 40
const lanes = 3
const mostNamed = 500
const shownName = (name: string): string => name.slice(-1000)

export async function beginImport(
  options: CallInput<'mailImport.begin'>,
  files: NamedFile[],
  handed: HandedFile[],
  failed: (error: unknown) => void,
): Promise<string> {
  const { importId } = await ask('mailImport.begin', options)
  void handOver(importId, files, handed).catch(failed)
  return importId
}

async function handOver(importId: string, files: NamedFile[], handed: HandedFile[]): Promise<void> {
  handovers.set(importId, { done: 0, total: files.length + handed.length })
  const state = handovers.get(importId)
  const waiting = new Map(files.map(({ file, name }) => [shownName(name), file]))
  try {
    for (let at = 0; at < handed.length; at += lotSize) {
      const lot = handed.slice(at, at + lotSize)
      await ask('mailImport.add', {
        importId,
        fileTokens: lot.map(({ token }) => token),
        names: lot.map(({ name }) => name),
      })
      if (state) state.done += lot.length
    }
    let next = 0
    const lane = async (): Promise<void> => {
      while (next < files.length) {
        const lot = files.slice(next, (next += lotSize))
        const offered = (await Promise.all(lot.map(offerOne))).filter((one) => one !== null)
        if (offered.length > 0) {
          const names = offered.map(({ name }) => shownName(name))
          await ask('mailImport.add', { importId, fileTokens: offered.map(({ token }) => token), names })
          for (const name of names) waiting.delete(name)
        }
        if (state) state.done += lot.length
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
  } finally {
    handovers.delete(importId)
    try {
      await tellMissing(importId, waiting)
    } finally {
      await ask('mailImport.seal', { importId })
    }
  }
}

async function tellMissing(importId: string, waiting: Map<string, File>): Promise<void> {
  if (waiting.size === 0) return
  left.set(importId, waiting)
  const names = [...waiting.keys()]
  for (let at = 0; at < names.length; at += mostNamed)
    await ask('mailImport.add', { importId, fileTokens: [], missing: names.slice(at, at + mostNamed) })
}

/** Tries lines of files that did not arrive again. `choose`: asks for a file that this window does not hold. Gives those that arrived now. */
export async function handOverAgain(
  importId: string,
  lines: readonly MailImportLine[],
  choose: ((name: string) => Promise<File | null>) | null,
): Promise<{ line: number; name: string; fileToken: string }[]> {
  const arrived: { line: number; name: string; fileToken: string }[] = []
  for (const { line, name } of lines) {
    const file = left.get(importId)?.get(name) ?? (choose === null ? null : await choose(name))
    const [offered] = file === null ? [] : await offerFiles([file])
    if (offered === undefined) continue
    arrived.push({ line, name, fileToken: offered.token })
    left.get(importId)?.delete(name)
  }
  return arrived
}

/** A file that went away meanwhile stops none of the others; a full disk stops all. */
async function offerOne({ file, name }: NamedFile): Promise<{ token: string; name: string } | null> {
  try {
    const [offered] = await offerFiles([file])
    return offered === undefined ? null : { token: offered.token, name }
  } catch (error) {
    if (error instanceof KnownError && error.code === 'disk_full') throw error
    console.warn('a file could not be handed over', name, error)
    return null
  }
}
