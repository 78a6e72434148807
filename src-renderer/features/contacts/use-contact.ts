// One contact as its page and the pane beside the list show it; read again when anything of it changes in any window (UX-3).
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import type { ContactDetail } from '../../../src-shared/contract/contacts.ts'
import { ask, listen } from '../../ui/core.ts'

const tables = ['contact', 'contact_point', 'contact_address', 'contact_tag', 'employment', 'activity', 'rhythm', 'note', 'mail', 'mail_contact']
/** Arrow keys held down pass over many rows: only the one they rest on is read. */
const restMs = 60
const calmMs = 200

export interface ContactReading {
  contact: ShallowRef<ContactDetail | null>
  trouble: ShallowRef<unknown>
  reload(): Promise<void>
}

/** `waits`: a moving focus; the contact is read when it rests. */
export function useContact(id: () => string | null, waits = false): ContactReading {
  const contact = shallowRef<ContactDetail | null>(null)
  const trouble = shallowRef<unknown>(null)
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function reload(): Promise<void> {
    const wanted = id()
    const mine = ++turn
    clearTimeout(timer)
    if (wanted === null) {
      contact.value = null
      return
    }
    try {
      const found = await ask('contact.get', { id: wanted })
      if (mine !== turn) return
      contact.value = found
      trouble.value = null
    } catch (error) {
      if (mine !== turn) return
      contact.value = null
      trouble.value = error
    }
  }
  const soon = (ms: number): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void reload(), ms)
  }
  watch(id, () => (waits ? soon(restMs) : void reload()), { immediate: true })
  const stop = listen('recordsChanged', (data) => tables.some((table) => table in data.tables) && soon(calmMs), () => soon(calmMs))
  onScopeDispose(() => {
    turn++
    clearTimeout(timer)
    stop()
  })
  return { contact, trouble, reload }
}
