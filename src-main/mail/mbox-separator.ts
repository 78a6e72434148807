// Tells the line that starts a mail in an mbox from a line of a body that happens to start with "From " (RFC 4155). Pure.

const day = '(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?'
const month = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}'
/** With the date that mail programs write: asctime, its variants with a zone, RFC 5322's order, or ISO 8601. */
const dated = new RegExp(
  `^From\\s(?:.{0,400}\\s)?(?:${day}\\s{1,4}(?:${month}\\s{1,4}\\d{1,2}|\\d{1,2}[ -]${month})[\\s-].{0,60}\\d{1,2}:\\d{2}|\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}).{0,60}$`,
  'i',
)
/** Without one, only what could be an envelope's sender. */
const undated = /^From (?:-|\?\?\?@\?\?\?|mailer-daemon|nobody|\S{1,200}@\S{1,200})(?:\s.{0,200})?$/i
const knownField =
  /^(?:return-path|received|delivered-to|envelope-to|from|to|cc|subject|date|message-id|reply-to|sender|mime-version|content-type|status|x-[\w-]{2,60})[ \t]*:/i
const field = /^[!-9;-~]{1,76}[ \t]*:/

/**
 * `line` starts with "From "; `following` are the lines behind it (as far as known); `isAfterBlank` also at the start of the file.
 * `isLast`: nothing follows in the file.
 */
export function isMboxSeparator(line: string, following: readonly string[], isAfterBlank: boolean, isLast: boolean): boolean {
  const [first = '', second = ''] = following
  const isField = field.test(first) || /^>?From /.test(first)
  if (dated.test(line)) return isAfterBlank ? isField || first === '' || isLast : knownField.test(first)
  return isAfterBlank && undated.test(line) && knownField.test(first) && (field.test(second) || /^(?:[ \t]|$)/.test(second))
}

/** Whether a file that starts with this text is an mbox. */
export function isMboxStart(text: string): boolean {
  if (!text.startsWith('From ')) return false
  const [line = '', ...following] = text.slice(0, 5000).split(/\r?\n/, 3)
  return isMboxSeparator(line, following, true, following.length === 0)
}
