// Keeps the user's passwords in one file of the profile, each encrypted by the system's own keeper (port `Secrets`). Main process.
// Only the asynchronous calls are used: the others block the thread while the system asks the user. Nothing is ever written in clear.
import { readFile, rename, writeFile } from 'node:fs/promises'
import { safeStorage } from 'electron'
import type { Secrets } from '../../ports.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import { secretsDecision } from './secrets-policy.ts'

/** `file`: JSON, name -> base64. Throws KnownError `invalid` (field `secret`) where this machine keeps no secrets. */
export function systemSecrets(file: string): Secrets {
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work, work)
    last = result
    return result
  }
  const allowed = async (): Promise<void> => {
    const decision = secretsDecision({
      platform: process.platform,
      isAvailable: await safeStorage.isAsyncEncryptionAvailable(),
      backend: process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : null,
    })
    if (!decision.ok) throw new KnownError('invalid', { field: 'secret', rule: decision.rule })
  }
  const write = async (name: string, value: string): Promise<void> => {
    const kept = await read(file)
    kept[name] = (await safeStorage.encryptStringAsync(value)).toString('base64')
    await writeFile(`${file}.new`, JSON.stringify(kept), { mode: 0o600, flush: true })
    await rename(`${file}.new`, file)
  }
  return {
    get: (name) =>
      inTurn(async () => {
        const kept = await read(file)
        const encrypted = Object.hasOwn(kept, name) ? kept[name] : undefined
        if (encrypted === undefined) return null
        await allowed()
        const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(encrypted, 'base64'))
        // The system changed its key: the old one may not be there next time.
        if (shouldReEncrypt) await write(name, result)
        return result
      }),
    set: (name, value) =>
      inTurn(async () => {
        await allowed()
        await write(name, value)
      }),
  }
}

async function read(file: string): Promise<Record<string, string>> {
  try {
    const kept: unknown = JSON.parse(await readFile(file, 'utf8'))
    if (typeof kept !== 'object' || kept === null) throw new SyntaxError(`not a list of secrets: ${file}`)
    return Object.fromEntries(
      Object.entries(kept).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    )
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}
