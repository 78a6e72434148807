// Hands a selection to a window of its own and finds it there again. Snapshots are valid in all windows, so a selection of a whole filter is small; one
// of many single ids goes from window to window and is kept by the new one for reloads.
import type { Selection } from '../../../src-shared/contract/lists.ts'
import { ask } from '../../ui/core.ts'
import type { BulkStart } from './bulk-dates-view.vue'
import type { BulkMode } from './bulk-form.ts'
import { fetchFromWindow, leaveForWindow, openInWindow } from '../../ui/shell/open-window.ts'

export interface BulkHandover {
  of: 'activities' | 'contacts'
  selection: Selection
  count: number
  /** What the window begins with. */
  mode?: BulkMode
  /** What was typed, ticked and corrected so far. */
  start?: BulkStart
}

export async function openBulkWindow(handover: BulkHandover): Promise<void> {
  // The list may let go of its snapshot while the window still works on it.
  if (handover.selection.base !== null) await ask('list.pin', { snapshotId: handover.selection.base })
  await openInWindow('bulk', null, { handover: leaveForWindow(handover) })
}

const storageKey = (key: string): string => `maletin-bulk-${key}`

/** What was handed over under this key; null when it is gone. */
export async function takeHandover(key: string): Promise<BulkHandover | null> {
  const stored = sessionStorage.getItem(storageKey(key))
  if (stored !== null) return JSON.parse(stored) as BulkHandover
  const handover = (await fetchFromWindow(key)) as BulkHandover | null
  if (handover === null) return null
  try {
    sessionStorage.setItem(storageKey(key), JSON.stringify(handover))
  } catch (error) {
    console.warn('the selection is too large to survive a reload', error)
  }
  return handover
}
