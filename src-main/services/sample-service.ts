// Fills a store with plausible invented data (UX-7). Core thread; the writing runs on the store's.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { addDays, instantOf, localDateOf } from '../../src-shared/domain/local-time.ts'
import { FileVault } from '../files/file-vault.ts'
import type { JobControl } from '../jobs/jobs.ts'
import type { Clock, Paths } from '../ports.ts'
import { createRandom } from '../sample/random.ts'
import { sampleRecords, type SampleBase, type SampleContact, type SampleRecord, type SampleSize } from '../sample/sample-data.ts'
import { sampleMessage } from '../sample/sample-mail.ts'
import * as words from '../sample/words.ts'
import type { Store } from '../store/store.ts'
import { storeFile, type StoreOpener } from './profile.ts'

export interface SampleOptions {
  contacts: number
  activities?: number
  mails?: number
  language: 'es' | 'en'
  seed?: number
  me?: { name: string; mail: string }
}

const source = 'sample'
const mailsPerChunk = 500

/** Creates the store in `folder` and fills it. A cancelled or failed fill leaves no store behind. */
export async function fillSample(
  ports: { clock: Clock; paths: Paths },
  open: StoreOpener,
  folder: string,
  options: SampleOptions,
  job: Pick<JobControl, 'progress' | 'signal'>,
): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (existsSync(join(folder, storeFile))) throw new Error('there is a store already')
  // Under another name until it is whole: one that was left half is thrown away.
  const path = join(folder, `${storeFile}.filling`)
  const remove = (): void => {
    for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true })
  }
  remove()
  const store = await open({ path, workerUrl: ports.paths.storeWorker, now: () => ports.clock.now() })
  let isComplete = false
  try {
    await store.load('begin')
    await fill(store, folder, ports.clock, options, job)
    await store.load('end')
    isComplete = !job.signal.aborted
  } finally {
    await store.close()
    if (!isComplete) remove()
  }
  if (isComplete) renameSync(path, join(folder, storeFile))
}

async function fill(store: Store, folder: string, clock: Clock, options: SampleOptions, job: Pick<JobControl, 'progress' | 'signal'>): Promise<void> {
  const { language, seed = 1 } = options
  const me = options.me ?? { name: 'Marta Vidal', mail: 'marta.vidal@nortesur.example' }
  const size: SampleSize = { contacts: options.contacts, activities: options.activities ?? options.contacts * 6, mails: options.mails ?? Math.round(options.contacts / 5) }
  const zone = clock.zone()
  const setUp = await store.write('app.setUp', { ...me, language, zone: null }, { command: 'app.setUp', source, userId: null })
  const userId = setUp.value.userId
  const random = createRandom(seed + 17)
  const meta = { command: 'sample.fill', source, userId }
  const send = (records: SampleRecord[]) => store.write('sample.fill', { records }, meta)
  const now = clock.now()
  const users = words.colleagues.map((name, n) => ({
    table: 'user' as const, id: random.uuid(now),
    values: { name, mail: `colega${n + 1}@nortesur.example`, color: ['#2563eb', '#be185d', '#b45309', '#7c3aed', '#4d7c0f'][n] ?? '#475569', hours: null, isActive: true },
  }))
  const tags = words.tagNames[language].map((name, position) => ({
    table: 'tag' as const, id: random.uuid(now),
    values: { builtin: null, name, color: ['#0f766e', '#2563eb', '#b45309', '#b91c1c', '#7c3aed', '#15803d', '#be185d', '#475569'][position] ?? '#475569', position, isArchived: false },
  }))
  await send([...users, ...tags])
  const lists = await store.read('settings.lists', null)
  const base: SampleBase = {
    userIds: [userId, userId, ...users.map(({ id }) => id)],
    types: lists.types.map(({ id, builtin, defaultMinutes }) => ({ id, builtin: builtin ?? 'other', minutes: defaultMinutes })),
    results: lists.results.map(({ id, builtin }) => ({ id, builtin: builtin ?? '' })),
    tagIds: tags.map(({ id }) => id),
    today: localDateOf(now, zone), zone, language,
  }
  const contacts: SampleContact[] = []
  const total = size.contacts * 4 + size.activities + size.mails
  let done = 0
  let pending: Promise<unknown> = Promise.resolve()
  for (const records of sampleRecords(size, base, seed, contacts)) {
    if (job.signal.aborted) return
    await pending
    pending = send(records)
    done += records.length
    job.progress(done, total)
  }
  await pending
  await fillMails(store, new FileVault(folder), base, contacts, size.mails, { userId, ...me }, random, job)
}

