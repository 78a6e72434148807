// What a drag needs to know of the view it happens in, and the ghosts that follow it. Ghosts are moved by hand, outside of Vue: a frame of a drag sets
// a few transforms and nothing else, however many activities the view shows.
import type { Slot } from '../../../src-shared/domain/calendar-moves.ts'
import type { When } from '../../../src-shared/domain/local-time.ts'

export interface Box {
  left: number
  top: number
  width: number
  height: number
}
export interface Surface {
  /** True where a place has no hour of its own (a month): what moves keeps its hour. */
  keepsHours: boolean
  /** The slot under a point of the window, to the minute; null outside. */
  slotAt(x: number, y: number): Slot | null
  /** Where a moment is drawn now, in the window's coordinates; several boxes over midnight or weeks; none where it is not shown. */
  boxesOf(when: When): Box[]
  /** What ghosts are cut to. */
  frame(): Box
  /** Scrolls when the pointer is near the upper or lower edge. True when it did. */
  scrollNear(y: number): boolean
}

/** Ghosts beyond these are not drawn; the label says how many move. */
const mostGhosts = 60

export class Ghosts {
  private readonly root = document.createElement('div')
  private readonly label = document.createElement('div')
  private readonly pool: HTMLElement[] = []

  constructor() {
    this.root.className = 'cal-ghosts'
    this.label.className = 'cal-ghosts__label'
    this.root.setAttribute('aria-hidden', 'true')
    document.body.append(this.root, this.label)
  }

  /** `lead` is the one under the pointer; its new moment is written beside it. */
  paint(surface: Surface, whens: Iterable<{ when: When; color: string; text: string }>, label: string): void {
    const frame = surface.frame()
    this.root.style.cssText = `left:${frame.left}px;top:${frame.top}px;width:${frame.width}px;height:${frame.height}px`
    let used = 0
    let first: Box | null = null
    for (const { when, color, text } of whens) {
      if (used >= mostGhosts) break
      for (const box of surface.boxesOf(when)) {
        const ghost = (this.pool[used] ??= this.create())
        ghost.hidden = false
        ghost.style.transform = `translate(${box.left - frame.left}px,${box.top - frame.top}px)`
        ghost.style.width = `${box.width}px`
        ghost.style.height = `${box.height}px`
        ghost.style.setProperty('--entry', color)
        if (ghost.textContent !== text) ghost.textContent = text
        first ??= box
        used += 1
      }
    }
    for (let at = used; at < this.pool.length; at += 1) {
      const ghost = this.pool[at]
      if (ghost) ghost.hidden = true
    }
    this.label.hidden = first === null
    if (first !== null) {
      if (this.label.textContent !== label) this.label.textContent = label
      this.label.style.transform = `translate(${Math.max(4, first.left)}px,${Math.max(4, first.top - 26)}px)`
    }
  }

  private create(): HTMLElement {
    const ghost = document.createElement('div')
    ghost.className = 'cal-ghosts__one'
    this.root.append(ghost)
    return ghost
  }

  remove(): void {
    this.root.remove()
    this.label.remove()
  }
}
