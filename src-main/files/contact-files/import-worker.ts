// Thread that holds one file of contacts while it is imported: reads it, plans it and answers pages of the plan, so that a file of a hundred thousand rows
// holds up nobody. Entry for worker_threads; one request after another; errors leave as codes.
import { constants, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import type { ImportLineKind } from '../../../src-shared/contract/contact-import.ts'
import type { ImportRefusal } from '../../../src-shared/domain/contact-import/refusals.ts'
import type { KnownContact } from '../../../src-shared/domain/contact-import/match.ts'
import { KnownError, type WireError } from '../../../src-shared/errors.ts'
import { ContactFile, type PlanRules, type RememberedColumns } from './contact-file.ts'
import type { ReadRules } from './file-table.ts'

let file: ContactFile | null = null
const opened = (): ContactFile => {
  if (file === null) throw new KnownError('expired', { what: 'file' })
  return file
}

/** All that may be asked of the thread. */
const answers = {
  open: async ({ paths, name, remembered }: { paths: string[]; name: string; remembered: RememberedColumns[] }) => {
    file = await ContactFile.open(paths, name)
    return file.source(remembered)
  },
  reread: async (rules: ReadRules & { remembered: RememberedColumns[] }) => {
    await opened().reread(rules)
    return opened().source(rules.remembered)
  },
  begin: (rules: PlanRules) => opened().begin(rules),
  keys: ({ from, count }: { from: number; count: number }) => opened().keys(from, count),
  plan: ({ from, count, known }: { from: number; count: number; known: KnownContact[] }) =>
    opened().plan(from, count, known),
  totals: () => opened().totals(),
  lines: ({ only, from, count }: { only: ImportLineKind; from: number; count: number }) =>
    opened().lines(only, from, count),
  operations: ({ toggled, flipped }: { toggled: number[]; flipped: ImportLineKind[] }) =>
    opened().operations(toggled, flipped),
  fail: ({ failures }: { failures: { line: number; reason: ImportRefusal }[] }) => opened().fail(failures),
  remembered: () => opened().remembered(),
  failedText: ({ heading, reasons }: { heading: string; reasons: Partial<Record<ImportRefusal, string>> }) =>
    opened().failedText(heading, reasons),
}
export type ImportAnswers = typeof answers
export type ImportRequest = { id: number; kind: keyof ImportAnswers; input: unknown }
export type ImportReply =
  | { id: number; ok: true; value: unknown }
  | { id: number; ok: false; error: WireError | null; stack: string }

// What a person waits for goes first. Elsewhere than on Linux this would slow the whole process.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL)

async function answer({ id, kind, input }: ImportRequest): Promise<ImportReply> {
  try {
    return { id, ok: true, value: await answers[kind](input as never) }
  } catch (error) {
    const known = error instanceof KnownError ? ({ code: error.code, details: error.details } as WireError) : null
    return { id, ok: false, error: known, stack: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

let last: Promise<unknown> = Promise.resolve()
parentPort?.on('message', (request: ImportRequest) => {
  last = last.then(async () => parentPort?.postMessage(await answer(request)))
})
