// The quiet bar at the bottom: one message at a time, with Undo where something can be undone. And Ctrl+Z and Ctrl+Shift+Z themselves.
import { ref } from 'vue'
import { defineStore } from 'pinia'
import { KnownError } from '../../../src-shared/errors.ts'
import type { UndoOutcome } from '../../../src-shared/contract/history.ts'
import { ask } from '../core.ts'
import { say } from '../words/i18n.ts'
import { errorWords } from './error-words.ts'

export interface QuietMessage {
  id: number
  text: string
  tone: 'plain' | 'trouble'
  changeSetId: string | null
  action: { label: string; run: () => void } | null
  /** Takes back what is said here and is no change set of its own (a setting). */
  undo: (() => void) | null
}

const lifetimeMs = 9000

export const useQuiet = defineStore('quiet', () => {
  const message = ref<QuietMessage | null>(null)
  let count = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function show(text: string, options: { changeSetId?: string | null; tone?: QuietMessage['tone']; action?: QuietMessage['action']; undo?: () => void } = {}): void {
    clearTimeout(timer)
    message.value = { id: ++count, text, tone: options.tone ?? 'plain', changeSetId: options.changeSetId ?? null, action: options.action ?? null, undo: options.undo ?? null }
    timer = setTimeout(hide, options.tone === 'trouble' ? lifetimeMs * 2 : lifetimeMs)
  }
  function hide(): void {
    clearTimeout(timer)
    message.value = null
  }
  /** Something was done: "12 actividades cambiadas · Deshacer". Without a change set nothing changed. */
  const done = (text: string, changeSetId: string | null): void => show(text, { changeSetId })
  /** What somebody gave up is said, but is no trouble. */
  const trouble = (error: unknown, words = errorWords(error)): void =>
    show(words, { tone: error instanceof KnownError && error.code === 'cancelled' ? 'plain' : 'trouble' })

  async function run(undoing: () => Promise<UndoOutcome>, key: 'undone' | 'redone'): Promise<void> {
    try {
      const outcome = await undoing()
      const name = commandWords(outcome.undoneCommand)
      const text = say(`shell.${key}`, { command: name })
      show(outcome.left.length > 0 ? `${text} ${say('shell.leftAlone', {}, outcome.left.length)}` : text)
    } catch (error) {
      if (error instanceof KnownError && error.code === 'nothing_to_undo') show(say(`shell.nothing_${key}`))
      else trouble(error)
    }
  }
  const undo = (changeSetId: string): Promise<void> => run(() => ask('history.undo', { changeSetId }), 'undone')
  async function undoLast(): Promise<void> {
    const undoes = message.value?.undo
    if (!undoes) return run(() => ask('history.undoLast', {}), 'undone')
    hide()
    undoes()
  }
  const redoLast = (): Promise<void> => run(() => ask('history.redoLast', {}), 'redone')

  return { message, show, hide, done, trouble, undo, undoLast, redoLast }
})

/** A command's name in the history, in words; its key where no word is known. */
export function commandWords(command: string): string {
  const key = `commands.${command.replaceAll('.', '_')}`
  const words = say(key)
  return words === key ? command : words
}
