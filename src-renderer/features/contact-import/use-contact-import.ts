// One file of contacts from its choice to the report (IO-1): what was recognised and corrected, the plan by tabs, what is ticked, and the outcome.
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type {
  ImportLine,
  ImportLineKind,
  ImportPlan,
  ImportResult,
  ImportSource,
} from '../../../src-shared/contract/contact-import.ts'
import type { ImportTarget } from '../../../src-shared/domain/contact-import/fields.ts'
import { mostImportBytes } from '../../../src-shared/domain/contact-import/text-formats.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import { ask, offerFiles } from '../../ui/core.ts'
import { useQuiet } from '../../ui/feedback/quiet.store.ts'
import type { PickedFile } from '../../ui/files/pick-files.ts'
import { saveFrom } from '../../ui/files/save-file.ts'
import { useFormat } from '../../ui/format/use-format.ts'
import { usePagedRows } from '../../ui/paged-list/paged-rows.ts'
import { say } from '../../ui/words/i18n.ts'

export const lineKinds: readonly ImportLineKind[] = ['new', 'update', 'duplicate', 'error']
/** Names, one of which a contact needs. */
const names = new Set(['name', 'company', 'person', 'givenName', 'familyName'])
const proposed = (kind: ImportLineKind): boolean => kind === 'new' || kind === 'update'

