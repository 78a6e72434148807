// Rows fetched by pages: what is seen stays until the new rows are there.
import { describe, expect, it } from 'vitest'
import { usePagedRows } from './paged-rows.ts'

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))
const failed = (error: unknown): void => {
  throw error
}

describe('rows fetched by pages', () => {
  const numbers = (count: number, factor = 1) => async (from: number, size: number) => ({
    rows: Array.from({ length: Math.max(0, Math.min(size, count - from)) }, (_row, at) => ({ value: (from + at) * factor })),
    total: count,
  })

  it('fetches only the pages in sight', async () => {
    const asked: number[] = []
    const rows = usePagedRows<{ value: number }>((from, size) => (asked.push(from), numbers(1000)(from, size)), failed, 50)
    await rows.swap()
    rows.want(420, 460)
    await settle()
    expect(asked).toEqual([0, 400, 450])
    expect(rows.rowAt(455)).toEqual({ value: 455 })
    expect(rows.rowAt(600)).toBeUndefined()
  })

  it('keeps the old rows until the new ones have come, then shows none of the old', async () => {
    let factor = 1
    let release: () => void = () => undefined
    let gate = Promise.resolve()
    const rows = usePagedRows<{ value: number }>(async (from, size) => {
      const mine = factor
      await gate
      return numbers(300, mine)(from, size)
    }, failed, 50)
    await rows.swap()
    rows.want(0, 120)
    await settle()
    factor = 2
    gate = new Promise((resolve) => (release = resolve))
    const swapping = rows.swap()
    await settle()
    expect(rows.rowAt(110)).toEqual({ value: 110 })
    release()
    await swapping
    expect(rows.rowAt(110)).toEqual({ value: 220 })
    expect(rows.rowAt(10)).toEqual({ value: 20 })
  })

  it('the latest exchange wins, however late an earlier one answers', async () => {
    const answers: (() => void)[] = []
    let factor = 0
    const rows = usePagedRows<{ value: number }>(async (from, size) => {
      const mine = ++factor
      await new Promise<void>((resolve) => answers.push(resolve))
      return numbers(10, mine)(from, size)
    }, failed, 50)
    const first = rows.swap()
    const second = rows.swap()
    answers[1]?.()
    await second
    answers[0]?.()
    await first
    expect(rows.rowAt(1)).toEqual({ value: 2 })
  })

  it('goes back to the end when the list became shorter', async () => {
    let count = 1000
    const rows = usePagedRows<{ value: number }>((from, size) => numbers(count)(from, size), failed, 50)
    await rows.swap()
    rows.want(900, 940)
    await settle()
    count = 20
    await rows.swap()
    expect(rows.total.value).toBe(20)
    expect(rows.rowAt(19)).toEqual({ value: 19 })
  })
})
