// The shape of a migration. Migrations import nothing of the program: they must stay true when the code moves on.

/** One step of the store: numbered in tens, forward only, never edited once released. Each statement runs in the same transaction. */
export interface Migration {
  readonly version: number
  readonly name: string
  readonly statements: readonly string[]
}