async function fillMails(
  store: Store, vault: FileVault, base: SampleBase, contacts: SampleContact[], count: number, me: { userId: string; name: string; mail: string },
  random: ReturnType<typeof createRandom>, job: Pick<JobControl, 'signal'>,
): Promise<void> {
  const type = base.types.find(({ builtin }) => builtin === 'email')
  const result = base.results.find(({ builtin }) => builtin === 'informative')
  if (type === undefined || result === undefined) return
  for (let from = 0; from < count && !job.signal.aborted; from += mailsPerChunk) {
    const records: SampleRecord[] = []
    for (let n = from; n < Math.min(count, from + mailsPerChunk); n += 1) {
      const contact = random.pick(contacts)
      const on = addDays(base.today, -random.between(1, 400))
      const time = `${String(random.between(8, 19)).padStart(2, '0')}:${String(random.between(0, 59)).padStart(2, '0')}`
      const sentAt = instantOf(on, time, base.zone)
      const isIncoming = random.chance(0.6)
      const message = sampleMessage(n, random, contact, me, isIncoming, sentAt, base.language)
      const sha = createHash('sha256').update(message.eml).digest('hex')
      const file = vault.pathOf(sha)
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
      writeFileSync(file, message.eml, { mode: 0o600 })
      const companyId = contact.kind === 'company' ? contact.id : contact.personOf
      const activityId = random.uuid(sentAt)
      records.push({
        table: 'activity', id: activityId,
        values: {
          typeId: type.id, subject: message.subject, companyId, personId: contact.kind === 'person' ? contact.id : null, startsOn: on, startsTime: time, durationMinutes: null,
          endsOn: null, zone: base.zone, startsUtc: sentAt, state: 'done', priority: 1, direction: isIncoming ? 'in' : 'out', ownerId: me.userId, authorId: me.userId, place: '',
          notes: message.text.split('\r\n').join('\n').trim(), resultId: result.id, closedAt: `${on}T${time}`, cancelReason: null, followsId: null, createdAt: sentAt, binnedAt: null, movedCount: 0,
        },
      })
      const mailId = random.uuid(sentAt)
      records.push({
        table: 'mail', id: mailId,
        values: {
          messageId: message.messageId, contentHash: sha, threadKey: message.messageId, inReplyTo: null, replyReferences: [], subject: message.subject,
          senderName: message.fromName, senderAddress: message.fromAddress, recipients: { to: [{ name: message.toName, address: message.toAddress }], cc: [], bcc: [] },
          direction: isIncoming ? 'in' : 'out', sentAt, sentOffset: 0, takenInAt: sentAt, bodyText: message.text, hasHtml: false, attachments: [],
          fileSha: sha, fileName: `correo-${n + 1}.eml`, fileSize: Buffer.byteLength(message.eml), activityId, isDetached: false, state: 'filed', conversation: null, subjectKey: null,
        },
      })
      records.push({ table: 'mail_contact', id: random.uuid(sentAt), values: { mailId, contactId: contact.id } })
      if (companyId !== null && companyId !== contact.id) records.push({ table: 'mail_contact', id: random.uuid(sentAt), values: { mailId, contactId: companyId } })
    }
    await store.write('sample.fill', { records }, { command: 'sample.fill', source: 'sample', userId: me.userId })
  }
}
