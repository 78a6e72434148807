// The way of the pointer from a press to letting go: what is a click and what a drag, one frame at a time, pages turned at the edges, Esc. Knows nothing of
// activities; what a place means is asked of `aim`. Must stay true: after Esc or a lost pointer nothing is left over.
import type { ShallowRef } from 'vue'
import type { CalendarEntry } from '../../../src-shared/contract/calendar.ts'
import type { Slot } from '../../../src-shared/domain/calendar-moves.ts'
import type { Surface } from './surface.ts'

export interface Drag {
  mode: 'move' | 'resize' | 'draw' | 'band'
  entries: CalendarEntry[]
  grabbed: CalendarEntry | null
  /** Minutes (or, on days alone, whole days in minutes) from the start of what was grabbed to the pointer. */
  offset: number
  from: Slot | null
  to: Slot | null
  byKeys: boolean
}

/** Pixels before a press becomes a drag. */
const slack = 4
const turnAfterMs = 650
const edgePixels = 22

interface Pointing {
  drag: ShallowRef<Drag | null>
  surface: ShallowRef<Surface | null>
  aim: (now: Drag, under: Slot, isFine: boolean) => Slot
  turn: (by: number) => void
  paint: () => void
  drop: () => void
  abandon: () => void
}
export interface Pointer {
  /** From a press on: `start` says what a drag would be, `onClick` runs where it was none. */
  follow(event: PointerEvent, start: (at: PointerEvent) => Drag | null, onClick: () => void): void
  stop(): void
}

export function createPointer({ drag, surface, aim, turn, paint, drop, abandon }: Pointing): Pointer {
  let stopNow: (() => void) | null = null

  function follow(event: PointerEvent, start: (at: PointerEvent) => Drag | null, onClick: () => void): void {
    if (event.button !== 0 || drag.value) return
    const began = { x: event.clientX, y: event.clientY }
    let last = event
    let frame = 0
    let turnTimer: ReturnType<typeof setTimeout> | undefined
    let turning = 0
    const step = (): void => {
      frame = 0
      const now = drag.value
      const view = surface.value
      if (!now || !view) return
      const { clientX: x, clientY: y } = last
      if (view.scrollNear(y)) frame = requestAnimationFrame(step)
      watchEdge(view, now, x, y)
      const under = view.slotAt(x, y)
      if (under !== null) now.to = aim(now, under, last.shiftKey)
      paint()
    }
    const watchEdge = (view: Surface, now: Drag, x: number, y: number): void => {
      const box = view.frame()
      const isInside = y >= box.top && y <= box.top + box.height && now.mode !== 'draw' && now.mode !== 'band'
      const isLeft = x < box.left + edgePixels && x > box.left - 60
      const isRight = x > box.left + box.width - edgePixels && x < box.left + box.width + 60
      const side = !isInside ? 0 : isLeft ? -1 : isRight ? 1 : 0
      if (side === turning) return
      turning = side
      clearTimeout(turnTimer)
      const turnPage = (): void => {
        if (!drag.value || turning === 0) return
        turn(turning)
        frame ||= requestAnimationFrame(step)
        turnTimer = setTimeout(turnPage, turnAfterMs * 1.5)
      }
      if (side !== 0) turnTimer = setTimeout(turnPage, turnAfterMs)
    }
    const onMove = (at: PointerEvent): void => {
      last = at
      if (!drag.value) {
        if (Math.hypot(at.clientX - began.x, at.clientY - began.y) < slack) return
        drag.value = start(event)
        if (!drag.value) return stop()
      }
      frame ||= requestAnimationFrame(step)
    }
    const onUp = (at: PointerEvent): void => {
      last = at
      const isDrag = drag.value !== null
      if (isDrag) step()
      stop()
      if (isDrag) drop()
      else onClick()
    }
    const onKey = (key: KeyboardEvent): void => {
      if (key.key !== 'Escape') return
      key.preventDefault()
      key.stopPropagation()
      giveUp()
    }
    const giveUp = (): void => {
      stop()
      abandon()
    }
    const stop = (): void => {
      stopNow = null
      cancelAnimationFrame(frame)
      clearTimeout(turnTimer)
      removeEventListener('pointermove', onMove)
      removeEventListener('pointerup', onUp)
      removeEventListener('pointercancel', giveUp)
      removeEventListener('keydown', onKey, true)
      document.body.classList.remove('cal-dragging')
    }
    stopNow = stop
    addEventListener('pointermove', onMove)
    addEventListener('pointerup', onUp)
    addEventListener('pointercancel', giveUp)
    addEventListener('keydown', onKey, true)
    document.body.classList.add('cal-dragging')
  }
  return { follow, stop: () => stopNow?.() }
}
