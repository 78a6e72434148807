// One import at work (EML-1): messages are read, kept and written in batches, some of them under way at once: while one is written, the next is
// flushed and those after it are read by the parse workers. A batch is one transaction with its lines, so that wherever the work ends it goes on
// without doing anything twice. Core thread.
import { rm } from 'node:fs/promises'
import type { MailImportOptions } from '../../src-shared/contract/mail-import.ts'
import { sidesOf } from '../../src-shared/domain/forwarded-mail.ts'
import { KnownError } from '../../src-shared/errors.ts'
import type { KeptFile } from '../files/file-vault.ts'
import type { JobControl } from '../jobs/jobs.ts'
import type { TakenMail } from '../mail/mail-parser.ts'
import type { ImportBatch, ImportedItem, RefusedItem } from '../store/commands/mail-import.ts'
import type { SourceProgress } from '../store/import-ledger.ts'
import type { OpenSource } from '../store/queries/mail-import-queries.ts'
import type { Core } from './core.ts'
import { codeOf, unitsAgain, unitsOf, unitsOfMailboxes, type Unit } from './mail-import-units.ts'
import { activityOf, cluesOf, groundOf, mailWall, type Ground } from './mail-proposals.ts'
import { mailToKeep } from './mail-record.ts'

/** Messages, and bytes of their sources, in one transaction. */
const mostUnits = 200
/** The first batch is small and each next one twice as large, so that writing begins soon. */
const firstUnits = 25
const mostBytes = 24_000_000
/** Messages, and bytes, under way at once. */
const mostUnderWay = { units: 3 * mostUnits, bytes: 3 * mostBytes }
/** What stops the whole import instead of refusing one message. */
const stopping = new Set(['closed', 'disk_full', 'read_only'])

export interface RunWays {
  /** More files are to come: resolves when there may be some, or when no more will come. */
  waitForMore: () => Promise<boolean>
  /** The whole program rests: nothing is marked, it goes on by itself later. */
  stopped: () => boolean
}

/** What became of a message: to be written, refused, or found to be a mailbox, of which nothing was read yet. */
type Read = { unit: Unit; item: ImportedItem } | { unit: Unit; reason: string } | { unit: Unit; mailbox: OpenSource }

/** Rejects with what stops the whole import, as `disk_full` does. Resolves true at the end, false where it was stopped before. */
export async function runImport(
  core: Core,
  importId: string,
  options: MailImportOptions,
  control: JobControl,
  ways: RunWays,
): Promise<boolean> {
  const info = await core.read('mailImport.get', { importId })
  const ground = await groundOf(core, { contactId: options.contactId, activityId: null })
  const settings = { country: ground.country, zone: ground.zone }
  let bytesDone = info.bytesDone
  let bytesTotal = info.bytesTotal
  const mailboxes: OpenSource[] = []
  const isOver = (): boolean => control.signal.aborted || ways.stopped()

  const commit = async (units: readonly Unit[], read: readonly Read[]): Promise<void> => {
    const putAside = new Set<Unit>()
    for (const one of read) {
      if (!('mailbox' in one)) continue
      mailboxes.push(one.mailbox)
      putAside.add(one.unit)
    }
    const dealtWith = units.filter((unit) => !putAside.has(unit))
    await write(core, { importId, ...settings, ...partsOf(dealtWith, read) })
    for (const { unit } of read.filter((one) => 'item' in one))
      if (unit.copy !== null) await rm(unit.copy, { force: true })
    bytesDone += dealtWith.reduce((sum, { bytes }) => sum + bytes, 0)
    control.progress(bytesDone, Math.max(bytesTotal, bytesDone))
  }

  const work = async (units: AsyncGenerator<Unit>): Promise<void> => {
    const underWay: { done: Promise<void>; units: number; bytes: number }[] = []
    const isFull = (): boolean =>
      underWay.reduce((sum, { units: count }) => sum + count, 0) >= mostUnderWay.units ||
      underWay.reduce((sum, { bytes }) => sum + bytes, 0) >= mostUnderWay.bytes
    const follow = (batch: Unit[]): void => {
      const previous = underWay.at(-1)?.done
      const mine = Promise.allSettled([takeAll(core, batch, ground, options), previous]).then(([read, before]) => {
        // Only when both have come to their end: nothing is still being written where the import stops.
        if (before.status === 'rejected') throw before.reason
        if (read.status === 'rejected') throw read.reason
        return ways.stopped() ? undefined : commit(batch, read.value)
      })
      mine.catch(() => undefined)
      underWay.push({ done: mine, units: batch.length, bytes: batch.reduce((sum, { bytes }) => sum + bytes, 0) })
    }
    try {
      for await (const batch of batchesOf(units)) {
        if (isOver()) break
        follow(batch)
        // The oldest is waited for: memory is bounded, and a failure is met before much more is done.
        while (isFull()) await underWay.shift()?.done
      }
    } finally {
      await underWay.at(-1)?.done
    }
  }

  const from = { source: 0 }
  control.progress(bytesDone, bytesTotal)
  for (;;) {
    await work(unitsOf(core, importId, from, mailboxes))
    if (isOver()) return false
    await work(unitsAgain(core, importId, { line: 0 }))
    if (isOver()) return false
    await work(unitsOfMailboxes(core, mailboxes))
    if (isOver()) return false
    const mayBeMore = await ways.waitForMore()
    if (isOver()) return false
    bytesTotal = (await core.read('mailImport.get', { importId })).bytesTotal
    if (!mayBeMore && (await core.read('mailImport.sources', { importId, after: from.source, count: 1 })).length === 0)
      return true
  }
}

