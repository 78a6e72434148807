// Every declared call asked with plausible and hostile input, in any order, on a whole core: no answer is `internal`, the store and its log stay
// the same, and the program can still be used. Bounded and seeded; the inputs are made from the schemas, so a new call is asked without more ado.
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { startCore, type TestCore } from '../build/test-core.ts'
import { activityWith, newContact, whenOn } from '../build/test-records.ts'
import { calls, type CallName } from '../src-shared/contract/index.ts'
import { compareWithLog } from './store/rebuild.ts'

/** Asked in a test of their own: they exchange the store. */
const exchanging = new Set<string>(['sample.enter', 'sample.leave', 'backup.restore'])
const names = (Object.keys(calls) as CallName[]).filter((name) => !exchanging.has(name))

const hostile = [
  '', ' ', '\u0000', 'a\u0000b', '\ud800', 'x\udfffy', '\u202egnp.exe', '👩‍👩‍👧‍👦', 'İıßﬁ', '__proto__', 'constructor', 'toString', "'; DROP TABLE contact; --", '%_\\', '"*" OR (',
  'NEAR(a b)', '../../etc/passwd', '<script>1</script>', 'e\u0301'.repeat(60), 'z'.repeat(5000), 'null', '-1', '1e999', '+34 600 100 200', 'a@b.example', 'a@', 'B12345674',
]
const days = ['2026-03-10', '2026-03-29', '2024-02-29', '2026-02-31', '2026-13-01', '2026-00-10', '0000-01-01', '0001-01-01', '9999-12-31', '2026-1-1', '2026-03-10T10:00']
const times = ['00:00', '10:00', '02:30', '23:59', '24:00', '9:00', '99:99']
const zones = ['Europe/Madrid', 'America/New_York', 'Pacific/Apia', 'UTC', 'Nowhere/None', '', '+25:00', 'europe/madrid']
const numbers = [0, 1, -1, 2, 10, 200, 1.5, -0, 366, 10_001, 2 ** 31, 2 ** 53, -(2 ** 53), Number.MAX_SAFE_INTEGER, 1e308]
const wrong: unknown[] = [null, [], {}, 'text', 0, -1, true, [[[]]], { length: 1e9 }, [null], JSON.parse('{"__proto__":{"polluted":1}}')]

type Gen = fc.GeneratorValue
/** Ids and tokens that answers have given so far; hostile ones are mixed in when they are used. */
class Pool {
  readonly ids = new Set<string>()
  readonly byName = new Map<string, string[]>()

  /** Remembers what an answer names, as deep as a page of rows goes. */
  learn(value: unknown, area: string, depth = 0): void {
    if (typeof value !== 'object' || value === null || depth > 4) return
    for (const [key, inner] of Object.entries(value).slice(0, 60)) {
      const name = key === 'id' ? `${area}Id` : key
      if (typeof inner === 'string' && /(?:Id|Token)$/.test(name)) {
        if (this.ids.size < 3000) this.ids.add(inner)
        const own = this.byName.get(name)
        if (own === undefined) this.byName.set(name, [inner])
        else if (!own.includes(inner)) own.push(inner)
      } else this.learn(inner, area, depth + 1)
    }
  }
}

const pick = <T>(g: Gen, values: readonly T[]): T => values[g(fc.nat, { max: values.length - 1 })] as T
const oneIn = (g: Gen, n: number): boolean => g(fc.nat, { max: n - 1 }) === 0

/** How one input is made: for which call, from what is known, and whether it may be hostile. */
interface Making {
  g: Gen
  pool: Pool
  area: string
  isHostile: boolean
}

/** Names under which ids of that kind were learned. */
function idNames(name: string, area: string): string[] {
  if (name === 'base' || name === 'selection') return ['snapshotId']
  if (name === 'replaces') return ['planId']
  if (name === 'owners' || name === 'authors' || name === 'me') return ['ownerId']
  if (name === 'recordId') return ['activityId', 'contactId']
  if (/^(?:id|ids|except)$/.test(name)) return area === 'bulk' ? ['activityId', 'contactId'] : [`${area}Id`]
  if (name === 'employerId') return ['companyId']
  if (name === 'followsId') return ['activityId']
  if (/^(?:types|results)$|Ids$/.test(name)) return [`${name.replace(/Ids$|s$/, '').replace(/^(?:add|remove)T/, 't')}Id`]
  return [name]
}

