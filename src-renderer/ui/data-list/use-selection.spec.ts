// Selecting rows by click, key and whole filter, and what is then sent to the core.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { useSelection } from './use-selection.ts'

describe('by click', () => {
  it('a click selects one row, the next click only the other', () => {
    const selection = useSelection()
    selection.selectOnly('a')
    selection.selectOnly('b')
    expect(selection.toSelection()).toEqual({ base: null, except: [], ids: ['b'] })
    expect(selection.isLoose.value).toBe(true)
  })
  it('Ctrl+click adds and takes away', () => {
    const selection = useSelection()
    selection.selectOnly('a')
    selection.toggle('b', false)
    selection.toggle('c', false)
    selection.toggle('b', false)
    expect(selection.count.value).toBe(2)
    expect(selection.has('a', false)).toBe(true)
    expect(selection.has('b', false)).toBe(false)
    expect(selection.isLoose.value).toBe(false)
  })
  it('Space on the clicked row keeps it, and takes it away the second time', () => {
    const selection = useSelection()
    selection.selectOnly('a')
    selection.toggle('a', false)
    expect(selection.count.value).toBe(1)
    selection.toggle('a', false)
    expect(selection.count.value).toBe(0)
  })
  it('Shift takes a range and nothing else; with Ctrl it is added', () => {
    const selection = useSelection()
    selection.selectOnly('z')
    selection.selectRange(['a', 'b', 'c'])
    expect(selection.count.value).toBe(3)
    selection.addRange(['c', 'd'], () => false)
    expect(selection.toSelection().ids.sort()).toEqual(['a', 'b', 'c', 'd'])
  })
})

describe('the whole filter', () => {
  it('Ctrl+A of a million, three unticked, is 999.997', () => {
    const selection = useSelection()
    selection.selectAll('snapshot', 1_000_000)
    for (const id of ['a', 'b', 'c']) selection.toggle(id, true)
    expect(selection.count.value).toBe(999_997)
    expect(selection.toSelection()).toEqual({ base: 'snapshot', except: ['a', 'b', 'c'], ids: [] })
  })
  it('a row of another filter is counted beside it, and not twice', () => {
    const selection = useSelection()
    selection.selectAll('snapshot', 10)
    selection.toggle('other', false)
    selection.addRange(['other', 'inside'], (id) => id === 'inside')
    expect(selection.count.value).toBe(11)
    expect(selection.has('other', false)).toBe(true)
    expect(selection.has('inside', true)).toBe(true)
  })
  it('an unticked row comes back by a range over it', () => {
    const selection = useSelection()
    selection.selectAll('snapshot', 10)
    selection.toggle('a', true)
    selection.addRange(['a', 'b'], () => true)
    expect(selection.count.value).toBe(10)
  })
  it('Esc forgets all of it', () => {
    const selection = useSelection()
    selection.selectAll('snapshot', 10)
    selection.clear()
    expect(selection.toSelection()).toEqual({ base: null, except: [], ids: [] })
    expect(selection.count.value).toBe(0)
  })
})

it('the count is always the number of rows that say they are selected', () => {
  const all = Array.from({ length: 30 }, (_x, at) => `r${at}`)
  const inBase = (id: string): boolean => Number(id.slice(1)) < 20
  const step = fc.record({ kind: fc.constantFrom('toggle', 'only', 'range', 'add', 'all', 'clear'), a: fc.nat(29), b: fc.nat(29) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const selection = useSelection()
      const model = new Set<string>()
      let loose: string | null = null
      for (const { kind, a, b } of steps) {
        const range = all.slice(Math.min(a, b), Math.max(a, b) + 1)
        const id = all[a] ?? ''
        if (kind === 'toggle') {
          selection.toggle(id, selection.base.value !== null && inBase(id))
          if (loose !== id && !model.delete(id)) model.add(id)
        } else if (kind === 'only') {
          selection.selectOnly(id)
          model.clear()
          model.add(id)
        } else if (kind === 'range') {
          selection.selectRange(range)
          model.clear()
          range.forEach((one) => model.add(one))
        } else if (kind === 'add') {
          selection.addRange(range, inBase)
          range.forEach((one) => model.add(one))
        } else if (kind === 'all') {
          selection.selectAll('s', 20)
          model.clear()
          all.filter(inBase).forEach((one) => model.add(one))
        } else {
          selection.clear()
          model.clear()
        }
        loose = kind === 'only' ? id : null
        const shown = all.filter((one) => selection.has(one, selection.base.value !== null && inBase(one)))
        expect(new Set(shown)).toEqual(model)
        expect(selection.count.value).toBe(model.size)
      }
    }),
  )
})
