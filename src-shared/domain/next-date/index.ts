// Words to a date (NXT-2), as the rest of the program uses it.
export { readNextDate } from './read-next-date.ts'
export type { Moment, Refusal, Setting, Understanding } from './types.ts'
export { readTime } from './read-time.ts'
