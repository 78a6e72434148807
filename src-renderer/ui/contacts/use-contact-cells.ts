// The plain cells of every list of contacts; name, next contact, rhythm and tags are drawn by components of their own.
import { computed } from 'vue'
import type { ContactRow } from '../../../src-shared/contract/contacts.ts'
import { useFormat } from '../format/use-format.ts'
import { useSettings } from '../stores/settings.store.ts'
import { useUrgency } from '../urgency/urgency.store.ts'
import { say } from '../words/i18n.ts'

export function useContactCells() {
  const settings = useSettings()
  const format = useFormat()
  const urgency = useUrgency()
  const texts: Record<string, (row: ContactRow) => string> = {
    relation: (row) => say(`lists.relations.${row.relation}`),
    kind: (row) => say(`lists.kinds.${row.kind}`),
    employer: (row) => row.employerName ?? '',
    city: (row) => row.city ?? '',
    phone: (row) => row.phone ?? '',
    taxId: (row) => row.taxId ?? '',
    owner: (row) => settings.userName(row.ownerId),
    created: (row) => format.instant(row.createdAt),
    last: (row) => (row.lastContact === null ? say('next.rhythm.never') : format.day(row.lastContact.slice(0, 10))),
    mail: (row) => row.mail ?? '',
  }
  /** Rows are drawn anew when what their words depend on changes. */
  const renderKey = computed(
    () =>
      `${urgency.version}${settings.now.on}${settings.now.time}${settings.settings.language}${settings.settings.dateFormat}${settings.lists.users.length}`,
  )
  return { texts, renderKey }
}
