// The addresses of the Electron host, and the only functions that say what an address is. Pure; runs on any thread.
// An address is ours only when it is written exactly as the host itself writes it: nothing is mended, everything else is refused.

export const appScheme = 'maletin'
export const mailScheme = 'maletin-mail'
/** Origin of every window, as a frame reports it. */
export const appOrigin = 'maletin://app'

/** A window's page: the bundle's one document; the route stands behind `#`. */
export const pageAddress = (route: string): string => `${appOrigin}/index.html#${route}`
export const onceAddress = (token: string): string => `${appOrigin}/once/${token}`
/** A mail's frame: a host of its own for each, so that no two mails share an origin. Ends in a slash: links are relative to it. */
export const frameAddress = (host: string, token: string): string => `${mailScheme}://${host}/frame/${token}/`

/** Tokens and frame hosts: lower-case hexadecimal, 128 bits. */
const token = '[0-9a-f]{32}'
const page = /^maletin:\/\/app\/(?:index\.html)?(?:\?[^#]*)?(?:#.*)?$/
const once = new RegExp(`^maletin://app/once/(${token})$`)
const frame = new RegExp(`^maletin-mail://(${token})/frame/(${token})/$`)
const frameLink = new RegExp(`^maletin-mail://(${token})/frame/(${token})/link/(\\d{1,6})$`)
/** Characters that a browser's parser drops, folds or shows as nothing. */
 
const suspicious = /[\u0000-\u0020\u007f-\u00a0\\\u200b-\u200f\u2028-\u202f\u2060-\u2069\ufeff]/u

/** True for the page that our windows show, whatever its route, and for nothing else. */
export function isOwnPage(url: string): boolean {
  return !suspicious.test(url.replace(/#.*$/su, '')) && !/[\r\n\0]/.test(url) && page.test(url)
}

/** The token of a single-use address, or null. */
export function onceTokenOf(url: string): string | null {
  return once.exec(url)?.[1] ?? null
}

/** Host and token of a mail frame's own document, or null. */
export function mailFrameOf(url: string): { host: string; token: string } | null {
  const match = frame.exec(url)
  return match?.[1] && match[2] ? { host: match[1], token: match[2] } : null
}

/** The link of a mail frame that was clicked, or null. */
export function mailLinkOf(url: string): { host: string; token: string; index: number } | null {
  const match = frameLink.exec(url)
  return match?.[1] && match[2] ? { host: match[1], token: match[2], index: Number(match[3]) } : null
}

/** The same for a mail frame's document without its single slash rules: what `frame.url` of a shown mail starts with. */
export function isMailFrame(url: string): boolean {
  return mailFrameOf(url.replace(/#.*$/su, '')) !== null
}
