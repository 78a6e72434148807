// The list of mails of one window: filter, order, conversations, and its rows over a frozen order that is taken anew when mails change (EML-9).
import { computed, onBeforeUnmount, onScopeDispose, ref, watch } from 'vue'
import type { MailFilter, MailOrder, MailRow } from '../../../src-shared/contract/mail-find.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import { ask, listen } from '../../ui/core.ts'
import { isSet, type FilterPart, type FilterValues } from '../../ui/data-list/filter-parts.ts'
import { usePagedRows } from '../../ui/paged-list/paged-rows.ts'
import { say } from '../../ui/words/i18n.ts'

const pageSize = 60
const calmMs = 250

export const mailFilterParts: FilterPart[] = [
  { key: 'direction', words: 'fields.direction', kind: 'one', options: () => (['in', 'out'] as const).map((value) => ({ value, text: say(`mail.directions.${value}`) })) },
  { key: 'withFiles', words: 'mail.filter.withFiles', kind: 'yes' },
  { key: 'contactId', words: 'fields.contact', kind: 'contact' },
  { key: 'state', words: 'mail.filter.state', kind: 'one', options: () => (['filed', 'waiting', 'detached'] as const).map((value) => ({ value, text: say(`mail.filter.states.${value}`) })) },
  { key: 'happened', words: 'fields.date', kind: 'range' },
]
const keys = new Set(['text', ...mailFilterParts.map(({ key }) => key)])

/** The filter as the contract takes it: nothing that does not filter. */
const mailFilterOf = (values: FilterValues): MailFilter => Object.fromEntries(Object.entries(values).filter(([key, value]) => keys.has(key) && isSet(value))) as MailFilter

/** What this window's list showed when it was left for a mail: coming back finds it as it was. */
let left: { filter: FilterValues; order: MailOrder; conversations: boolean; index: number } | null = null

export function useMailsList(wanted: { filter: FilterValues }, failed: (error: unknown) => void, list: () => { toTop(): void; focusIndex: number; focusTo(index: number): void } | null) {
  const isAsked = Object.keys(wanted.filter).length > 0
  const filter = ref<FilterValues>(isAsked ? wanted.filter : (left?.filter ?? {}))
  const order = ref<MailOrder>(left?.order ?? 'best')
  const conversations = ref(left?.conversations ?? true)
  const isFirst = ref(true)
  const comeBackTo = isAsked ? 0 : (left?.index ?? 0)
  const isSearch = computed(() => isSet(filter.value['text']))

  type Found = { snapshotId: string; total: number; rows: MailRow[] }
  let frozen: Promise<Found> | null = null
  const freeze = (): Promise<Found> => ask('mail.find', { filter: mailFilterOf(filter.value), order: order.value, conversations: conversations.value, count: pageSize })
  const rows = usePagedRows<MailRow>(
    async (from, count) => {
      const found = await (frozen ??= freeze())
      if (from === 0 && count <= pageSize) return { rows: found.rows, total: found.total }
      const more = await ask('mail.found', { snapshotId: found.snapshotId, from, count })
      return { rows: more.rows, total: found.total }
    },
    (error) => {
      if (error instanceof KnownError && error.code === 'expired') void load()
      else failed(error)
    },
    pageSize,
  )
  async function load(): Promise<void> {
    frozen = null
    try {
      await rows.swap()
    } catch (error) {
      frozen = null
      failed(error)
    }
    isFirst.value = false
  }
  watch([filter, order, conversations], () => {
    list()?.toTop()
    void load()
  })
  void load().then(() => {
    if (comeBackTo > 0) list()?.focusTo(comeBackTo)
  })

  let calm: ReturnType<typeof setTimeout> | undefined
  const soon = (): void => {
    clearTimeout(calm)
    calm = setTimeout(() => void load(), calmMs)
  }
  const stop = listen('recordsChanged', ({ tables }) => ('mail' in tables || 'mail_contact' in tables) && soon(), soon)
  onScopeDispose(() => {
    clearTimeout(calm)
    stop()
  })
  onBeforeUnmount(() => (left = { filter: filter.value, order: order.value, conversations: conversations.value, index: list()?.focusIndex ?? 0 }))
  return { filter, order, conversations, isFirst, isSearch, rows }
}
