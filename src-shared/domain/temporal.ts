// Temporal: the engine's own where it has one; else the polyfill, which is large and then loaded. Runs anywhere.
import type { Temporal as TemporalApi } from 'temporal-polyfill'

const native = (globalThis as { Temporal?: typeof TemporalApi }).Temporal

export const Temporal: typeof TemporalApi = native ?? (await import('temporal-polyfill')).Temporal
export type ZonedDateTime = TemporalApi.ZonedDateTime
