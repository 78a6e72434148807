// Calls of contactImport: a file of contacts is read and planned in a thread of its own, compared with the store chunk by chunk, shown, and applied as one
// change set (IO-1, CON-6). Core thread; nothing of the file stays here.
import { randomUUID } from 'node:crypto'
import { mostImportBytes } from '../../src-shared/domain/contact-import/text-formats.ts'
import { KnownError } from '../../src-shared/errors.ts'
import { ImportThread } from '../files/contact-files/import-thread.ts'
import type { JobControl } from '../jobs/jobs.ts'
import type { Core, HandlersOf } from './core.ts'

/** Rows that are compared with the store in one go. */
const chunk = 2000
/** Files under import at the same time; the oldest gives way. */
const keptImports = 3
const keptMappings = 20

interface OpenImport {
  thread: ImportThread
  tokens: string[]
  name: string
}

export interface ContactImports {
  handlers: HandlersOf<'contactImport'>
  /** Ends all of them: the program closes, or another store is opened, in which their plans mean nothing. */
  end(): Promise<void>
}

export function contactImportHandlers(core: Core): ContactImports {
  const imports = new Map<string, OpenImport>()
  const importOf = (importId: string): OpenImport => {
    const found = imports.get(importId)
    if (found === undefined) throw new KnownError('expired', { what: 'file' })
    return found
  }
  const release = async (importId: string, why?: Error): Promise<void> => {
    const one = imports.get(importId)
    imports.delete(importId)
    if (one === undefined) return
    for (const token of one.tokens) core.inbox.forget(token)
    await one.thread.end(why)
  }
  /** Long reading is shown as a job; given up there, its thread ends with it. */
  const during = <T>(kind: string, importId: string, work: (control: JobControl) => Promise<T>): Promise<T> =>
    core.jobs.run(kind, async (control) => {
      const stop = (): void => void release(importId, new KnownError('cancelled', {}))
      control.signal.addEventListener('abort', stop, { once: true })
      try {
        return await work(control)
      } finally {
        control.signal.removeEventListener('abort', stop)
      }
    })
  const remembered = async () => (await core.settings()).contactImports

  const handlers: HandlersOf<'contactImport'> = {
    'contactImport.open': async ({ tokens }) => {
      const files = tokens.map((token) => core.inbox.get(token))
      const size = files.reduce((sum, file) => sum + file.size, 0)
      const name = `${files[0]?.name ?? ''}${files.length > 1 ? ` +${files.length - 1}` : ''}`
      if (size > mostImportBytes) throw new KnownError('contact_file_unreadable', { name, reason: 'too_large' })
      const importId = randomUUID()
      const thread = new ImportThread(core.ports.paths.contactWorker, name)
      imports.set(importId, { thread, tokens, name })
      for (const old of [...imports.keys()].slice(0, -keptImports)) await release(old)
      try {
        const before = await remembered()
        const source = await during('contactImport.open', importId, () => thread.ask('open', { paths: files.map(({ path }) => path), name, remembered: before }))
        return { importId, ...source }
      } catch (error) {
        await release(importId)
        throw error
      }
    },
    'contactImport.reread': async ({ importId, ...rules }) => {
      const { thread } = importOf(importId)
      const before = await remembered()
      const source = await during('contactImport.open', importId, () => thread.ask('reread', { ...rules, remembered: before }))
      return { importId, ...source }
    },
    'contactImport.plan': async ({ importId, options }) => {
      const one = importOf(importId)
      const { country, dateFormat } = await core.settings()
      const ownerId = await core.me()
      const { users } = await core.read('settings.lists', null)
      return during('contactImport.plan', importId, async ({ progress }) => {
        const { thread } = one
        const { rows } = await thread.ask('begin', { options, country, dateOrder: dateFormat === 'mdy' ? 'mdy' : 'dmy', ownerId, users })
        for (let from = 0; from < rows; from += chunk) {
          progress(from, rows)
          const keys = await thread.ask('keys', { from, count: chunk })
          const known = await core.read('contactImport.known', keys, 'long')
          await thread.ask('plan', { from, count: chunk, known })
        }
        return thread.ask('totals', undefined as never)
      })
    },
    'contactImport.lines': ({ importId, ...page }) => importOf(importId).thread.ask('lines', page),
    'contactImport.apply': async ({ importId, ...ticks }) => {
      const { thread, name } = importOf(importId)
      const { rows, ...work } = await thread.ask('operations', ticks)
      const { skipped, failed } = work
      const { value, changeSetId } = await core.write('contact.import', {
        ...work,
        fileName: name,
        today: await core.today(),
      })
      await thread.ask('fail', { failures: value.failures })
      await remember(core, await thread.ask('remembered', undefined as never))
      return {
        changeSetId,
        rows,
        created: value.created,
        updated: value.updated,
        skipped,
        failed: failed + value.failures.length,
      }
    },
    'contactImport.failed': async ({ importId, heading, reasons }) => {
      const { thread, name } = importOf(importId)
      const { text, count } = await thread.ask('failedText', { heading, reasons })
      const fileName = `${name.replace(/\.[^.]*$/, '')} - ${heading}.csv`.replace(/[\\/:*?"<>|]+/g, ' ')
      const url = core.ports.served.once({
        bytes: new TextEncoder().encode(text),
        name: fileName,
        mediaType: 'text/csv; charset=utf-8',
        asAttachment: true,
      })
      return { url, name: fileName, count }
    },
    'contactImport.release': async ({ importId }) => {
      await release(importId)
      return null
    },
  }
  return {
    handlers,
    end: async () => {
      for (const importId of [...imports.keys()]) await release(importId)
    },
  }
}

/** The next file with the same columns is read as this one was. */
async function remember(core: Core, mapping: { signature: string; targets: (string | null)[] }): Promise<void> {
  const { contactImports } = await core.settings()
  const others = contactImports.filter(({ signature }) => signature !== mapping.signature)
  await core.write('settings.set', { values: { contactImports: [mapping, ...others].slice(0, keptMappings) } })
}
