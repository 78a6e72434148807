// Turns the menu's data into Electron's application menu, and gives text fields their context menu. Main process.
import { Menu, type BaseWindow, type MenuItemConstructorOptions, type WebContents } from 'electron'
import { contextEntries, menuTemplate, type Language, type MenuAction, type MenuEntry } from './menu-template.ts'

export function showMenu(language: Language, isPackaged: boolean, act: (action: MenuAction) => void): void {
  const groups = menuTemplate(language, process.platform, isPackaged)
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      groups.map(({ label, entries }) => ({ label, submenu: entries.map((entry) => item(entry, act)) })),
    ),
  )
}

function item(entry: MenuEntry, act: (action: MenuAction) => void): MenuItemConstructorOptions {
  if (entry.type === 'separator') return { type: 'separator' }
  const shortcut = entry.accelerator === undefined ? {} : { accelerator: entry.accelerator }
  if (entry.type === 'action') return { label: entry.label, ...shortcut, click: () => act(entry.action) }
  // The page decides on Ctrl+Z: typing in a field, or the last change (HIS-3).
  const isUndo = entry.role === 'undo' || entry.role === 'redo'
  return { label: entry.label, role: entry.role, ...shortcut, ...(isUndo ? { registerAccelerator: false } : {}) }
}

/** Cut, copy, paste and spelling on a right click where the page shows no menu of its own. */
export function offerContextMenu(contents: WebContents, window: BaseWindow, language: () => Language): void {
  contents.on('context-menu', (_event, parameters) => {
    const entries = contextEntries(language(), {
      isEditable: parameters.isEditable,
      hasSelection: parameters.selectionText.trim() !== '',
      suggestions: parameters.misspelledWord ? parameters.dictionarySuggestions : [],
    })
    if (entries.length === 0) return
    const template = entries.map((entry): MenuItemConstructorOptions =>
      entry.type === 'suggestion'
        ? { label: entry.word, click: () => contents.replaceMisspelling(entry.word) }
        : entry.type === 'separator'
          ? { type: 'separator' }
          : { label: entry.label, role: entry.role },
    )
    Menu.buildFromTemplate(template).popup({ window })
  })
}
