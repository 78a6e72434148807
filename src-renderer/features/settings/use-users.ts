// The users of this store and which of them is me (SET-1).
import { computed } from 'vue'
import type { User } from '../../../src-shared/contract/settings.ts'
import { ask } from '../../ui/core.ts'
import { useQuiet } from '../../ui/feedback/quiet.store.ts'
import { useSettings } from '../../ui/stores/settings.store.ts'

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
  function save(user: User, changes: Partial<Omit<User, 'id' | 'revision'>>): Promise<boolean> {
    const { id, revision, name, mail, color, hours, isActive } = { ...user, ...changes }
    return during(() => ask('user.save', { id, revision, name: name.trim() || user.name, mail: mail.trim(), color, hours, isActive }))
  }
  const add = (name: string, color: string): Promise<boolean> =>
    during(() => ask('user.save', { id: null, revision: null, name: name.trim(), mail: '', color, hours: null, isActive: true }))
  const beMe = (id: string): Promise<boolean> => during(() => settings.set({ me: id }))
  return { users, save, add, beMe }
}
