// Imports of mails as a window makes them, for tests. Drives a whole core (see test-core.ts).
import type { LineOutcome, MailImportInfo, MailImportLine, MailImportOptions } from '../src-shared/contract/mail-import.ts'
import type { JobState } from '../src-shared/contract/app.ts'
import type { TestCore } from './test-core.ts'

export interface ImportDriver {
  begin(options: Partial<MailImportOptions>): Promise<string>
  /** Files and folders by their paths, to the end. */
  run(paths: string[], options?: Partial<MailImportOptions>): Promise<MailImportInfo>
  lines(importId: string, outcome?: LineOutcome | null): Promise<MailImportLine[]>
  whenOver(jobId: string): Promise<JobState>
  /** When nothing of it is at work. */
  settled(importId: string): Promise<MailImportInfo>
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 15))

/** Asks the core of the moment, which a test may exchange. */
export function importDriver(coreNow: () => TestCore): ImportDriver {
  const driver: ImportDriver = {
    begin: async (options) =>
      (await coreNow().ask('mailImport.begin', { title: 'Importación', filesClear: false, attach: true, underCustomer: true, contactId: null, ...options })).importId,
    run: async (paths, options = {}) => {
      const importId = await driver.begin(options)
      await coreNow().ask('mailImport.add', { importId, fileTokens: paths.map((path) => coreNow().offer(path).token) })
      await coreNow().ask('mailImport.seal', { importId })
      return driver.settled(importId)
    },
    lines: async (importId, outcome = null) => (await coreNow().ask('mailImport.lines', { importId, outcome, text: '', from: 0, count: 1000 })).lines,
    whenOver: async (jobId) => {
      for (;;) {
        const job = (await coreNow().ask('job.list', {})).jobs.find(({ id }) => id === jobId)
        if (job !== undefined && job.status !== 'running') return job
        await pause()
      }
    },
    settled: async (importId) => {
      for (;;) {
        const { jobs } = await coreNow().ask('job.list', {})
        if (!jobs.some(({ kind, status }) => kind === 'mail.import' && status === 'running')) {
          const info = await coreNow().ask('mailImport.get', { importId })
          if (info.state === 'done' || info.state === 'paused') return info
        }
        await pause()
      }
    },
  }
  return driver
}
