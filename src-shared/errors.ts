// The closed map of what can go wrong, from the core to the words on screen.
// Every code has its details' shape here; the renderer holds one message per code and language.

/** Error code -> details. JSON-safe. `internal` carries a reference whose stack is in the log. */
export interface ErrorDetails {
  internal: { reference: string }
  unknown_call: { name: string }
  bad_input: { issues: { path: string; message: string }[] }
  not_found: { table: string; id: string }
  /** The record was changed elsewhere since it was read; both values are given. */
  stale: { table: string; id: string; yours: Record<string, unknown>; theirs: Record<string, unknown> }
  /** A rule of the business said no: `rule` names it, `field` where it is shown. */
  invalid: { field: string; rule: string; value?: unknown }
  in_use: { table: string; id: string; count: number }
  disk_full: Record<string, never>
  store_damaged: { path: string }
  store_from_future: { path: string; version: number; newestKnown: number }
  store_locked: { path: string }
  migration_failed: { version: number; message: string }
  read_only: { path: string }
  cancelled: Record<string, never>
  expired: { what: 'selection' | 'plan' | 'file' | 'snapshot' | 'window' }
  mail_unreadable: { name: string; reason: 'timeout' | 'too_large' | 'not_a_mail' | 'broken' | 'mailbox' }
  mail_duplicate: { mailId: string; activityId: string | null }
  file_unreadable: { name: string }
  contact_file_unreadable: { name: string; reason: 'not_contacts' | 'empty' | 'too_large' | 'too_many' | 'old_excel' | 'broken'; most?: number }
  refused_link: { url: string }
  /** Nothing was printed: no browser on this machine (local host), too slow, or it failed. */
  print_unavailable: { why: 'no_browser' | 'timeout' | 'failed' }
  nothing_to_undo: Record<string, never>
  closed: Record<string, never>
}

export type ErrorCode = keyof ErrorDetails

/** A failure that is part of the contract: it crosses to the window as `{code, details}`. */
export class KnownError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C
  readonly details: ErrorDetails[C]
  constructor(code: C, details: ErrorDetails[C], options?: { cause?: unknown }) {
    super(code, options)
    this.name = 'KnownError'
    this.code = code
    this.details = details
  }
}

/** What crosses a thread or a transport in place of a thrown error. */
export type WireError = { [C in ErrorCode]: { code: C; details: ErrorDetails[C] } }[ErrorCode]

export type Reply<T> = { ok: true; value: T } | { ok: false; error: WireError }
