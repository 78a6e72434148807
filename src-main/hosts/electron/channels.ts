// The names of the messages between the preload and the main process, and what they carry. No imports at run time: the preload bundles it.

export const channels = {
  /** Window to core: `(name, input, from)`; answered with a Reply. */
  ask: 'maletin:ask',
  /** Window to host: `OfferedHandle`; answered with an OfferReply. */
  offerFile: 'maletin:offer-file',
  /** Core to window: a Notice. */
  notice: 'maletin:notice',
} as const

/** A file on disk by its path, or one that never was on disk (dragged out of a web page) by its bytes. */
export type OfferedHandle = { path: string } | { name: string; bytes: Uint8Array }
export interface OfferedFile {
  token: string
  name: string
  size: number
}
/** Errors cross as values: Electron would flatten a thrown one to its message. */
export type OfferReply = { ok: true; file: OfferedFile } | { ok: false; code: string; details: unknown }
