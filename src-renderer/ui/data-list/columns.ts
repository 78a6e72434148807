// How a list's columns are declared.
export interface ListColumn {
  key: string
  /** Key of the words in the header. */
  words: string
  /** CSS grid track: `120px`, `minmax(140px, 2fr)`. */
  track: string
  /** Key of the order that a click on the header asks for. */
  sortKey?: string
  /** First click on the header sorts downwards. */
  startsDescending?: boolean
  isNumber?: boolean
  /** Always shown. */
  isFixed?: boolean
  /** Shown only when chosen. */
  isExtra?: boolean
  /** Shown unasked only where there is room for it. */
  needsRoom?: boolean
}

/** The keys shown when the user chose nothing yet. */
export function usualColumns(columns: readonly ListColumn[]): string[] {
  return columns.filter((column) => !column.isExtra && (!column.needsRoom || innerWidth >= 1500)).map((column) => column.key)
}
