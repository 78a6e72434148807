// How the contact of a mail was found, and which ways are sure. Pure.

/**
 * `chosen`: where it was dropped. `forwarded`: in the message within, of a mail among colleagues. `reported`: the recipient that a mail server reports on.
 * `recipient`: one of several who got it, of a mail whose sender is a colleague or nobody known.
 */
export type MatchReason = 'address' | 'thread' | 'forwarded' | 'reported' | 'recipient' | 'domain' | 'signature' | 'chosen'
const sure: ReadonlySet<MatchReason> = new Set(['address', 'thread', 'chosen'])
/** The others may be right and are asked about. */
export const isSure = (reason: MatchReason): boolean => sure.has(reason)
