// Every key of the program in one registry: what acts now, and what the sheet (`?`) shows. One listener on the document.
// Single letters act only while a list has the focus and can be switched off (WCAG 2.1.4); other keys rest while a dialog is open.
import { onScopeDispose, shallowReactive } from 'vue'
import { isDialogOpen } from '../dialogs/dialogs.ts'

export type ShortcutGroup = 'everywhere' | 'list' | 'selection' | 'form'
export interface Shortcut {
  /** As shown: `Ctrl+K`, `Alt+N`, `F`, `Space`, `?`. */
  keys: string
  /** Key of the words. */
  words: string
  group: ShortcutGroup
  run: (event?: KeyboardEvent) => void
  /** Acts now? Shown in the sheet anyway. */
  when?: () => boolean
  /** Acts also while a text field has the focus (Ctrl and Alt combinations do, unless false). */
  inText?: boolean
  /** Acts also while a dialog is open. */
  inDialog?: boolean
}

export const shortcuts = shallowReactive(new Set<Shortcut>())
let areLettersOn = (): boolean => true

/** Tells the registry whether single letters act (a setting). */
export function letSingleLetters(isOn: () => boolean): void {
  areLettersOn = isOn
}

/** Registers keys while the component is there. */
export function useShortcuts(wanted: Shortcut[]): void {
  for (const one of wanted) shortcuts.add(one)
  onScopeDispose(() => wanted.forEach((one) => shortcuts.delete(one)))
}

/** What a key does here and now, for a button or menu item that names it; null where it does nothing. */
export function shortcutOf(keys: string): Shortcut | null {
  return [...shortcuts].reverse().find((one) => one.keys === keys && (one.when?.() ?? true)) ?? null
}

/** `Ctrl+Enter` as the keyboards of that language print it: `Ctrl+Intro`. */
export function sayKeys(keys: string, say: (key: string) => string): string {
  return keys.replace(/\b(Enter|Space|Del|Shift|PgUp|PgDn)\b/g, (name) => say(`shortcuts.keys.${name}`))
}

/** Whether typing there must not be taken for a command. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true
  return (
    target instanceof HTMLInputElement &&
    !['checkbox', 'radio', 'button', 'submit', 'range', 'color'].includes(target.type)
  )
}

/** `Ctrl+Shift+Z` for an event; letters in upper case, Command counts as Ctrl. */
function keysOf(event: KeyboardEvent): string {
  const named: Record<string, string> = { ' ': 'Space', Escape: 'Esc', Delete: 'Del', ArrowUp: '↑', ArrowDown: '↓' }
  const isLetter = /^Key[A-Z]$/.test(event.code)
  const isDigit = /^Digit\d$/.test(event.code) && event.altKey
  const base =
    named[event.key] ??
    ((event.altKey || event.ctrlKey) && isLetter
      ? event.code.slice(3)
      : isDigit
        ? event.code.slice(5)
        : event.key.length === 1
          ? event.key.toUpperCase()
          : event.key)
  const isPlainSign = event.key.length === 1 && !isLetter && !event.altKey && !event.ctrlKey && !event.metaKey
  const shift = event.shiftKey && !isPlainSign ? 'Shift+' : ''
  return (event.ctrlKey || event.metaKey ? 'Ctrl+' : '') + (event.altKey ? 'Alt+' : '') + shift + base
}

const hasModifier = (keys: string): boolean => /^(Ctrl|Alt)\+/.test(keys) || /^F\d/.test(keys)

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const keys = keysOf(event)
  const inText = isTyping(event.target)
  const inList = event.target instanceof Element && event.target.closest('[data-list-keys]') !== null
  for (const one of [...shortcuts].reverse()) {
    if (one.keys !== keys) continue
    if (isDialogOpen.value && !one.inDialog) continue
    if (inText && !(one.inText ?? hasModifier(keys))) continue
    const isLetter = keys.length === 1 && /[A-Z]/.test(keys)
    if (isLetter && (!areLettersOn() || !inList)) continue
    if (one.group === 'selection' && !hasModifier(keys) && !inList) continue
    if (one.when && !one.when()) continue
    event.preventDefault()
    one.run(event)
    return
  }
}

/** Starts listening; once per window. */
export function startShortcuts(): void {
  document.addEventListener('keydown', onKey)
}
