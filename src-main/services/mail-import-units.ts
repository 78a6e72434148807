// The messages of an import one by one, from files, folders and mailboxes, wherever it stopped before (EML-1). Core thread, asynchronous reading only;
// memory is bounded by the largest message.
import { KnownError } from '../../src-shared/errors.ts'
import type { MailSource } from '../mail/mail-parser.ts'
import type { LinePlace } from '../store/commands/mail-import.ts'
import type { SourceProgress } from '../store/import-ledger.ts'
import type { LineAgain, OpenSource } from '../store/queries/mail-import-queries.ts'
import type { Core } from './core.ts'

/** A message, or what cannot be one; `progress` holds once its line is in the report. */
export interface Unit {
  line: LinePlace | null
  /** Null where it was refused before it was read, and for the end of a mailbox. */
  source: MailSource | null
  refusal: string | null
  progress: SourceProgress | null
  /** Bytes of the source that are behind with it. */
  bytes: number
  /** A copy of ours, of no use once this message is in the store. */
  copy: string | null
  /** The whole file that it is, if it is one message. */
  file: OpenSource | null
}

const atOnce = 500
/** Of a file that could not be handed over; it has no path. */
const notArrived = 'not_arrived'

/** Every file still to be read, as if it were one message; ends when there is no more at this moment. Mailboxes that are known as such are put aside. */
export async function* unitsOf(
  core: Core,
  importId: string,
  from: { source: number },
  mailboxes: OpenSource[],
): AsyncGenerator<Unit> {
  for (;;) {
    const sources = await core.read('mailImport.sources', { importId, after: from.source, count: atOnce }, 'long')
    if (sources.length === 0) return
    for (const source of sources) {
      from.source = source.sourceRow
      if (source.nextPart > 0) mailboxes.push(source)
      else yield unitOf(source)
    }
  }
}

/** The messages of mailboxes, one mailbox after another, until there are none. */
export async function* unitsOfMailboxes(core: Core, mailboxes: OpenSource[]): AsyncGenerator<Unit> {
  for (let source = mailboxes.shift(); source !== undefined; source = mailboxes.shift()) yield* unitsOfMailbox(core, source)
}

/** Lines that are to be tried again, after line `from.line`. */
export async function* unitsAgain(core: Core, importId: string, from: { line: number }): AsyncGenerator<Unit> {
  for (;;) {
    const lines = await core.read('mailImport.toTryAgain', { importId, after: from.line, count: atOnce }, 'long')
    if (lines.length === 0) return
    for (const line of lines) {
      yield await unitAgain(core, line)
      from.line = line.line
    }
  }
}

function unitOf(file: OpenSource): Unit {
  const { sourceRow, path, name, size } = file
  const hasArrived = path !== ''
  return {
    line: { sourceRow, part: 0, offset: null, length: null, name },
    source: hasArrived ? { path } : null,
    refusal: hasArrived ? null : notArrived,
    progress: { sourceRow, nextOffset: size, nextPart: 0, isDone: true },
    bytes: size,
    copy: file.isOurs && hasArrived ? path : null,
    file,
  }
}

async function* unitsOfMailbox(core: Core, source: OpenSource): AsyncGenerator<Unit> {
  const { sourceRow, path, name, size } = source
  let part = source.nextPart
  let offset = source.nextOffset
  const place = (length: number | null): LinePlace => ({
    sourceRow,
    part,
    offset,
    length,
    name: `${name} · ${part + 1}`,
  })
  try {
    for await (const message of core.parser.split(path, name, source.nextOffset)) {
      offset = message.offset
      const line = place(message.length)
      const next = message.offset + message.length
      part += 1
      const progress: SourceProgress = { sourceRow, nextOffset: next, nextPart: part, isDone: false }
      if (message.isTooLarge)
        yield { line, source: null, refusal: 'too_large', progress, bytes: message.length, copy: null, file: null }
      // A copy: the splitter goes on in the same memory.
      else
        yield {
          line,
          source: { bytes: Uint8Array.from(message.bytes) },
          refusal: null,
          progress,
          bytes: message.length,
          copy: null,
          file: null,
        }
      offset = next
    }
  } catch (error) {
    yield {
      line: place(null),
      source: null,
      refusal: codeOf(error),
      progress: { sourceRow, nextOffset: size, nextPart: part + 1, isDone: true },
      bytes: 0,
      copy: null,
      file: null,
    }
    return
  }
  const isEmpty = part === 0
  yield {
    line: isEmpty ? place(null) : null,
    source: null,
    refusal: isEmpty ? 'not_a_mail' : null,
    progress: { sourceRow, nextOffset: size, nextPart: part, isDone: true },
    bytes: 0,
    copy: null,
    file: null,
  }
}

async function unitAgain(core: Core, again: LineAgain): Promise<Unit> {
  const { sourceRow, part, offset, length, name, path, size, isOurs } = again
  if (offset === null) {
    const whole = unitOf({ sourceRow, path, name, size, isOurs, nextOffset: 0, nextPart: 0 })
    return { ...whole, progress: null, bytes: 0 }
  }
  const line: LinePlace = { sourceRow, part, offset, length, name }
  const unit = { line, progress: null, bytes: 0, copy: null, file: null }
  const refused = (code: string): Unit => ({ ...unit, source: null, refusal: code })
  try {
    for await (const message of core.parser.split(path, name, offset)) {
      if (message.isTooLarge) return refused('too_large')
      return { ...unit, source: { bytes: Uint8Array.from(message.bytes) }, refusal: null }
    }
    return refused('not_a_mail')
  } catch (error) {
    return refused(codeOf(error))
  }
}

/** What the report says of a failure; what nobody foresaw is thrown on. */
export function codeOf(error: unknown): string {
  if (!(error instanceof KnownError)) throw error
  return error.code === 'mail_unreadable' && 'reason' in error.details ? error.details.reason : error.code
}
