// Where a window opens: its remembered bounds brought back onto the displays that are there now. Pure; pixels are the system's
// density-independent ones. A window is never larger than its display's work area and its title bar is always within reach.
import type { Bounds } from '../../windows/window-kinds.ts'

export interface Placement extends Partial<Pick<Bounds, 'x' | 'y'>> {
  width: number
  height: number
}

/** Of a remembered window at least this much must be visible for its display to count as still there. */
const visibleEnough = 64

const overlap = (a: Bounds, b: Bounds): { width: number; height: number } => ({
  width: Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)),
  height: Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)),
})
const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value))
const isUsable = (bounds: Bounds): boolean => [bounds.x, bounds.y, bounds.width, bounds.height].every(Number.isFinite)

/**
 * `areas`: work areas of the displays, the primary first. Without usable remembered bounds the system places the window (no x, y), shifted from
 * `beside` (the window it was asked from) where given.
 */
export function placeWindow(
  remembered: Bounds | null,
  shape: { width: number; height: number; minWidth: number; minHeight: number },
  areas: Bounds[],
  beside: Bounds | null = null,
): Placement {
  if (beside && !isUsable(beside)) return placeWindow(remembered, shape, areas)
  const primary = areas[0]
  if (!primary) return { width: shape.width, height: shape.height }
  const wanted = remembered && isUsable(remembered) ? remembered : null
  if (!wanted) {
    const area = (beside && bestArea(beside, areas)) ?? primary
    const width = Math.min(shape.width, area.width)
    const height = Math.min(shape.height, area.height)
    if (!beside) return { width, height }
    return fitInto({ x: beside.x + 32, y: beside.y + 32, width, height }, area)
  }
  const area = bestArea(wanted, areas)
  const size = { width: Math.max(shape.minWidth, wanted.width), height: Math.max(shape.minHeight, wanted.height) }
  // Its display is gone: same size, where the system puts it.
  if (!area) return { width: Math.min(size.width, primary.width), height: Math.min(size.height, primary.height) }
  return fitInto({ x: wanted.x, y: wanted.y, ...size }, area)
}

function bestArea(bounds: Bounds, areas: Bounds[]): Bounds | undefined {
  let best: Bounds | undefined
  let most = 0
  for (const area of areas) {
    const shared = overlap(bounds, area)
    if (shared.width < visibleEnough || shared.height < visibleEnough) continue
    if (shared.width * shared.height > most) {
      most = shared.width * shared.height
      best = area
    }
  }
  return best
}

function fitInto(bounds: Bounds, area: Bounds): Bounds {
  const width = Math.round(Math.min(bounds.width, area.width))
  const height = Math.round(Math.min(bounds.height, area.height))
  return {
    x: Math.round(clamp(bounds.x, area.x, area.x + area.width - width)),
    y: Math.round(clamp(bounds.y, area.y, area.y + area.height - height)),
    width,
    height,
  }
}

/** What makes two requests the same window: kind and record; for a window without a record also what it was opened with. */
export function windowKey(request: { kind: string; id: string | null; query: Record<string, string> }): string {
  if (request.id !== null) return JSON.stringify([request.kind, request.id])
  return JSON.stringify([
    request.kind,
    null,
    Object.entries(request.query).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  ])
}
