// Frozen orders of lists: integer keys of the rows of a filter, so that any row can be jumped to and a selection stays exact. Core thread.
// Numbers only, never an open read transaction; the oldest unpinned ones are dropped.
import { randomUUID } from 'node:crypto'
import { KnownError } from '../../src-shared/errors.ts'
import type { ActivityFilter, ActivitySort } from '../../src-shared/contract/activities.ts'
import type { ContactFilter, ContactSort } from '../../src-shared/contract/contacts.ts'
import type { MailFilter } from '../../src-shared/contract/mail-find.ts'

export type SnapshotSource =
  | { list: 'activities'; filter: ActivityFilter; sort: ActivitySort }
  | { list: 'contacts'; filter: ContactFilter; sort: ContactSort }
  | { list: 'mails'; filter: MailFilter; conversations: boolean }

export interface Snapshot {
  id: string
  source: SnapshotSource
  rows: Int32Array
  pins: number
  /** Bit per integer key, made when first asked whether a row belongs. */
  members: Uint8Array | null
}

const kept = 24

export class Snapshots {
  private readonly all = new Map<string, Snapshot>()

  add(source: SnapshotSource, rows: Int32Array): Snapshot {
    const snapshot: Snapshot = { id: randomUUID(), source, rows, pins: 0, members: null }
    this.all.set(snapshot.id, snapshot)
    for (const [id, old] of this.all) {
      if (this.all.size <= kept) break
      if (old.pins === 0 && old !== snapshot) this.all.delete(id)
    }
    return snapshot
  }

  /** Rejects with `expired` when it was dropped; the list then takes a new one. */
  get(id: string): Snapshot {
    const snapshot = this.all.get(id)
    if (snapshot === undefined) throw new KnownError('expired', { what: 'snapshot' })
    // Most recently used last.
    this.all.delete(id)
    this.all.set(id, snapshot)
    return snapshot
  }

  pin(id: string): Snapshot {
    const snapshot = this.get(id)
    snapshot.pins += 1
    return snapshot
  }

  release(id: string): void {
    const snapshot = this.all.get(id)
    if (snapshot === undefined) return
    snapshot.pins -= 1
    if (snapshot.pins <= 0) this.all.delete(id)
  }

  clear(): void {
    this.all.clear()
  }
}

/** Whether the row with this integer key is in the snapshot. */
export function isMember(snapshot: Snapshot, row: number): boolean {
  if (snapshot.members === null) {
    let largest = 0
    for (const key of snapshot.rows) if (key > largest) largest = key
    const members = new Uint8Array((largest >> 3) + 1)
    for (const key of snapshot.rows) members[key >> 3] = (members[key >> 3] ?? 0) | (1 << (key & 7))
    snapshot.members = members
  }
  return ((snapshot.members[row >> 3] ?? 0) & (1 << (row & 7))) !== 0
}
