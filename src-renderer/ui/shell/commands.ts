// Commands offered by the palette (Ctrl+K) and the create menu: what the wiring registers, by area.
import { shallowReactive } from 'vue'

export interface Command {
  id: string
  /** Key of the words. */
  words: string
  icon: string
  keys?: string
  run: () => void
  /** Shown in the create menu too. */
  creates?: boolean
  /** Offered now? */
  when?: () => boolean
}

export const commands = shallowReactive(new Map<string, Command>())

export function registerCommand(command: Command): void {
  commands.set(command.id, command)
}
