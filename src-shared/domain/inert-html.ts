// HTML that was not written by us, made to open no connection by its mere presence, and text made into HTML. Pure; any thread.

/**
 * Elements whose mere presence opens a connection or starts a navigation before any policy is asked (Chromium connects ahead
 * for frames and for link hints). The sanitiser leaves none of them: here they become text, should it ever fail.
 */
const connecting = /<(?=\/?(?:link|meta|base|script|iframe|frame|frameset|object|embed|applet|portal|fencedframe)\b)/gi

/** The same HTML with those elements as text. */
export const withoutConnecting = (html: string): string => html.replace(connecting, '&lt;')

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Fit for text and for quoted attribute values. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '')