function text({ g, pool, area, isHostile }: Making, name: string): string {
  if (isHostile && oneIn(g, 4)) return pick(g, hostile)
  if (/zone/i.test(name)) return pick(g, zones)
  if (/^(?:time|to)$/.test(name) && oneIn(g, 2)) return pick(g, times)
  if (/^(?:on|from|until|to|birthday|anniversary)$/.test(name)) return oneIn(g, 4) ? pick(g, times) : pick(g, days)
  if (/(?:closedAt|happenedAt|^at)$/.test(name)) return `${pick(g, days)}T${pick(g, times)}`
  const known = idNames(name, area).flatMap((learned) => pool.byName.get(learned) ?? [])
  // Plans and snapshots are dropped after a while.
  if (/^(?:planId|snapshotId|base|selection|replaces)$/.test(name)) known.splice(0, Math.max(0, known.length - 4))
  if (known.length > 0 && !(isHostile && oneIn(g, 3))) return pick(g, known)
  if (/^ids?$|Ids?$|^(?:except|tags)$/.test(name) && pool.ids.size > 0) return pick(g, [...pool.ids])
  return pick(g, ['Marta', 'Talleres Norte', '', 'ana', '600', 'ES', 'zz', '#0f766e', 'https://cliente.example/a'])
}

/** One that the schema takes, where such a one is found. */
function fitting(schema: z.ZodType, make: () => unknown): unknown {
  let made = make()
  for (let n = 0; n < 12 && !schema.safeParse(made).success; n += 1) made = make()
  return made
}

/** A value the schema would take; in a hostile input more or less. */
function valueOf(making: Making, schema: z.ZodType, name: string): unknown {
  const { g, isHostile } = making
  if (isHostile && oneIn(g, 30)) return pick(g, wrong)
  const def = schema._zod.def as unknown as {
    type: string; shape: Record<string, z.ZodType>; element: z.ZodType; innerType: z.ZodType; options: z.ZodType[]; entries: Record<string, string>; values: unknown[]; valueType: z.ZodType
  }
  switch (def.type) {
    case 'object': {
      const made: Record<string, unknown> = {}
      for (const [key, inner] of Object.entries(def.shape)) {
        const isOptional = ['optional', 'default'].includes(inner._zod.def.type)
        if (isOptional ? oneIn(g, 3) : !(isHostile && oneIn(g, 50))) made[key] = valueOf(making, inner, key)
      }
      return made
    }
    case 'array': {
      if (isHostile && oneIn(g, 20)) return Array.from({ length: 500 }).fill(valueOf(making, def.element, name))
      return fitting(schema, () => Array.from({ length: pick(g, [0, 1, 1, 2, 3, 7]) }, () => valueOf(making, def.element, name)))
    }
    case 'nullable': return oneIn(g, 3) ? null : valueOf(making, def.innerType, name)
    case 'optional':
    case 'default': return valueOf(making, def.innerType, name)
    case 'union': return valueOf(making, pick(g, def.options), name)
    case 'enum': return pick(g, Object.values(def.entries))
    case 'literal': return pick(g, def.values)
    case 'null': return null
    case 'boolean': return oneIn(g, 2)
    case 'number': return isHostile ? pick(g, numbers) : fitting(schema, () => pick(g, [...numbers, 1, 1, 2, 3, 20, 2026]))
    case 'string': return isHostile ? text(making, name) : fitting(schema, () => text(making, name))
    case 'record': return Object.fromEntries(Array.from({ length: g(fc.nat, { max: 3 }) }, () => [text(making, 'key'), valueOf(making, def.valueType, name)]))
    case 'unknown': return pick(g, [...wrong, ...hostile, ...numbers])
    case 'tuple': return (def as unknown as { items: z.ZodType[] }).items.map((item) => valueOf(making, item, name))
    default: throw new Error(`no generator for ${def.type} at ${name}`)
  }
}

const core: { current: TestCore | null } = { current: null }
afterEach(async () => {
  await core.current?.close()
  core.current = null
})

const mail = (n: number): string =>
  `From: Ana Prueba <ana${n}@cliente.example>\r\nTo: marta@maletin.example\r\nSubject: Pedido ${n}\r\nMessage-ID: <${n}@cliente.example>\r\nDate: Mon, 09 Mar 2026 10:00:00 +0100\r\n\r\nHola ${n}\r\n`

