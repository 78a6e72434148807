// What a host must give the core. The core is plain Node and knows neither Electron nor a browser; everything of the outside comes through here.
import type { Notice } from '../src-shared/contract/index.ts'
import type { PrintDocument } from '../src-shared/domain/print-page.ts'
import type { WindowRequest } from './windows/window-kinds.ts'

/** The outside world of windows, files and desktop, as the host can do it. */
export interface Shell {
  /** Opens or brings forward a window. Returns the address the asking window must open itself, or null when the host did it. */
  openWindow(request: WindowRequest): Promise<{ url: string | null }>
  /** Opens an already checked http, https, mailto or tel address outside. False where the host cannot. */
  openExternal(url: string): Promise<boolean>
  /**
   * Opens a file with the system's program. False where the host cannot (the window then downloads it), and for what the system would run unless
   * the user was warned (`isWarned`).
   */
  openFile(path: string, options?: { isWarned: boolean }): Promise<boolean>
  /** Whether the host itself puts notifications on the desktop; else the windows do (ACT-16). */
  readonly showsReminders: boolean
  /** A notification; a click opens the activity. Called only where the host says that it shows them. */
  showReminder(note: { tag: string; title: string; body: string; activityId: string }, onClick: () => void): void
  /** Brings the first window to the front (SEC-4). */
  activate(): Promise<void>
}

/** Tells windows something; `windowId` null reaches all of them. */
export type Notify = (notice: Notice, windowId: string | null) => void

export interface Secrets {
  /** Encrypted text by name, or null. */
  get(name: string): Promise<string | null>
  set(name: string, value: string): Promise<void>
}

/** UTC milliseconds, and the system's IANA zone asked anew each time (laptops travel). */
export interface Clock {
  now(): number
  zone(): string
}

export interface Paths {
  /** The profile's folder; created where missing. */
  profile: string
  /** Worker entries: sources in development, bundles in the product. */
  storeWorker: URL
  parseWorker: URL
  contactWorker: URL
}

export interface Log {
  info(message: string, details?: Record<string, unknown>): void
  warn(message: string, details?: Record<string, unknown>): void
  error(message: string, error: unknown): void
}

/** Addresses under which the host serves bytes once: attachments, originals, mail frames. */
export interface Served {
  /** One answer to one GET of the returned address, then gone; gone too after `lifetimeMs`. */
  once(content: ServedContent): string
  /** A document for the script-less mail frame, on an origin of its own. A click on link N comes back as `onLink(N)`. */
  mailFrame(frame: { body: string; headers: Record<string, string>; onLink: (index: number) => void }): { url: string; frameToken: string }
}
export type ServedContent =
  | { path: string; name: string; mediaType: string; asAttachment: boolean }
  | { bytes: Uint8Array; name: string; mediaType: string; asAttachment: boolean }

/** Documents on paper. In them no script runs and nothing is fetched but the pictures that were allowed. */
export interface Print {
  /** The bytes of a PDF. Rejects with `print_unavailable`. */
  toPdf(document: PrintDocument): Promise<Uint8Array>
  /** The system's print dialog; resolves when it is closed. False where the host has none (the window then prints for itself). */
  toPrinter(document: PrintDocument): Promise<boolean>
}

export interface Ports {
  host: 'electron' | 'local'
  version: string
  shell: Shell
  notify: Notify
  secrets: Secrets
  clock: Clock
  paths: Paths
  log: Log
  served: Served
  print: Print
}

/** Who asks: a window of the host. */
export interface Caller {
  windowId: string
  /** Where in the window the question comes from, as the window says it: nothing to rely on. */
  from?: unknown
}
