// The users of this store and which of them is me (SET-1).
import { computed } from 'vue'
import type { User } from '../../../src-shared/contract/settings.ts'
import { isPlausibleAddress } from '../../../src-shared/domain/mail-address.ts'
import { ask } from '../../ui/core.ts'
import { useQuiet } from '../../ui/feedback/quiet.store.ts'
import { useSettings } from '../../ui/stores/settings.store.ts'
import { say } from '../../ui/words/i18n.ts'
import { isSameName } from './entry-lists.ts'

export function useUsers() {
  const settings = useSettings()
  const quiet = useQuiet()
  const users = computed(() => [...settings.lists.users].sort((a, b) => Number(b.isActive) - Number(a.isActive) || a.name.localeCompare(b.name)))

  async function during(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work()
      await settings.refresh()
      return true
    } catch (error) {
      quiet.trouble(error)
      return false
    }
  }
  /** Two of the same name could not be told apart where one is chosen; an address that is none would reach nobody. */
  function isRefused(name: string, mail: string, id: string | null): boolean {
    const same = users.value.find((user) => user.id !== id && isSameName(user.name, name))
    const words =
      name === '' ? say('settings.lists.needName')
      : same ? say('settings.users.taken', { name: same.name })
      : mail !== '' && !isPlausibleAddress(mail) ? say('settings.users.badMail', { mail })
      : null
    if (words !== null) quiet.show(words, { tone: 'trouble' })
    return words !== null
  }
  /** False where it was not kept, which is said. */
  async function save(user: User, changes: Partial<Omit<User, 'id' | 'revision'>>): Promise<boolean> {
    const { id, revision, color, hours, isActive, ...typed } = { ...user, ...changes }
    const [name, mail] = [typed.name.trim(), typed.mail.trim()]
    // What was written before there were such rules stays until it is changed.
    if ((name !== user.name || mail !== user.mail) && isRefused(name, mail === user.mail ? '' : mail, id)) return false
    return during(() => ask('user.save', { id, revision, name, mail, color, hours, isActive }))
  }
  const add = async (typed: string, color: string): Promise<boolean> => {
    const name = typed.trim()
    return !isRefused(name, '', null) && during(() => ask('user.save', { id: null, revision: null, name, mail: '', color, hours: null, isActive: true }))
  }
  const beMe = (id: string): Promise<boolean> => during(() => settings.set({ me: id }))
  return { users, save, add, beMe }
}
