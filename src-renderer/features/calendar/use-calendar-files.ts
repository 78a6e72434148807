// Files of the calendar: .ics in (dropped or chosen) and out, and the sheets of a day or week on paper or as PDF (CAL-6, IO-5).
import type { CalendarEntry, CalendarFilter } from '../../../src-shared/contract/calendar.ts'
import type { CallInput } from '../../../src-shared/contract/index.ts'
import { ask } from '../../ui/core.ts'
import { openDialog } from '../../ui/dialogs/dialogs.ts'
import { useQuiet } from '../../ui/feedback/quiet.store.ts'
import { activityPlace, type PlaceHere } from '../../ui/files/drop-places.ts'
import { saveFrom } from '../../ui/files/save-file.ts'
import { useFormat } from '../../ui/format/use-format.ts'
import { printOut, savePdf } from '../../ui/print/print.ts'
import type { MenuItem } from '../../ui/shell/menu-button.vue'
import { useMailDrop } from '../../ui/stores/mail-drop.store.ts'
import { useSettings } from '../../ui/stores/settings.store.ts'
import { say } from '../../ui/words/i18n.ts'
import { longDay, sheetDays, sheetHtml } from './calendar-sheet.ts'
import { useEntryWords } from './entry-words.ts'
import { titleOf } from './calendar-days.ts'
import type { Calendar } from './use-calendar.ts'
import type { Hands } from './use-hands.ts'

const calendarFile = /\.(?:ics|ical|ifb|icalendar)$/i

export function useCalendarFiles(calendar: Calendar, hands: Hands) {
  const settings = useSettings()
  const format = useFormat()
  const quiet = useQuiet()
  const mails = useMailDrop()
  const words = useEntryWords()

  function take(files: File[]): void {
    const ours = files.filter(({ name, type }) => calendarFile.test(name) || type === 'text/calendar')
    const others = files.filter((file) => !ours.includes(file))
    if (ours.length > 0) void openDialog('calendar-import', { files: ours })
    else mails.take(others)
  }
  function choose(): void {
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = true
    input.accept = '.ics,.ical,text/calendar'
    // In the page while it is asked: an element that nothing holds may be gone before the answer.
    input.hidden = true
    document.body.append(input)
    input.addEventListener('change', () => {
      input.remove()
      take([...(input.files ?? [])])
    })
    input.addEventListener('cancel', () => input.remove())
    input.click()
  }
  /** Files dropped on an entry are its own; anywhere else calendar files are taken in. */
  function dropPlace(node: Element): PlaceHere | null {
    const element = node.closest<HTMLElement>('[data-entry]')
    const entry = calendar.entries.value.find(({ id }) => id === element?.dataset['entry'])
    if (element !== null && entry !== undefined) return { element, place: activityPlace(entry) }
    const page = node.closest('.calendar')
    return page === null ? null : { element: page, place: { take, words: say('calendar.file.drop') } }
  }

  async function exported(of: CallInput<'calendarFile.export'>['of'], name: string): Promise<void> {
    try {
      const typeNames = Object.fromEntries(settings.lists.types.map(({ id }) => [id, settings.typeName(id)]))
      const file = await ask('calendarFile.export', { of, typeNames, name })
      saveFrom(file.url, file.name)
      quiet.show(say('calendar.file.exported', { n: format.number(file.count), name: file.name }, file.count))
    } catch (error) {
      quiet.trouble(error)
    }
  }
  const exportEntries = (entries: readonly CalendarEntry[]): Promise<void> =>
    exported({ ids: entries.map(({ id }) => id) }, say('calendar.file.name'))
  const title = (): string =>
    titleOf(calendar.show.value, calendar.days.value, calendar.anchor.value, settings.settings.language)

  async function sheet(of: 'day' | 'week', how: 'print' | 'pdf'): Promise<void> {
    try {
      const day =
        calendar.show.value === 'day' || calendar.days.value.includes(hands.cursor.value.on)
          ? hands.cursor.value.on
          : calendar.anchor.value
      const days = sheetDays(
        calendar.show.value === 'day' ? calendar.anchor.value : day,
        of,
        settings.settings.weekStart,
      )
      const [from, to] = [days[0] ?? day, days.at(-1) ?? day]
      const { entries } = await ask('calendar.sheet', { from, to, filter: calendar.filter.value as CalendarFilter })
      const name =
        of === 'day'
          ? say('calendar.sheet.day', { day: longDay(from, settings.dateStyle) })
          : say('calendar.sheet.week', { days: titleOf('week', days, from, settings.settings.language) })
      const html = sheetHtml(entries, days, calendar.holidays.value, {
        title: name,
        foot: say('calendar.sheet.foot', {
          who: settings.userName(settings.me),
          when: `${format.exactDay(settings.now.on)} ${settings.now.time}`,
        }),
        nothing: say('calendar.sheet.nothing'),
        untimed: say('calendar.untimed'),
        last: say('calendar.sheet.last'),
        typeName: settings.typeName,
        stateName: (state) => say(`lists.states.${state}`),
        urgent: (entry) => words.marksOf(entry).find(({ icon }) => icon === 'alert')?.text ?? '',
        day: (one) => longDay(one, settings.dateStyle),
        shortDay: format.exactDay,
      })
      await (how === 'print' ? printOut : savePdf)({ title: name, html })
    } catch (error) {
      quiet.trouble(error)
    }
  }
  const menu = (): MenuItem[] => [
    { id: 'printDay', text: say('calendar.sheet.printDay'), icon: 'printer', run: () => void sheet('day', 'print') },
    { id: 'printWeek', text: say('calendar.sheet.printWeek'), icon: 'printer', run: () => void sheet('week', 'print') },
    {
      id: 'pdfDay',
      text: say('calendar.sheet.pdfDay'),
      icon: 'file-document-outline',
      run: () => void sheet('day', 'pdf'),
    },
    {
      id: 'pdfWeek',
      text: say('calendar.sheet.pdfWeek'),
      icon: 'file-document-outline',
      run: () => void sheet('week', 'pdf'),
    },
    { id: 'import', text: say('calendar.file.import'), icon: 'tray-arrow-down', starts: true, run: choose },
    {
      id: 'export',
      text: say('calendar.file.export'),
      icon: 'download',
      run: () => void exported({ ...calendar.bounds.value, filter: calendar.filter.value as CalendarFilter }, title()),
    },
  ]
  return { dropPlace, menu, exportEntries }
}
