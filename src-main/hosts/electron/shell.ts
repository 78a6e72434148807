// Windows and the desktop, as Electron does them (port `Shell`). Main process. What leaves the program is decided here once more.
import { Notification, shell } from 'electron'
import { linkDecision } from '../../../src-shared/domain/link-policy.ts'
import type { Log, Shell } from '../../ports.ts'
import type { WindowRequest } from '../../windows/window-kinds.ts'
import { mayOpenFile, mayOpenWarned } from './open-file-policy.ts'
import type { Windows } from './windows.ts'

export const mainWindow: WindowRequest = { kind: 'main', id: null, query: {}, bounds: null }

export function electronShell(windows: Windows, log: Log): Shell {
  /** Held, or they would be collected and their clicks lost. */
  const shown = new Set<Notification>()
  return {
    async openWindow(request) {
      await windows.show(request)
      return { url: null }
    },
    async openExternal(url) {
      const decision = linkDecision(url)
      if (!decision.allowed || decision.target === null) return false
      await shell.openExternal(decision.target)
      return true
    },
    async openFile(path, { isWarned } = { isWarned: false }) {
      if (!(isWarned ? mayOpenWarned(path) : mayOpenFile(path))) return false
      const trouble = await shell.openPath(path)
      if (trouble) log.warn('the system did not open a file', { trouble })
      return trouble === ''
    },
    get showsReminders() {
      return Notification.isSupported()
    },
    showReminder({ title, body, activityId }, onClick) {
      const notification = new Notification({ title, body })
      const forget = (): void => void shown.delete(notification)
      notification.on('click', () => {
        forget()
        onClick()
        windows
          .show({ kind: 'activity', id: activityId, query: {}, bounds: null })
          .catch((error: unknown) => log.error('reminder', error))
      })
      shown.add(notification)
      notification.on('close', forget)
      // It stays in the bell of every window.
      notification.on('failed', (_event, reason) => {
        forget()
        log.warn('the desktop did not show a reminder', { reason })
      })
      notification.show()
    },
    async activate() {
      if (!windows.activate()) await windows.show(mainWindow)
    },
  }
}