async function* batchesOf(units: AsyncGenerator<Unit>): AsyncGenerator<Unit[]> {
  let batch: Unit[] = []
  let bytes = 0
  let enough = firstUnits
  for await (const unit of units) {
    batch.push(unit)
    bytes += unit.bytes
    if (batch.length < enough && bytes < mostBytes) continue
    enough = Math.min(enough * 2, mostUnits)
    yield batch
    batch = []
    bytes = 0
  }
  if (batch.length > 0) yield batch
}

/** Reads each message once: what was read is what is kept, flushed before the record that names it is written. */
async function takeAll(
  core: Core,
  units: readonly Unit[],
  ground: Ground,
  options: MailImportOptions,
): Promise<Read[]> {
  const copies: (KeptFile & { path: string })[] = []
  const vault = core.vault()
  const place = await vault.placesForCopies()
  const read = await Promise.allSettled(
    units.map(async (unit): Promise<Read | null> => {
      const { line, source } = unit
      if (line === null) return null
      if (source === null) return { unit, reason: unit.refusal ?? 'broken' }
      try {
        const path = place()
        const taken = await core.parser.take(source, line.name, path, ground.zone)
        if (taken === 'mailbox') return unit.file === null ? { unit, reason: 'not_a_mail' } : { unit, mailbox: unit.file }
        copies.push({ path, sha256: taken.sha256, size: taken.size })
        return { unit, item: itemOf(line, taken, ground, options) }
      } catch (error) {
        if (error instanceof KnownError && stopping.has(error.code)) throw error
        return { unit, reason: codeOf(error) }
      }
    }),
  )
  try {
    const stopped = read.find(({ status }) => status === 'rejected')
    if (stopped?.status === 'rejected') throw stopped.reason
    await vault.adopt(copies)
  } catch (error) {
    // They are made again when the import goes on: a full disk gets its room back.
    for (const { path } of copies) await rm(path, { force: true })
    throw error
  }
  return read.flatMap((one) => (one.status === 'fulfilled' && one.value !== null ? [one.value] : []))
}

function itemOf(
  line: ImportedItem['line'],
  taken: TakenMail,
  ground: Ground,
  options: MailImportOptions,
): ImportedItem {
  const { mail } = taken
  // Nobody is made of a mail here: the signature is not read.
  const read = { token: '', name: line.name, mail, ...sidesOf(mail, ground.own), person: null }
  const item = {
    line,
    mail: { ...mailToKeep(mail, line.name, taken), hasHtml: taken.hasHtml },
    direction: read.direction,
  }
  const { attach, underCustomer, activityId = null } = options
  if (!options.filesClear && activityId === null) return { ...item, filing: null }
  const { subject, notes } = activityOf(read, ground)
  const { wall, isToday } = mailWall(mail, ground.now, ground.zone)
  const decision = {
    subject: subject || line.name,
    notes,
    attach,
    underCustomer,
    on: wall.on,
    time: isToday ? null : wall.time,
    closedAt: `${wall.on}T${wall.time}`,
  }
  return { ...item, filing: { decision: { ...decision, activityId }, clues: cluesOf(read, ground) } }
}

function partsOf(units: readonly Unit[], read: readonly Read[]): Pick<ImportBatch, 'items' | 'refused' | 'progress'> {
  const progress = new Map<number, SourceProgress>()
  for (const unit of units) if (unit.progress !== null) progress.set(unit.progress.sourceRow, unit.progress)
  return {
    items: read.flatMap((one) => ('item' in one ? [one.item] : [])),
    refused: read.flatMap((one): RefusedItem[] =>
      'reason' in one && one.unit.line !== null ? [{ line: one.unit.line, reason: one.reason }] : [],
    ),
    progress: [...progress.values()],
  }
}

/** One message that the store cannot take never stops the others: the batch is written again message by message. */
async function write(core: Core, batch: ImportBatch): Promise<void> {
  try {
    await core.write('mail.import', batch, 'mail.import', 'import')
  } catch (error) {
    if (error instanceof KnownError) throw error
    core.ports.log.error('a batch of an import could not be written', error)
    for (const item of batch.items) {
      const one = { ...batch, items: [item], refused: [], progress: [] }
      await core.write('mail.import', one, 'mail.import', 'import').catch(async (fault: unknown) => {
        if (fault instanceof KnownError) throw fault
        core.ports.log.error(`the message ${item.line.name} could not be written`, fault)
        await core.write(
          'mail.import',
          { ...batch, items: [], refused: [{ line: item.line, reason: 'internal' }], progress: [] },
          'mail.import',
          'import',
        )
      })
    }
    await core.write('mail.import', { ...batch, items: [] }, 'mail.import', 'import')
  }
}
