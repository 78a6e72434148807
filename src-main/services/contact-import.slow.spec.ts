// A hundred thousand rows are normal (IO-1): read, compared and written while other windows are answered, in bounded memory, given up without a trace, taken
// back as one. With every test a fifth of them.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCore, type TestCore } from '../../build/test-core.ts'
import type { ImportSource } from '../../src-shared/contract/contact-import.ts'

const rows = process.env['MALETIN_SLOW'] === 'full' ? 100_000 : 20_000
const faulty = rows / 1000
let core: TestCore
beforeAll(async () => {
  core = await startCore()
})
afterAll(() => core.close())

const names = ['Ana', 'Luis', 'Marta', 'Íñigo', 'Begoña', 'Jordi', 'Núria', 'Pablo']
const families = ['Ruiz', 'Peña', 'Álvarez', 'Sanz', 'Ibáñez', 'Puig', 'Soler']
function bigFile(): string {
  const lines = ['Empresa;Nombre;Apellidos;Cargo;Teléfono;Correo;Dirección;C.P.;Población;Notas']
  for (let at = 0; at < rows; at += 1) {
    const phone = String(600_000_000 + at * 7)
    const mail = at % 1000 === 999 ? 'no es un correo' : `persona${at}@empresa${at % 4000}.example`
    lines.push(
      `Empresa ${at % 4000} S.L.;${names[at % 8]};${families[at % 7]} ${at};Compras;${phone};${mail};Calle ${at};${10_000 + (at % 40_000)};Madrid;`,
    )
  }
  return lines.join('\n')
}
const count = async (): Promise<number> =>
  (await core.ask('contact.snapshot', { filter: {}, sort: { by: 'name', descending: false } })).total

/** The longest that a window waits for its list while this goes on, in milliseconds. */
async function whileAnswering<T>(work: Promise<T>): Promise<{ value: T; longest: number }> {
  let isOver = false
  const over = work.finally(() => (isOver = true))
  let longest = 0
  while (!isOver) {
    const from = performance.now()
    await core.ask('contact.first', { filter: {}, sort: { by: 'name', descending: false }, limit: 100 })
    longest = Math.max(longest, performance.now() - from)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return { value: await over, longest }
}

it(`${rows} rows of a file of contacts are taken in and back`, async () => {
  const before = process.memoryUsage().rss
  let most = 0
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 50)
  const log = (what: string, from: number, longest: number): void =>
    console.log(`${what}: ${Math.round(performance.now() - from)} ms, a window waited ${Math.round(longest)} ms at most`)

  const { token } = core.offer({ name: 'grande.csv', bytes: bigFile() })
  let from = performance.now()
  const opened = await whileAnswering(core.ask('contactImport.open', { tokens: [token] }))
  log('read', from, opened.longest)
  const source: ImportSource = opened.value
  expect(source.rows).toBe(rows)

  from = performance.now()
  const options = { targets: source.columns.map(({ target }) => target), kind: 'person', relation: 'lead', replaces: false } as const
  const planned = await whileAnswering(core.ask('contactImport.plan', { importId: source.importId, options }))
  log('planned', from, planned.longest)
  expect(planned.value).toEqual({ counts: { new: rows - faulty, update: 0, duplicate: 0, error: faulty }, doubtful: 0, companies: 3996, unknownOwners: [] })

  // Given up while it is written, nothing of it is there.
  from = performance.now()
  const given = core.ask('contactImport.apply', { importId: source.importId, toggled: [] }).then(
    () => 'done',
    (error: { code: string }) => error.code,
  )
  await expect
    .poll(async () => (await core.ask('job.list', {})).jobs.find(({ kind, status }) => kind === 'contact.import' && status === 'running')?.done ?? 0, { timeout: 60_000, interval: 20 })
    .toBeGreaterThan(5000)
  const job = (await core.ask('job.list', {})).jobs.find(({ kind, status }) => kind === 'contact.import' && status === 'running')
  await core.ask('job.cancel', { id: job?.id ?? '' })
  expect(await given).toBe('cancelled')
  expect(await count()).toBe(0)
  log('given up', from, 0)

  from = performance.now()
  const applied = await whileAnswering(core.ask('contactImport.apply', { importId: source.importId, toggled: [] }))
  log('written', from, applied.longest)
  expect(applied.value).toMatchObject({ rows, created: rows - faulty, updated: 0, skipped: 0, failed: faulty })
  expect(await count()).toBe(rows - faulty + 3996)

  from = performance.now()
  const again = await core.ask('contactImport.open', { tokens: [core.offer({ name: 'grande.csv', bytes: bigFile() }).token] })
  const twice = await whileAnswering(core.ask('contactImport.plan', { importId: again.importId, options }))
  log('planned again', from, twice.longest)
  expect(twice.value.counts).toEqual({ new: 0, update: 0, duplicate: rows - faulty, error: faulty })

  from = performance.now()
  const undone = await whileAnswering(core.ask('history.undoLast', {}))
  log('undone', from, undone.longest)
  expect(await count()).toBe(0)
  clearInterval(watch)
  console.log(`memory: ${Math.round((most - before) / 1e6)} MB more at most`)
  expect(most - before).toBeLessThan(2_000_000_000)
}, 900_000)
