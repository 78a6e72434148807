// Calls of imports: handing files over, progress, the report and what can be done from it (EML-1). Core thread.
import type { MailImportLine } from '../../src-shared/contract/mail-import.ts'
import type { Core, HandlersOf } from './core.ts'
import { reportCsv } from './mail-import-report.ts'
import { MailImports } from './mail-imports.ts'
import { undoTogether } from './undo-together.ts'

const linesAtOnce = 2000

export function mailImportHandlers(core: Core): { handlers: HandlersOf<'mailImport'>; imports: MailImports } {
  const imports = new MailImports(core)
  const handlers: HandlersOf<'mailImport'> = {
    'mailImport.begin': async ({ title, ...options }) => ({ importId: await imports.begin(title, options) }),
    'mailImport.add': async ({ importId, fileTokens, names, missing }) => ({
      files: await imports.add(importId, fileTokens, names, missing),
    }),
    'mailImport.seal': async ({ importId }) => ({ jobId: await imports.seal(importId) }),
    'mailImport.handed': () => ({
      files: core.inbox.takeHanded().map(({ token, name, size, isFolder }) => ({ token, name, size, isFolder })),
    }),
    'mailImport.pause': async ({ importId }) => {
      await imports.pause(importId)
      return null
    },
    'mailImport.resume': async ({ importId }) => ({ jobId: await imports.resume(importId) }),
    'mailImport.list': async () => ({ imports: await core.read('mailImport.list', null) }),
    'mailImport.get': async (input) => core.read('mailImport.get', input),
    'mailImport.lines': (input) => core.read('mailImport.lines', input),
    'mailImport.retry': async ({ importId, lines, instead }) => {
      await imports.replace(importId, instead)
      const { value } = await core.write('mailImport.again', { importId, lines })
      if (value + instead.length > 0) await imports.resume(importId)
      return { lines: value + instead.length }
    },
    'mailImport.undo': async ({ importId }) => {
      await core.read('mailImport.get', { importId })
      await imports.pause(importId)
      const jobId = core.jobs.start('mail.undoImport', async (job) => {
        const outcome = await undoTogether(core, importId, job)
        await core.write('mailImport.undone', { importId, isUndone: true })
        return { importId, ...outcome }
      })
      return { jobId }
    },
    'mailImport.csv': async ({ importId, outcome, language }) => {
      const { title } = await core.read('mailImport.get', { importId })
      const lines: MailImportLine[] = []
      for (let from = 0; ; from += linesAtOnce) {
        const got = await core.read(
          'mailImport.lines',
          { importId, outcome, text: '', from, count: linesAtOnce },
          'long',
        )
        lines.push(...got.lines)
        if (got.lines.length < linesAtOnce) break
      }
      const { bytes, name } = reportCsv(title, lines, language)
      return {
        url: core.ports.served.once({ bytes, name, mediaType: 'text/csv', asAttachment: true }),
        name,
        size: bytes.byteLength,
      }
    },
  }
  return { handlers, imports }
}
