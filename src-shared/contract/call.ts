// The vocabulary of the contract: how one call is declared. Runs anywhere; windows import only its types.
import { z } from 'zod'
import { isLocalDate } from '../domain/local-time.ts'

/** One declared call: the schema of what a window may send and, by type, what it gets back (JSON-safe). */
export interface Call<Input extends z.ZodType, Output> {
  readonly input: Input
  /** Type only; never present at run time. */
  readonly output?: Output
}

/** Declares a call: `call(() => schema).gives<Output>()`. The schema is made when the call is first asked: the first page waits for few of them. */
export function call<Input extends z.ZodType>(schema: () => Input): { gives: <Output>() => Call<Input, Output> } {
  let made: Input | null = null
  return {
    gives: () => ({
      get input() {
        return (made ??= schema())
      },
    }),
  }
}

export const nothing = z.object({}).strict()
/** UUIDv7 of a record. */
export const id = z.string().min(1).max(64)
export const revision = z.number().int().min(0)
/** A day that exists: no 31 February. */
export const localDate = z.string().refine(isLocalDate, { error: 'not a day' })
export const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
export const page = { from: z.number().int().min(0), count: z.number().int().min(1).max(1000) }
