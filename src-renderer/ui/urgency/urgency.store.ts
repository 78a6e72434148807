// What is urgent as this window marks it (SET-6): the rules of now, asked once for all lists and again when they, the holidays or the day change.
import { ref, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import { urgencyOfActivity, urgencyOfContact, type ActiveRule, type ActivityFacts, type ContactFacts, type UrgencyNow, type UrgencyRule } from '../../../src-shared/domain/urgency.ts'
import { ask, listen } from '../core.ts'
import { takeEarlyUrgency } from '../stores/early-settings.ts'
import { useSettings } from '../stores/settings.store.ts'
import { say } from '../words/i18n.ts'

export const useUrgency = defineStore('urgency', () => {
  const settings = useSettings()
  const now = shallowRef<UrgencyNow>({ rules: [] })
  /** Grows with every change: what is drawn once is drawn anew. */
  const version = ref(0)
  let turn = 0

  async function load(): Promise<void> {
    const mine = ++turn
    try {
      const got = await (takeEarlyUrgency() ?? ask('urgency.now', {}))
      if (mine !== turn) return
      now.value = got
      version.value += 1
    } catch (error) {
      console.warn('urgency.now', error)
    }
  }
  watch(() => settings.now.on, () => void load(), { immediate: true })
  listen('recordsChanged', ({ tables }) => ('setting' in tables || 'holiday' in tables) && void load(), () => void load())

  /** The objective it misses, or none: as a list, for templates. */
  const ofActivity = (activity: ActivityFacts): ActiveRule[] => listOf(urgencyOfActivity(activity, now.value))
  const ofContact = (contact: ContactFacts): ActiveRule[] => listOf(urgencyOfContact(contact, now.value))
  return { now, version, ofActivity, ofContact }
})

const listOf = (rule: ActiveRule | null): ActiveRule[] => (rule === null ? [] : [rule])

/** The objective in a sentence. Types, tags and relations are named where the rule is edited. */
export function ruleWords(rule: UrgencyRule): string {
  if (rule.kind === 'priority') return say('urgency.says.priority', { priority: say(`lists.priorities.${rule.atLeast}`) })
  return say(`urgency.says.${rule.kind}`, {}, rule.days)
}
