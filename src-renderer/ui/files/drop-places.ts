// What on the screen takes files that are dropped on it: an activity wherever it is drawn, a form, a dialog. Said by the directive `v-drop-place`; the shell
// asks for the innermost place under the pointer, shows it while files are dragged, and hands them over. Window only.
import type { Directive } from 'vue'

/** The record that mails go into. */
export interface MailTarget {
  contactId: string | null
  activityId: string | null
  /** Shown while dragging: "Talleres Ruiz". */
  name: string
}
/** Takes files itself. */
export interface FileTaker {
  take: (files: File[]) => void
  /** What is said while files are over it. */
  words: string
}
export type DropPlace = MailTarget | FileTaker
export interface PlaceHere {
  element: Element
  place: DropPlace
}

/** A list or calendar says by a function which of its rows is meant. */
type Said = DropPlace | ((at: Element) => PlaceHere | null) | null | undefined
const said = new WeakMap<Element, Said>()

export const vDropPlace: Directive<HTMLElement, Said> = {
  mounted: (element, { value }) => void said.set(element, value),
  updated: (element, { value }) => void said.set(element, value),
}

/** The innermost place that holds this node. */
export function placeAt(node: EventTarget | null): PlaceHere | null {
  if (!(node instanceof Element)) return null
  for (let element: Element | null = node; element !== null; element = element.parentElement) {
    const one = said.get(element)
    const here = typeof one === 'function' ? one(node) : one ? { element, place: one } : null
    if (here !== null) return here
  }
  return null
}

export const contactPlace = ({ id, name }: { id: string; name: string }): MailTarget => ({
  contactId: id,
  activityId: null,
  name,
})
export const activityPlace = ({ id, subject }: { id: string; subject: string }): MailTarget => ({
  contactId: null,
  activityId: id,
  name: subject,
})
