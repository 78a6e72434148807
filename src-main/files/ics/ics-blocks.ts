// Cuts a calendar file into its components before any library reads it, so that one broken entry never costs the others. Core thread.
// Must stay true: every VEVENT of the text comes out, whole or said to be broken, with the line it began on.

export interface Block {
  name: string
  /** Unfolded lines without BEGIN and END of itself; nested components included. */
  lines: string[]
  /** Where it begins in the file, from 1. */
  line: number
  isWhole: boolean
}
export interface Blocks {
  events: Block[]
  zones: Block[]
  /** Other entries by name, such as VTODO: how many. */
  others: Record<string, number>
  hasCalendar: boolean
}

interface Line {
  text: string
  at: number
}

/** RFC 5545 3.1: a line that begins with a blank goes on the one before. Lone carriage returns, a byte order mark and empty lines are passed over. */
function unfolded(text: string): Line[] {
  const lines: Line[] = []
  let at = 0
  for (const raw of text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)) {
    at += 1
    const last = lines.at(-1)
    if (/^[ \t]/.test(raw) && last !== undefined) last.text += raw.slice(1)
    else if (raw.trim() !== '') lines.push({ text: raw, at })
  }
  return lines
}

const begin = /^BEGIN:\s*([A-Za-z0-9-]+)\s*$/i
const end = /^END:\s*([A-Za-z0-9-]+)\s*$/i

/** Never throws: what is no calendar has no entries. */
export function blocksOf(text: string): Blocks {
  const blocks: Blocks = { events: [], zones: [], others: {}, hasCalendar: false }
  let current: Block | null = null
  let depth: string[] = []
  const close = (isWhole: boolean): void => {
    if (current === null) return
    current.isWhole = isWhole
    if (current.name === 'VEVENT') blocks.events.push(current)
    else if (current.name === 'VTIMEZONE') blocks.zones.push(current)
    else blocks.others[current.name] = (blocks.others[current.name] ?? 0) + 1
    current = null
    depth = []
  }
  for (const { text: line, at } of unfolded(text)) {
    const opens = begin.exec(line)?.[1]?.toUpperCase()
    const closes = end.exec(line)?.[1]?.toUpperCase()
    if (opens === 'VCALENDAR') {
      close(false)
      blocks.hasCalendar = true
    } else if (closes === 'VCALENDAR') close(false)
    else if (current === null) {
      if (opens !== undefined) current = { name: opens, lines: [], line: at, isWhole: false }
    } else if (opens === current.name) {
      // A new entry before the old one ended: the old one was cut off.
      close(false)
      current = { name: opens, lines: [], line: at, isWhole: false }
    } else if (closes === current.name && depth.length === 0) close(true)
    else {
      if (opens !== undefined) depth.push(opens)
      else if (closes !== undefined && depth.at(-1) === closes) depth.pop()
      current.lines.push(line)
    }
  }
  close(false)
  return blocks
}
