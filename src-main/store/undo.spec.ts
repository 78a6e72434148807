// Undo as the user knows it (HIS-2): whatever was done, taking it back in reverse leaves nothing behind; what was changed since stays and is named.
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { activityWith, contactWith } from '../../build/test-records.ts'
import type { ContactValues } from '../../src-shared/contract/contacts.ts'
import { compareWithLog } from './rebuild.ts'
import { testDevice, TestStore } from './test-store.ts'

const stores: TestStore[] = []
function newStore(): TestStore {
  const store = new TestStore()
  stores.push(store)
  return store
}
afterEach(() => {
  for (const store of stores.splice(0)) store.close()
})

const phone = (value: string) => ({ id: null, kind: 'phone' as const, label: '', value })

function company(store: TestStore, name: string, values: Partial<ContactValues> = {}): { id: string; set: string } {
  const { value, changeSetId } = store.write('contact.create', {
    values: contactWith({ name, ...values }),
    employerId: null,
    jobTitle: '',
  })
  return { id: value.id, set: changeSetId ?? '' }
}
const undo = (store: TestStore, changeSetId: string | null) =>
  store.write('history.undo', { changeSetId: changeSetId ?? '' })
const revisionOf = (store: TestStore, id: string): number => store.read('contact.detail', { id }).revision
function save(store: TestStore, id: string, values: Partial<ContactValues>): string | null {
  return store.write('contact.save', { id, revision: revisionOf(store, id), values }).changeSetId
}

type Action = (store: TestStore, pick: number, text: string) => string | null

function contactsOf(store: TestStore, kind: 'company' | 'person'): string[] {
  return store.raw.pluck<string>('SELECT id FROM contact WHERE kind = ? ORDER BY id', [kind])
}
const chosen = (list: readonly string[], pick: number): string | undefined => list[pick % Math.max(1, list.length)]