export function useContactImport() {
  const quiet = useQuiet()
  const format = useFormat()
  const step = ref<'choose' | 'columns' | 'lines' | 'done'>('choose')
  const busy = ref<'reading' | 'comparing' | 'applying' | null>(null)
  const trouble = shallowRef<unknown>(null)
  const source = shallowRef<ImportSource | null>(null)
  const targets = ref<(ImportTarget | null)[]>([])
  const kind = ref<'company' | 'person'>('company')
  const relation = ref<'lead' | 'customer' | 'supplier' | 'other'>('lead')
  const replaces = ref(false)
  const plan = shallowRef<ImportPlan | null>(null)
  const only = ref<ImportLineKind>('new')
  /** Rows whose tick is not that of their tab, with the tab they are in. */
  const toggled = ref(new Map<number, ImportLineKind>())
  const flipped = ref(new Set<ImportLineKind>())
  const result = shallowRef<ImportResult | null>(null)

  const lines = usePagedRows<ImportLine>(
    async (from, count) => {
      const got = await ask('contactImport.lines', { importId: source.value?.importId ?? '', only: only.value, from, count })
      return { rows: got.lines, total: got.total }
    },
    (error) => (trouble.value = error),
  )

  async function during(what: NonNullable<typeof busy.value>, work: () => Promise<void>): Promise<void> {
    if (busy.value !== null) return
    busy.value = what
    trouble.value = null
    try {
      await work()
    } catch (error) {
      // Given up by the user, or the store was exchanged meanwhile: the file is asked for again.
      const isOver = error instanceof KnownError && (error.code === 'expired' || (error.code === 'cancelled' && what !== 'applying'))
      if (isOver) startOver()
      trouble.value = error
    } finally {
      busy.value = null
    }
  }
  function takeSource(found: ImportSource): void {
    source.value = found
    targets.value = found.columns.map(({ target }) => target)
    step.value = 'columns'
  }
  function release(): void {
    const old = source.value?.importId
    source.value = null
    plan.value = null
    lines.clear()
    if (old !== undefined)
      ask('contactImport.release', { importId: old }).catch((error: unknown) => console.warn('contactImport.release', error))
  }
  function startOver(): void {
    release()
    result.value = null
    step.value = 'choose'
  }
  onScopeDispose(release)

  /** Files of this window, or such as the core has already: one, or several cards. */
  const take = (files: readonly (File | PickedFile)[]): Promise<void> =>
    during('reading', async () => {
      release()
      step.value = 'choose'
      // Said before it is handed over: that alone would take long.
      if (files.reduce((sum, { size }) => sum + size, 0) > mostImportBytes)
        throw new KnownError('contact_file_unreadable', { name: files[0]?.name ?? '', reason: 'too_large' })
      const held = files.filter((file): file is PickedFile => !(file instanceof File))
      const tokens = [...held, ...(await offerFiles(files.filter((file) => file instanceof File)))].map(({ token }) => token)
      if (tokens.length === 0) return
      const found = await ask('contactImport.open', { tokens })
      const isOfPeople = found.format === 'vcard' || found.columns.some(({ target }) => target === 'familyName')
      kind.value = isOfPeople ? 'person' : 'company'
      takeSource(found)
    })
  const reread = (how: Partial<Pick<ImportSource, 'encoding' | 'separator' | 'sheet'>> & { hasHeader?: boolean | null }): Promise<void> =>
    during('reading', async () => {
      const now = source.value
      if (now === null) return
      const { importId, encoding, separator, sheet, hasHeader } = now
      takeSource(await ask('contactImport.reread', { importId, encoding, separator, sheet, hasHeader, ...how }))
    })
  const makePlan = (): Promise<void> =>
    during('comparing', async () => {
      const now = source.value
      if (now === null || !hasName.value) return
      const options = { targets: targets.value, kind: kind.value, relation: relation.value, replaces: replaces.value }
      const made = await ask('contactImport.plan', { importId: now.importId, options })
      plan.value = made
      toggled.value = new Map()
      flipped.value = new Set()
      only.value = lineKinds.find((one) => made.counts[one] > 0) ?? 'new'
      await lines.swap()
      // Last: what is shown can be gone on with.
      step.value = 'lines'
    })
  async function show(which: ImportLineKind): Promise<void> {
    only.value = which
    try {
      await lines.swap()
    } catch (error) {
      trouble.value = error
    }
  }

  const hasName = computed(() => targets.value.some((target) => target !== null && names.has(target)))
  const isTicked = (line: ImportLine): boolean =>
    line.canTick && (proposed(line.kind) !== flipped.value.has(line.kind)) !== toggled.value.has(line.index)
  function tick(line: ImportLine): void {
    if (!line.canTick) return
    const next = new Map(toggled.value)
    if (!next.delete(line.index)) next.set(line.index, line.kind)
    toggled.value = next
  }
  /** All of the tab that is shown. */
  function tickAll(): void {
    const wasAll = isAllTicked.value
    toggled.value = new Map([...toggled.value].filter(([, kind]) => kind !== only.value))
    const next = new Set(flipped.value)
    if (wasAll === proposed(only.value)) next.add(only.value)
    else next.delete(only.value)
    flipped.value = next
  }
  const isAllTicked = computed(
    () => proposed(only.value) !== flipped.value.has(only.value) && ![...toggled.value.values()].includes(only.value),
  )
  const ticks = computed(() => `${toggled.value.size} ${[...flipped.value].join()}`)
  const tickedOf = (kind: ImportLineKind): number => {
    const all = (kind === 'duplicate' ? plan.value?.doubtful : plan.value?.counts[kind]) ?? 0
    const others = [...toggled.value.values()].filter((one) => one === kind).length
    return proposed(kind) !== flipped.value.has(kind) ? all - others : others
  }
  const willTake = computed(() => tickedOf('new') + tickedOf('update') + tickedOf('duplicate'))

  const apply = (): Promise<void> =>
    during('applying', async () => {
      const now = source.value
      if (now === null || willTake.value === 0) return
      const done = await ask('contactImport.apply', {
        importId: now.importId,
        toggled: [...toggled.value.keys()],
        flipped: [...flipped.value],
      })
      result.value = done
      step.value = 'done'
      const changed = done.created + done.updated
      quiet.done(say('contactImport.done', { n: format.number(changed) }, changed), done.changeSetId)
    })
  async function saveFailed(): Promise<void> {
    const now = source.value
    if (now === null) return
    try {
      const reasons = (['no_name', 'mail_wrong', 'phone_wrong', 'tax_id_wrong', 'date_wrong', 'too_long', 'unreadable', 'stale', 'gone'] as const).map(
        (reason) => [reason, say(`contactImport.refusals.${reason}`)] as const,
      )
      const file = await ask('contactImport.failed', {
        importId: now.importId,
        heading: say('contactImport.reason'),
        reasons: Object.fromEntries(reasons),
      })
      saveFrom(file.url, file.name)
      quiet.show(say('contactImport.saved', { n: format.number(file.count), name: file.name }, file.count))
    } catch (error) {
      quiet.trouble(error)
    }
  }
  return {
    step, busy, trouble, source, targets, kind, relation, replaces, plan, only, lines, result, hasName, willTake, ticks, isAllTicked,
    take, reread, makePlan, show, isTicked, tick, tickAll, apply, saveFailed, startOver,
  }
}
export type ContactImport = ReturnType<typeof useContactImport>
