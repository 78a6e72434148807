// How the contact of a mail was found, and which ways are sure. Pure.

/** `chosen`: where it was dropped. `forwarded`: in the message below, of a mail among colleagues. */
export type MatchReason = 'address' | 'thread' | 'forwarded' | 'domain' | 'signature' | 'chosen'
const sure: ReadonlySet<MatchReason> = new Set(['address', 'thread', 'chosen'])
/** The others may be right and are asked about. */
export const isSure = (reason: MatchReason): boolean => sure.has(reason)