/** What a user does, on records picked at random; null where there is nothing to do it to. */
const actions: Record<string, Action> = {
  createCompany: (store, pick, text) =>
    company(store, `Empresa ${text}`, { points: [phone(`95512${pick}`)], tagIds: tags(store).slice(0, pick % 3) }).set,
  createPerson: (store, pick, text) =>
    store.write('contact.create', {
      values: contactWith({
        kind: 'person',
        givenName: `P${text}`,
        familyName: 'Prueba',
        addresses: [{ id: null, label: '', street: text, postcode: '', city: 'Écija', region: '', country: 'ES' }],
      }),
      employerId: pick % 2 === 0 ? (chosen(contactsOf(store, 'company'), pick) ?? null) : null,
      jobTitle: 'Compras',
    }).changeSetId,
  rename: (store, pick, text) =>
    onContact(store, 'company', pick, (id) => save(store, id, { name: `Nombre ${text}`, notes: text })),
  phones: (store, pick, text) =>
    onContact(store, 'company', pick, (id) =>
      save(store, id, { points: pick % 3 === 0 ? [] : [phone(`600${pick}`), phone(text || '1')] }),
    ),
  keepFirstPhone: (store, pick) =>
    onContact(store, 'company', pick, (id) =>
      save(store, id, {
        points: store
          .read('contact.detail', { id })
          .points.slice(0, 1)
          .map((point) => ({ ...point, label: `l${pick}` })),
      }),
    ),
  retag: (store, pick) =>
    onContact(store, 'company', pick, (id) => save(store, id, { tagIds: tags(store).slice(pick % 4) })),
  changeAll: (store, pick) =>
    store.write('contact.change', {
      rows: store.raw.pluck<number>('SELECT row_id FROM contact ORDER BY id', []).slice(0, (pick % 5) + 1),
      change: {
        relation: pick % 2 === 0 ? 'customer' : 'supplier',
        addTagIds: tags(store).slice(0, 1),
        removeTagIds: tags(store).slice(1, 3),
      },
    }).changeSetId,
  bin: (store, pick) =>
    store.write('contact.bin', {
      rows: store.raw.pluck<number>('SELECT row_id FROM contact ORDER BY id', []).slice(0, (pick % 3) + 1),
    }).changeSetId,
  restore: (store) =>
    store.write('contact.restore', { rows: store.raw.pluck<number>('SELECT row_id FROM contact', []) }).changeSetId,
  employ: (store, pick, text) => {
    const personId = chosen(contactsOf(store, 'person'), pick)
    const companyId = chosen(contactsOf(store, 'company'), pick >> 2)
    if (personId === undefined || companyId === undefined) return null
    return store.write('contact.employ', {
      personId,
      companyId,
      jobTitle: text,
      from: null,
      leavesOthers: pick % 2 === 0,
      today: '2026-03-10',
    }).changeSetId
  },
  note: (store, pick, text) =>
    onContact(
      store,
      'person',
      pick,
      (contactId) =>
        store.write('note.create', {
          contactId,
          activityId: null,
          text: `n${text}`,
          happenedAt: '2026-03-10T10:00',
          authorId: store.me,
        }).changeSetId,
    ),
  createActivity: (store, pick, text) =>
    onContact(store, 'company', pick, (companyId) => {
      const typeId =
        chosen(store.raw.pluck<string>('SELECT id FROM activity_type WHERE is_private = 0 ORDER BY id', []), pick) ?? ''
      const values = activityWith({
        typeId,
        companyId,
        subject: `Visita ${text}`,
        when: whenOn(pick),
        ownerId: store.me,
        place: text,
        tagIds: tags(store).slice(0, pick % 2),
      })
      return store.write('activity.create', { values }).changeSetId
    }),
  moveActivity: (store, pick) => {
    const id = chosen(store.raw.pluck<string>('SELECT id FROM activity WHERE binned_at IS NULL ORDER BY id', []), pick)
    if (id === undefined) return null
    const revision = store.raw.pluck<number>('SELECT revision FROM activity WHERE id = ?', [id])[0] ?? 0
    return store.write('activity.save', { id, revision, values: { when: whenOn(pick * 3) } }).changeSetId
  },
  closeActivities: (store, pick, text) => {
    const resultId = chosen(store.raw.pluck<string>('SELECT id FROM result ORDER BY id', []), pick) ?? ''
    return store.write('activity.close', {
      rows: activityRows(store, pick),
      resultId,
      closedAt: '2026-03-10T12:00',
      note: text,
    }).changeSetId
  },
  binActivities: (store, pick) => store.write('activity.bin', { rows: activityRows(store, pick) }).changeSetId,
  reopenActivities: (store, pick) => store.write('activity.reopen', { rows: activityRows(store, pick) }).changeSetId,
  setting: (store, pick) => store.write('settings.set', { values: { [`key${pick % 3}`]: pick } }).changeSetId,
  tag: (store, pick, text) =>
    store.write('entry.save', {
      list: 'tags',
      id: null,
      revision: null,
      values: { name: `t${text}`, color: `#00000${pick % 9}` },
    }).changeSetId,
}
const whenOn = (pick: number) => ({
  on: `2026-04-${String(1 + (pick % 28)).padStart(2, '0')}`,
  time: pick % 2 === 0 ? '10:00' : null,
  durationMinutes: pick % 2 === 0 ? 30 : null,
  until: null,
  zone: 'Europe/Madrid',
})
const activityRows = (store: TestStore, pick: number): number[] =>
  store.raw.pluck<number>('SELECT row_id FROM activity ORDER BY id', []).slice(0, (pick % 4) + 1)
const tags = (store: TestStore): string[] => store.raw.pluck<string>('SELECT id FROM tag ORDER BY id', [])
function onContact(
  store: TestStore,
  kind: 'company' | 'person',
  pick: number,
  act: (id: string) => string | null,
): string | null {
  const id = chosen(contactsOf(store, kind), pick)
  return id === undefined ? null : act(id)
}

const steps = fc.array(
  fc.record({ action: fc.constantFrom(...Object.keys(actions)), pick: fc.nat(99), text: fc.string({ maxLength: 8 }) }),
  {
    minLength: 1,
    maxLength: 14,
  },
)
type Step = { action: string; pick: number; text: string }
const perform = (store: TestStore, { action, pick, text }: Step): string | null => actions[action]!(store, pick, text)

