// The kinds of window, their routes and remembered bounds. Host-neutral.
import { windowKinds } from '../../src-shared/contract/app.ts'

export type WindowKind = (typeof windowKinds)[number]
export interface Bounds {
  x: number
  y: number
  width: number
  height: number
}
export interface WindowRequest {
  kind: WindowKind
  id: string | null
  query: Record<string, string>
  bounds: Bounds | null
}

export interface WindowShape {
  route: (id: string | null) => string
  width: number
  height: number
  minWidth: number
  minHeight: number
}

const shape = (route: WindowShape['route'], width = 1280, height = 800): WindowShape => ({ route, width, height, minWidth: 640, minHeight: 480 })

export const windowShapes: Record<WindowKind, WindowShape> = {
  main: shape(() => '/'),
  contacts: shape(() => '/contacts'),
  contact: shape((id) => `/contacts/${id ?? ''}`, 1100),
  activities: shape(() => '/activities'),
  activity: shape((id) => `/activities/${id ?? ''}`, 1000),
  bulk: shape(() => '/bulk-dates', 1100, 760),
  mail: shape((id) => `/mail/${id ?? ''}`, 1000),
  history: shape(() => '/history', 1000),
  settings: shape(() => '/settings', 1000),
  today: shape(() => '/today'),
  calendar: shape(() => '/calendar'),
  next: shape(() => '/next'),
}

/** The route of a window, with its query, as the renderer's router reads it after `#`. */
export function routeOf(request: WindowRequest): string {
  const query = new URLSearchParams(request.query).toString()
  return windowShapes[request.kind].route(request.id === null ? null : encodeURIComponent(request.id)) + (query ? `?${query}` : '')
}