async function seeded(): Promise<{ running: TestCore; pool: Pool }> {
  const running = await startCore()
  core.current = running
  const pool = new Pool()
  const { settings, lists } = await running.ask('settings.get', {})
  pool.learn(lists, 'entry')
  if (settings.me !== null) pool.ids.add(settings.me)
  for (const [list, entries] of Object.entries({ typeId: lists.types, resultId: lists.results, reasonId: lists.reasons, ownerId: lists.users })) {
    pool.byName.set(list, entries.map(({ id }) => id))
  }
  const contactIds: string[] = []
  for (let n = 0; n < 6; n += 1) {
    const { id } = await running.ask('contact.create', newContact({ kind: n % 2 === 0 ? 'company' : 'person', name: `Contacto ${n}` }))
    contactIds.push(id)
  }
  pool.byName.set('companyId', contactIds.filter((_, n) => n % 2 === 0))
  pool.byName.set('personId', contactIds.filter((_, n) => n % 2 === 1))
  pool.byName.set('contactId', contactIds)
  for (const id of contactIds) pool.ids.add(id)
  for (let n = 0; n < 8; n += 1) {
    const { id } = await running.ask('activity.create', activityWith({
      typeId: lists.types[n % lists.types.length]?.id ?? '', subject: `Visita ${n}`, companyId: contactIds[0] ?? null, ownerId: settings.me ?? '',
      when: whenOn(`2026-03-${10 + n}`, '10:00', 30),
    }))
    pool.ids.add(id)
    pool.byName.set('activityId', [...(pool.byName.get('activityId') ?? []), id])
  }
  const files = Array.from({ length: 6 }, (_, n) => running.offer({ name: `m${n}.eml`, bytes: n === 5 ? '\u0000\u0001' : mail(n) }).token)
  pool.byName.set('fileToken', files)
  pool.byName.set('fileTokens', files)
  return { running, pool }
}

/** All that was said of what went wrong inside, with the input that did it. */
function faults(running: TestCore): string[] {
  return running.host.errors.map(({ message, error }) => `${message}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
}

function isUsable(profile: string): string[] {
  const store = new Database(join(profile, 'store.db'), { readonly: true })
  try {
    expect(store.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(store.pragma('foreign_key_check')).toEqual([])
  } finally {
    store.close()
  }
  return compareWithLog(join(profile, 'store.db'))
}

describe('hostile input', () => {
  it.each([1, 2])('never breaks the core nor its store (seed %i)', async (seed) => {
    const { running, pool } = await seeded()
    const broken = new Map<string, string>()
    const answered = new Set<CallName>()
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (g) => {
        for (let n = 0; n < 60; n += 1) {
          const name = pick(g, names)
          const area = name.split('.')[0] ?? ''
          const isHostile = oneIn(g, 3)
          const input = isHostile && oneIn(g, 20) ? pick(g, wrong) : valueOf({ g, pool, area, isHostile }, calls[name].input, '')
          const reply = await running.app.ask(name, input, { windowId: 'fuzz' })
          if (reply.ok) {
            answered.add(name)
            pool.learn(reply.value, area)
          }
          else if (reply.error.code === 'internal') broken.set(name, `${JSON.stringify(input).slice(0, 1500)}\n${faults(running).at(-1) ?? ''}`)
        }
      }),
      { seed, numRuns: Math.ceil(names.length / 3), endOnFailure: true },
    )
    expect(Object.fromEntries(broken)).toEqual({})
    const state = await running.ask('app.state', {})
    expect([state.isFirstStart, state.trouble]).toEqual([false, null])
    for (let n = 0; n < 100; n += 1) {
      const reply = await running.app.ask('history.undoLast', {}, { windowId: 'fuzz' })
      if (!reply.ok) {
        expect([reply.error.code, faults(running)]).toEqual(['nothing_to_undo', []])
        break
      }
    }
    await running.ask('activity.first', { filter: { planned: { relative: 'this_week' } }, sort: { by: 'date', descending: false }, limit: 50 })
    await running.ask('contact.first', { filter: {}, sort: { by: 'name', descending: false }, limit: 50 })
    expect(isUsable(running.profile)).toEqual([])
    // What is never answered is not tried in earnest.
    const unanswered = names.filter((name) => !answered.has(name))
    expect(unanswered.length, unanswered.join(' ')).toBeLessThan(names.length / 3)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  }, 120_000)
})