describe('taking back everything, the last first', () => {
  it('leaves every table exactly as it was, and the log still tells the store', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(steps, (plan) => {
        const store = newStore()
        const before: { content: unknown; set: string | null }[] = []
        for (const step of plan) before.push({ content: store.content(), set: perform(store, step) })
        for (const { content, set } of before.reverse()) {
          if (set === null) continue
          const { value } = undo(store, set)
          expect(value.left).toEqual([])
          expect(store.content()).toEqual(content)
        }
        expect(compareWithLog(store.path)).toEqual([])
        stores.splice(stores.indexOf(store), 1)
        store.close()
      }),
      { numRuns: 25 },
    )
  })

  it('by Ctrl+Z and back by redo gives each state again, in both directions', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(steps, (plan) => {
        const store = newStore()
        const states = [store.content()]
        for (const step of plan) {
          if (step.action === 'setting') continue
          if (perform(store, step) !== null) states.push(store.content())
        }
        for (let round = 0; round < 2; round += 1) {
          for (const state of states.slice(0, -1).reverse()) {
            store.write('history.undoLast', { deviceId: testDevice }, 'history.undo')
            expect(store.content()).toEqual(state)
          }
          for (const state of states.slice(1)) {
            store.write('history.redoLast', { deviceId: testDevice }, 'history.redo')
            expect(store.content()).toEqual(state)
          }
        }
        expect(() => store.write('history.redoLast', { deviceId: testDevice }, 'history.redo')).toThrow(
          'nothing_to_undo',
        )
        stores.splice(stores.indexOf(store), 1)
        store.close()
      }),
      { numRuns: 20 },
    )
  })

  it('in any order never breaks the store, and the log still tells it', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(steps, fc.array(fc.nat(40), { maxLength: 20 }), (plan, picks) => {
        const store = newStore()
        for (const step of plan) perform(store, step)
        for (const pick of picks) {
          const sets = store.raw.pluck<string>(
            `SELECT id FROM change_set WHERE undone_by IS NULL AND command <> 'app.setUp' ORDER BY row_id`,
            [],
          )
          const set = chosen(sets, pick)
          if (set !== undefined) undo(store, set)
        }
        expect(store.connection.raw.pragma('foreign_key_check')).toEqual([])
        expect(compareWithLog(store.path)).toEqual([])
        stores.splice(stores.indexOf(store), 1)
        store.close()
      }),
      { numRuns: 25 },
    )
  })
})

describe('what was changed since', () => {
  it('stays and is named, while the other fields go back', () => {
    const store = newStore()
    const { id } = company(store, 'Talleres Uno')
    const set = save(store, id, { notes: 'viejas', relation: 'customer' })
    save(store, id, { notes: 'nuevas' })
    const { value } = undo(store, set)
    expect(value).toMatchObject({
      undoneCommand: 'contact.save',
      restored: 1,
      left: [{ table: 'contact', recordId: id, field: 'notes' }],
    })
    expect(store.read('contact.detail', { id })).toMatchObject({ notes: 'nuevas', relation: 'lead' })
  })

  it('keeps fields that mean one thing together', () => {
    const store = newStore()
    const { value } = store.write('contact.create', {
      values: contactWith({ kind: 'person', givenName: 'Ana', familyName: 'Ruiz' }),
      employerId: null,
      jobTitle: '',
    })
    const set = save(store, value.id, { givenName: 'Eva', familyName: 'Gil' })
    save(store, value.id, { givenName: 'Sara' })
    const undone = undo(store, set).value
    expect(undone.left.map(({ field }) => field).sort()).toEqual(['familyName', 'givenName', 'name'])
    expect(store.read('contact.detail', { id: value.id })).toMatchObject({
      name: 'Sara Gil',
      givenName: 'Sara',
      familyName: 'Gil',
    })
  })

  it('is no obstacle once it was taken back itself', () => {
    const store = newStore()
    const { id } = company(store, 'Talleres Uno')
    const first = save(store, id, { notes: 'a' })
    const second = save(store, id, { notes: 'b' })
    undo(store, second)
    expect(undo(store, first).value.left).toEqual([])
    expect(store.read('contact.detail', { id }).notes).toBe('')
  })
})

