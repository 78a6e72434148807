// Handing the files of an import over to the core, in the background, however many there are: the window can be used meanwhile, and the core begins
// with the first. Where the window goes away, the import goes on with what it has.
import { reactive } from 'vue'
import type { CallInput } from '../../../src-shared/contract/index.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import { ask, offerFiles } from '../../ui/core.ts'
import type { NamedFile } from '../../ui/files/dropped-files.ts'
import type { HandedFile } from '../../ui/stores/mail-drop.store.ts'

export interface Handover {
  done: number
  total: number
  /** Files that could not be handed over: they are named in the report of the window only. */
  failed: string[]
}
/** By import, while files are on their way. */
export const handovers = reactive(new Map<string, Handover>())

const lotSize = 40
const lanes = 3

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
  handovers.set(importId, { done: 0, total: files.length + handed.length, failed: [] })
  const state = handovers.get(importId)
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
        const offered = (await Promise.all(lot.map((one) => offerOne(one, state)))).filter((one) => one !== null)
        if (offered.length > 0)
          await ask('mailImport.add', {
            importId,
            fileTokens: offered.map(({ token }) => token),
            names: offered.map(({ name }) => name.slice(-1000)),
          })
        if (state) state.done += lot.length
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
  } finally {
    handovers.delete(importId)
    await ask('mailImport.seal', { importId })
  }
}

/** A file that went away meanwhile stops none of the others; a full disk stops all. */
async function offerOne(
  { file, name }: NamedFile,
  state: Handover | undefined,
): Promise<{ token: string; name: string } | null> {
  try {
    const [offered] = await offerFiles([file])
    return offered === undefined ? null : { token: offered.token, name }
  } catch (error) {
    if (error instanceof KnownError && error.code === 'disk_full') throw error
    console.warn('a file could not be handed over', name, error)
    state?.failed.push(name)
    return null
  }
}
