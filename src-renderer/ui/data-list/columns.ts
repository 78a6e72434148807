// How a list's columns are declared, and which of them are shown unasked.
import type { FilterValues } from './filter-parts.ts'

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
  /** Says the same in every row of such a filter: not shown unasked. */
  saysNothing?: (filter: FilterValues) => boolean
}

/** For columns of what is filtered to one value: the owner in the list of one owner. */
export const isOneOf =
  (key: string): ((filter: FilterValues) => boolean) =>
  (filter) => {
    const chosen = filter[key]
    return Array.isArray(chosen) && chosen.length === 1
  }

/** The keys shown when the user chose nothing yet. */
export function usualColumns(columns: readonly ListColumn[], filter: FilterValues): string[] {
  return columns
    .filter(
      (column) => !column.isExtra && (!column.needsRoom || innerWidth >= 1500) && column.saysNothing?.(filter) !== true,
    )
    .map((column) => column.key)
}
