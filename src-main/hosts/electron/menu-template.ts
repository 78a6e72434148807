// The application menu as data, in Spanish and English. Pure; `menu.ts` turns it into Electron's. The menu's words live with the menu:
// they are drawn by the system, not by a window, and are needed before any window is there.
import type { WindowKind } from '../../windows/window-kinds.ts'

export type Language = 'es' | 'en'
export type MenuAction = { kind: 'window'; window: WindowKind } | { kind: 'quit' }
/** Roles of Electron that are used; their behaviour is the system's own. */
export type MenuRole =
  | 'undo'
  | 'redo'
  | 'cut'
  | 'copy'
  | 'paste'
  | 'pasteAndMatchStyle'
  | 'selectAll'
  | 'resetZoom'
  | 'zoomIn'
  | 'zoomOut'
  | 'togglefullscreen'
  | 'minimize'
  | 'close'
  | 'zoom'
  | 'front'
  | 'about'
  | 'hide'
  | 'hideOthers'
  | 'unhide'
  | 'services'
  | 'reload'
  | 'toggleDevTools'

export type MenuEntry =
  | { type: 'separator' }
  | { type: 'role'; label: string; role: MenuRole; accelerator?: string }
  | { type: 'action'; label: string; action: MenuAction; accelerator?: string }
export interface MenuGroup {
  label: string
  entries: MenuEntry[]
}

const words = {
  es: {
    file: '&Archivo',
    edit: '&Edición',
    view: '&Ver',
    window: 'Ve&ntana',
    settings: 'Ajustes…',
    closeWindow: 'Cerrar la ventana',
    quit: 'Salir de Maletín',
    undo: 'Deshacer',
    redo: 'Rehacer',
    cut: 'Cortar',
    copy: 'Copiar',
    paste: 'Pegar',
    pastePlain: 'Pegar sin formato',
    selectAll: 'Seleccionar todo',
    contacts: 'Contactos',
    activities: 'Actividades',
    history: 'Historial',
    resetZoom: 'Tamaño real',
    zoomIn: 'Acercar',
    zoomOut: 'Alejar',
    fullScreen: 'Pantalla completa',
    reload: 'Volver a cargar',
    tools: 'Herramientas de desarrollo',
    minimize: 'Minimizar',
    zoom: 'Ampliar',
    front: 'Traer todo al frente',
    about: 'Acerca de Maletín',
    services: 'Servicios',
    hide: 'Ocultar Maletín',
    hideOthers: 'Ocultar otros',
    unhide: 'Mostrar todo',
  },
  en: {
    file: '&File',
    edit: '&Edit',
    view: '&View',
    window: '&Window',
    settings: 'Settings…',
    closeWindow: 'Close window',
    quit: 'Quit Maletín',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    pastePlain: 'Paste without formatting',
    selectAll: 'Select all',
    contacts: 'Contacts',
    activities: 'Activities',
    history: 'History',
    resetZoom: 'Actual size',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fullScreen: 'Full screen',
    reload: 'Reload',
    tools: 'Developer tools',
    minimize: 'Minimise',
    zoom: 'Zoom',
    front: 'Bring all to front',
    about: 'About Maletín',
    services: 'Services',
    hide: 'Hide Maletín',
    hideOthers: 'Hide others',
    unhide: 'Show all',
  },
} satisfies Record<Language, Record<string, string>>

/** `platform` as in `process.platform`; `isPackaged`: without the entries for developers. */
export function menuTemplate(language: Language, platform: string, isPackaged: boolean): MenuGroup[] {
  const isMac = platform === 'darwin'
  const w = isMac
    ? (Object.fromEntries(
        Object.entries(words[language]).map(([key, word]) => [key, word.replace('&', '')]),
      ) as (typeof words)['es'])
    : words[language]
  const line: MenuEntry = { type: 'separator' }
  const role = (label: string, name: MenuRole, accelerator?: string): MenuEntry => ({
    type: 'role',
    label,
    role: name,
    ...(accelerator ? { accelerator } : {}),
  })
  const open = (label: string, window: WindowKind, accelerator?: string): MenuEntry => ({
    type: 'action',
    label,
    action: { kind: 'window', window },
    ...(accelerator ? { accelerator } : {}),
  })
  const settings = open(w.settings, 'settings', 'CmdOrCtrl+,')
  const quit: MenuEntry = {
    type: 'action',
    label: w.quit,
    action: { kind: 'quit' },
    accelerator: isMac ? 'Cmd+Q' : 'Ctrl+Q',
  }
  const macGroup: MenuGroup = {
    label: 'Maletín',
    entries: [
      role(w.about, 'about'),
      line,
      settings,
      line,
      role(w.services, 'services'),
      line,
      role(w.hide, 'hide'),
      role(w.hideOthers, 'hideOthers'),
      role(w.unhide, 'unhide'),
      line,
      quit,
    ],
  }
  return [
    ...(isMac ? [macGroup] : []),
    {
      label: w.file,
      entries: [role(w.closeWindow, 'close', 'CmdOrCtrl+W'), ...(isMac ? [] : [line, settings, line, quit])],
    },
    {
      label: w.edit,
      entries: [
        // Undo of typing. The undo of changes is the page's own (HIS-3) and has no menu key, so that both never fire.
        role(w.undo, 'undo'),
        role(w.redo, 'redo'),
        line,
        role(w.cut, 'cut'),
        role(w.copy, 'copy'),
        role(w.paste, 'paste'),
        role(w.pastePlain, 'pasteAndMatchStyle'),
        role(w.selectAll, 'selectAll'),
      ],
    },
    {
      label: w.view,
      entries: [
        open(w.activities, 'activities'),
        open(w.contacts, 'contacts'),
        open(w.history, 'history'),
        line,
        role(w.resetZoom, 'resetZoom', 'CmdOrCtrl+0'),
        role(w.zoomIn, 'zoomIn', 'CmdOrCtrl+Plus'),
        role(w.zoomOut, 'zoomOut', 'CmdOrCtrl+-'),
        line,
        role(w.fullScreen, 'togglefullscreen'),
        ...(isPackaged ? [] : [line, role(w.reload, 'reload'), role(w.tools, 'toggleDevTools')]),
      ],
    },
    {
      label: w.window,
      entries: [role(w.minimize, 'minimize'), ...(isMac ? [role(w.zoom, 'zoom'), line, role(w.front, 'front')] : [])],
    },
  ]
}

export type ContextEntry =
  | { type: 'separator' }
  | { type: 'suggestion'; word: string }
  | { type: 'role'; label: string; role: 'cut' | 'copy' | 'paste' | 'selectAll' }

/** The menu of a right click in a text; empty where there is nothing to do. */
export function contextEntries(
  language: Language,
  place: { isEditable: boolean; hasSelection: boolean; suggestions: readonly string[] },
): ContextEntry[] {
  const w = words[language]
  const entries: ContextEntry[] = place.suggestions.slice(0, 5).map((word) => ({ type: 'suggestion', word }))
  if (entries.length > 0) entries.push({ type: 'separator' })
  if (place.isEditable && place.hasSelection) entries.push({ type: 'role', label: w.cut, role: 'cut' })
  if (place.hasSelection) entries.push({ type: 'role', label: w.copy, role: 'copy' })
  if (place.isEditable)
    entries.push(
      { type: 'role', label: w.paste, role: 'paste' },
      { type: 'role', label: w.selectAll, role: 'selectAll' },
    )
  return entries
}
