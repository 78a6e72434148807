// What is done to one contact from its page: its relation in place (CON-7), dates of what is open, bin, window, history.
import type { SelectionOutcome } from '../../../src-shared/contract/activities.ts'
import type { ContactDetail } from '../../../src-shared/contract/contacts.ts'
import type { Selection } from '../../../src-shared/contract/lists.ts'
import { ask } from '../../ui/core.ts'
import { openDialog } from '../../ui/dialogs/dialogs.ts'
import { useQuiet } from '../../ui/feedback/quiet.store.ts'
import { openInWindow } from '../../ui/shell/open-window.ts'
import { say } from '../../ui/words/i18n.ts'

export function useContactActions(contact: () => ContactDetail | null) {
  const quiet = useQuiet()

  async function run(words: string, work: (selection: Selection) => Promise<SelectionOutcome>): Promise<void> {
    const one = contact()
    if (!one) return
    try {
      const outcome = await work({ base: null, except: [], ids: [one.id] })
      if (outcome.changed > 0) quiet.done(words, outcome.changeSetId)
    } catch (error) {
      quiet.trouble(error)
    }
  }
  return {
    setRelation: (relation: ContactDetail['relation']) =>
      run(say('contacts.done.relationOf', { name: contact()?.name ?? '', relation: say(`lists.relations.${relation}`) }), (selection) => ask('contact.change', { selection, change: { relation } })),
    bin: () => run(say('contacts.done.binned', {}, 1), (selection) => ask('contact.bin', { selection })),
    restore: () => run(say('contacts.done.restored', {}, 1), (selection) => ask('contact.restore', { selection })),
    changeDates: () => {
      const one = contact()
      if (one) void openDialog('bulk-dates', { of: 'contacts', selection: { base: null, except: [], ids: [one.id] }, count: 1 })
    },
    showHistory: () => {
      const one = contact()
      if (one) void openDialog('record-history', { recordId: one.id, title: one.name })
    },
    openWindow: () => {
      const one = contact()
      if (one) openInWindow('contact', one.id).catch(quiet.trouble)
    },
  }
}
