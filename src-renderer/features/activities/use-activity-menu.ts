// What can be done with one activity, as a menu: of its detail, and of its row by right click or the menu key.
import type { ActivityRow } from '../../../src-shared/contract/activities.ts'
import { isOpen } from '../../../src-shared/domain/activity-state.ts'
import { openDialog } from '../../ui/dialogs/dialogs.ts'
import { useQuiet } from '../../ui/feedback/quiet.store.ts'
import { activityPlace } from '../../ui/files/drop-places.ts'
import { chooseFiles } from '../../ui/files/pick-files.ts'
import type { MenuItem } from '../../ui/shell/menu-list.vue'
import { openInWindow } from '../../ui/shell/open-window.ts'
import { useMailDrop } from '../../ui/stores/mail-drop.store.ts'
import { say } from '../../ui/words/i18n.ts'
import { targetOf, useActivityActions } from '../../ui/activities/activity-actions.ts'

export interface ActivityMenu {
  /** What stands as buttons in the detail. */
  main(row: ActivityRow): MenuItem[]
  more(row: ActivityRow): MenuItem[]
}

export function useActivityMenu(): ActivityMenu {
  const actions = useActivityActions()
  const quiet = useQuiet()
  const mails = useMailDrop()
  async function duplicate(id: string): Promise<void> {
    const made = await actions.duplicate(id)
    if (made) await openDialog('activity-form', { id: made })
  }
  return {
    main: (row) => [
      {
        id: 'edit',
        text: say('shell.edit'),
        icon: 'pencil',
        keys: 'Enter',
        run: () => void openDialog('activity-form', { id: row.id }),
      },
      ...(!row.isBinned && isOpen(row.state)
        ? [
            {
              id: 'close',
              text: say('activities.close'),
              icon: 'check',
              keys: 'C',
              run: () => void actions.close(targetOf(row)),
            },
            {
              id: 'dates',
              text: say('activities.changeDates'),
              icon: 'calendar-arrow-right',
              keys: 'F',
              run: () => void actions.changeDates(targetOf(row)),
            },
          ]
        : []),
    ],
    more: (row) => [
      {
        id: 'window',
        text: say('shell.openWindow'),
        icon: 'open-in-new',
        keys: 'Ctrl+Enter',
        run: () => void openInWindow('activity', row.id).catch(quiet.trouble),
      },
      {
        id: 'mail',
        text: say('activities.attachMail'),
        icon: 'email-outline',
        starts: true,
        run: () => mails.choose(activityPlace(row)),
      },
      {
        id: 'attach',
        text: say('files.add'),
        icon: 'paperclip',
        run: () => void chooseFiles().then((files) => mails.take(files, activityPlace(row))),
      },
      {
        id: 'duplicate',
        text: say('activities.duplicate'),
        icon: 'content-copy',
        starts: true,
        run: () => void duplicate(row.id),
      },
      {
        id: 'history',
        text: say('shell.places.history'),
        icon: 'history',
        run: () => void openDialog('record-history', { recordId: row.id, title: row.subject }),
      },
      ...(row.isBinned
        ? [
            {
              id: 'restore',
              text: say('activities.restore'),
              icon: 'delete-restore',
              starts: true,
              run: () => void actions.restore(targetOf(row)),
            },
          ]
        : [
            isOpen(row.state)
              ? {
                  id: 'cancel',
                  text: say('activities.cancel'),
                  icon: 'cancel',
                  starts: true,
                  run: () => void actions.cancel(targetOf(row)),
                }
              : {
                  id: 'reopen',
                  text: say('activities.reopen'),
                  icon: 'undo',
                  starts: true,
                  run: () => void actions.reopen(targetOf(row)),
                },
            {
              id: 'bin',
              text: say('activities.bin'),
              icon: 'delete',
              keys: 'Del',
              run: () => void actions.bin(targetOf(row)),
            },
          ]),
    ],
  }
}
