// Every icon of the program by name. Types and results store these names, so one that was shipped stays.
import {
  mdiAccount, mdiAccountGroup, mdiAccountMultiple, mdiAlert, mdiAlertCircle, mdiArrowRight, mdiArrowDown, mdiArrowUp, mdiCalendar,
  mdiCalendarArrowRight, mdiCalendarClock, mdiCart, mdiCheck, mdiCheckAll, mdiChevronDown, mdiChevronLeft, mdiChevronRight, mdiChevronUp, mdiClockAlertOutline,
  mdiClose, mdiCog, mdiContentCopy, mdiContentSave, mdiDelete, mdiDeleteRestore, mdiDomain, mdiDotsHorizontal, mdiDotsVertical, mdiDownload,
  mdiEmail, mdiEmailOutline, mdiEmailOpenOutline, mdiEye, mdiFax, mdiFileOutline, mdiFilterOutline, mdiFlag, mdiFlagOutline, mdiFormatListChecks, mdiGift,
  mdiHistory, mdiHomeCity, mdiInformation, mdiLink, mdiLock, mdiMagnify, mdiMapMarker, mdiMenuDown, mdiMessageText, mdiMinus, mdiNoteTextOutline,
  mdiOpenInNew, mdiPaperclip, mdiPause, mdiPencil, mdiPhone, mdiPlay, mdiPlus, mdiPresentation, mdiPrinter, mdiPriorityHigh, mdiRedo, mdiRefresh, mdiSort, mdiStar,
  mdiStore, mdiTag, mdiTagOutline, mdiTableColumn, mdiThumbDown, mdiThumbUp, mdiTrayArrowDown, mdiTruck, mdiUndo, mdiUpload, mdiWeb, mdiCancel, mdiCircleOutline,
  mdiCheckCircleOutline, mdiCheckboxBlankOutline, mdiCheckboxMarked, mdiMinusBox, mdiHelpCircleOutline, mdiArrowDownThin, mdiArrowUpThin, mdiFileDocumentOutline,
  mdiBell, mdiBellOutline, mdiRepeat, mdiHandshake, mdiLaptop, mdiCoffee, mdiCallMerge, mdiWeatherSunny, mdiWrench, mdiCurrencyEur, mdiBriefcase, mdiKeyboard,
  mdiSnowflake, mdiThermometerLow, mdiSkipNext, mdiLifebuoy, mdiDockRight,
} from '@mdi/js'

const icons: Record<string, string> = {
  account: mdiAccount, 'account-group': mdiAccountGroup, 'account-multiple': mdiAccountMultiple, alert: mdiAlert, 'alert-circle': mdiAlertCircle,
  'arrow-right': mdiArrowRight, 'arrow-down': mdiArrowDown, 'arrow-up': mdiArrowUp, 'arrow-down-thin': mdiArrowDownThin, 'arrow-up-thin': mdiArrowUpThin,
  calendar: mdiCalendar, 'calendar-arrow-right': mdiCalendarArrowRight, 'calendar-clock': mdiCalendarClock, cart: mdiCart, check: mdiCheck, 'check-all': mdiCheckAll,
  'chevron-down': mdiChevronDown, 'chevron-left': mdiChevronLeft, 'chevron-right': mdiChevronRight, 'chevron-up': mdiChevronUp, 'clock-alert-outline': mdiClockAlertOutline,
  close: mdiClose, cog: mdiCog, 'content-copy': mdiContentCopy, 'content-save': mdiContentSave, delete: mdiDelete, 'delete-restore': mdiDeleteRestore,
  domain: mdiDomain, 'dots-horizontal': mdiDotsHorizontal, 'dots-vertical': mdiDotsVertical, download: mdiDownload, email: mdiEmail,
  'email-outline': mdiEmailOutline, 'email-open-outline': mdiEmailOpenOutline, eye: mdiEye, fax: mdiFax, 'file-outline': mdiFileOutline,
  'file-document-outline': mdiFileDocumentOutline, 'filter-outline': mdiFilterOutline, flag: mdiFlag, 'flag-outline': mdiFlagOutline,
  'format-list-checks': mdiFormatListChecks, gift: mdiGift, history: mdiHistory, 'home-city': mdiHomeCity, information: mdiInformation, link: mdiLink, lock: mdiLock,
  magnify: mdiMagnify, 'map-marker': mdiMapMarker, 'menu-down': mdiMenuDown, 'message-text': mdiMessageText, minus: mdiMinus, 'note-text-outline': mdiNoteTextOutline,
  'open-in-new': mdiOpenInNew, paperclip: mdiPaperclip, pause: mdiPause, pencil: mdiPencil, phone: mdiPhone, play: mdiPlay, plus: mdiPlus, presentation: mdiPresentation,
  printer: mdiPrinter, 'priority-high': mdiPriorityHigh, redo: mdiRedo, refresh: mdiRefresh, sort: mdiSort, star: mdiStar, store: mdiStore, tag: mdiTag, 'tag-outline': mdiTagOutline,
  'table-column': mdiTableColumn, 'thumb-down': mdiThumbDown, 'thumb-up': mdiThumbUp, 'tray-arrow-down': mdiTrayArrowDown, truck: mdiTruck, undo: mdiUndo, upload: mdiUpload,
  web: mdiWeb, cancel: mdiCancel, 'circle-outline': mdiCircleOutline, 'check-circle-outline': mdiCheckCircleOutline, 'checkbox-blank-outline': mdiCheckboxBlankOutline,
  'checkbox-marked': mdiCheckboxMarked, 'minus-box': mdiMinusBox, 'help-circle-outline': mdiHelpCircleOutline, bell: mdiBell, 'bell-outline': mdiBellOutline, repeat: mdiRepeat, handshake: mdiHandshake, laptop: mdiLaptop,
  'call-merge': mdiCallMerge, 'weather-sunny': mdiWeatherSunny, coffee: mdiCoffee, wrench: mdiWrench, 'currency-eur': mdiCurrencyEur, briefcase: mdiBriefcase, keyboard: mdiKeyboard,
  snowflake: mdiSnowflake, 'thermometer-low': mdiThermometerLow, 'skip-next': mdiSkipNext, lifebuoy: mdiLifebuoy, 'dock-right': mdiDockRight,
}

/** Icons a user may choose for a type or a result. */
export const iconChoices: readonly string[] = [
  'phone', 'map-marker', 'email', 'email-outline', 'account-group', 'presentation', 'store', 'web', 'fax', 'message-text', 'home-city', 'calendar', 'check', 'close',
  'information', 'arrow-right', 'thumb-up', 'thumb-down', 'cart', 'handshake', 'laptop', 'coffee', 'wrench', 'truck', 'currency-eur', 'briefcase', 'flag', 'star',
  'gift', 'file-document-outline', 'note-text-outline', 'tag', 'dots-horizontal',
]

/** The drawing of an icon; an unknown name gets the three dots. */
export function iconPath(name: string): string {
  return icons[name] ?? mdiDotsHorizontal
}