describe('undoing an undo, and that again', () => {
  it('tells each time what stands, and never offers the same twice', () => {
    const store = newStore()
    const { id } = company(store, 'Talleres Uno')
    const set = save(store, id, { notes: 'a' })
    const notes = (): string => store.read('contact.detail', { id }).notes
    const isUndone = (): boolean =>
      store.raw.pluck<string | null>('SELECT undone_by FROM change_set WHERE id = ?', [set])[0] !== null
    const chain = [set]
    for (let step = 1; step <= 6; step += 1) {
      const { value, changeSetId } = undo(store, chain.at(-1) ?? null)
      expect(value.undoneCommand).toBe('contact.save')
      chain.push(changeSetId)
      expect([notes(), isUndone()]).toEqual(step % 2 === 1 ? ['', true] : ['a', false])
    }
    // It stands: it can be undone; once it is, not again.
    undo(store, set)
    expect(() => undo(store, set)).toThrow('nothing_to_undo')
  })
})

describe('a window that read a contact before its phones went back', () => {
  it('is refused when it saves', () => {
    const store = newStore()
    const { id } = company(store, 'Talleres Uno', { points: [phone('955123456')] })
    const set = save(store, id, { points: [] })
    const { revision } = store.read('contact.detail', { id })
    undo(store, set)
    expect(() => store.write('contact.save', { id, revision, values: { points: [phone('600111222')] } })).toThrow(
      'stale',
    )
  })
})

describe('the making of a record', () => {
  it('is not taken back while others refer to it, and it keeps its phones', () => {
    const store = newStore()
    const { id, set } = company(store, 'Talleres Uno', { points: [phone('955123456'), phone('600111222')] })
    const before = store.read('contact.detail', { id }).points
    store.write('note.create', {
      contactId: id,
      activityId: null,
      text: 'nota',
      happenedAt: '2026-03-10T10:00',
      authorId: store.me,
    })
    const { value, changeSetId } = undo(store, set)
    expect(value).toMatchObject({ restored: 0, left: [{ table: 'contact', recordId: id, field: '*' }] })
    expect(changeSetId).toBeNull()
    expect(store.read('contact.detail', { id }).points).toEqual(before)
  })

  it('is taken back with all its parts', () => {
    const store = newStore()
    const before = store.content()
    const { set } = company(store, 'Talleres Uno', { points: [phone('955123456')] })
    undo(store, set)
    expect(store.content()).toEqual(before)
  })
})

describe('a tag entered again since', () => {
  it('stays, and the undo of its removal does not fail', () => {
    const store = newStore()
    const tag = store.write('entry.save', { list: 'tags', id: null, revision: null, values: { name: 'VIP' } }).value.id
    const { id } = company(store, 'Talleres Uno', { tagIds: [tag] })
    const removed = save(store, id, { tagIds: [] })
    save(store, id, { tagIds: [tag] })
    expect(undo(store, removed).value.left).toMatchObject([{ table: 'contact_tag', field: '*' }])
    expect(store.read('contact.detail', { id }).tagIds).toEqual([tag])
  })
})

describe('an old value that points to something deleted since', () => {
  it('stays out, and the undo does not fail', () => {
    const store = newStore()
    const other = store.write('user.save', {
      id: null,
      revision: null,
      values: { name: 'Luis', mail: '', color: '', hours: null, isActive: true },
    }).value.id
    const { id } = company(store, 'Talleres Uno', { ownerId: other })
    const set = save(store, id, { ownerId: store.me })
    // No command deletes a user today; the making of one can be taken back.
    const made = store.raw.pluck<string>(`SELECT id FROM change_set WHERE command = 'user.save'`, [])[0] ?? ''
    undo(store, made)
    expect(undo(store, set).value.left).toMatchObject([{ recordId: id, field: 'ownerId' }])
  })
})

describe('ten thousand records', () => {
  it('all go back', { timeout: 120_000 }, () => {
    const store = newStore()
    const insert = store.connection.raw.prepare(
      `INSERT INTO contact (id, kind, name, sort_key, created_at) VALUES (?, 'company', ?, ?, 0)`,
    )
    for (let index = 0; index < 10_000; index += 1) insert.run(`c${index}`, `Empresa ${index}`, `empresa ${index}`)
    const rows = store.raw.pluck<number>('SELECT row_id FROM contact', [])
    const { changeSetId } = store.write('contact.change', { rows, change: { ownerId: store.me, relation: 'customer' } })
    expect(undo(store, changeSetId).value).toMatchObject({ restored: 10_000, left: [] })
  })
})
