// What a list can be filtered by, and how each filter is said on its chip. Pure apart from the words.
export interface FilterOption {
  value: string | number
  text: string
  icon?: string | undefined
  color?: string | undefined
}
export interface FilterPart {
  key: string
  /** Key of the words. */
  words: string
  kind: 'several' | 'one' | 'range' | 'contact' | 'text' | 'yes' | 'number'
  options?: () => FilterOption[]
}
export interface DayRange {
  from?: string | null | undefined
  to?: string | null | undefined
  relative?: string | null | undefined
}

export type FilterValues = Record<string, unknown>

/** Whether a value filters at all. */
export function isSet(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return false
  if (Array.isArray(value)) return value.length > 0
  if (typeof value === 'object') return Object.values(value).some((one) => one !== null && one !== undefined && one !== '')
  return true
}

/** The filter without what does not filter, its keys in order: equal filters give equal text. */
export function filterText(filter: FilterValues): string {
  const clean = (value: unknown): unknown => {
    if (Array.isArray(value)) return [...value].map(String).sort()
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).filter(([, one]) => isSet(one)).sort(([a], [b]) => (a < b ? -1 : 1)))
    }
    return value
  }
  return JSON.stringify(Object.entries(filter).filter(([, value]) => isSet(value)).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, clean(value)]))
}

export function rangeOf(value: unknown): DayRange {
  return value !== null && typeof value === 'object' ? (value as DayRange) : {}
}

/** What a chip says after its name. */
export function filterWords(part: FilterPart, value: unknown, say: (key: string, values?: Record<string, unknown>) => string, day: (day: string) => string): string {
  if (part.kind === 'yes') return ''
  if (part.kind === 'range') {
    const { relative, from, to } = rangeOf(value)
    if (relative) return say(`dates.relative.${relative}`)
    if (from && to) return say('dates.between', { from: day(from), to: day(to) })
    return from ? say('dates.since', { from: day(from) }) : to ? say('dates.upTo', { to: day(to) }) : ''
  }
  if (part.kind === 'several' || part.kind === 'one') {
    const chosen = (Array.isArray(value) ? value : [value]) as (string | number)[]
    const texts = chosen.map((one) => part.options?.().find((option) => option.value === one)?.text ?? '…')
    return texts.length > 3 ? `${texts.slice(0, 2).join(', ')} +${texts.length - 2}` : texts.join(', ')
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
