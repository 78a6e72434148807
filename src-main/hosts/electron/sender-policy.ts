// Whether a message from a web-contents is heard. Pure; asked on the main process's thread for every single message.
// Heard is the main frame of a window that the host opened, showing our own page under our own origin. Anything not known is refused.
import { appOrigin, isOwnPage } from './addresses.ts'

export interface Sender {
  /** The id that the host gave to the sender's window when it opened it; null for any other web-contents. */
  windowId: string | null
  /** The frame that sent it; null when it navigated or went away meanwhile. */
  frame: { url: string; origin: string; isMainFrame: boolean } | null
}

/** The window that asks, or null: refused. */
export function callerOf(sender: Sender): { windowId: string } | null {
  if (sender.windowId === null || sender.frame === null || !sender.frame.isMainFrame) return null
  if (sender.frame.origin !== appOrigin || !isOwnPage(sender.frame.url)) return null
  return { windowId: sender.windowId }
}
