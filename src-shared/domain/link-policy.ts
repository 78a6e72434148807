// Where a link of a mail or a record may lead, and what is shown before it is opened (EML-7). Pure; runs on any thread.
// Only http, https, mailto and tel ever leave the program; whatever is not understood is refused.

export type LinkKind = 'web' | 'mail' | 'phone' | 'refused'
export type LinkWarning = 'punycode' | 'ip' | 'credentials' | 'local'

export interface LinkDecision {
  allowed: boolean
  /** What the person reads before agreeing: the real target, host in ASCII, no invisible characters. */
  shown: string
  kind: LinkKind
  warning?: LinkWarning
  /** What is handed to the system when the person agrees; null when refused. */
  target: string | null
}

interface ParsedUrl {
  protocol: string
  username: string
  password: string
  hostname: string
  href: string
}
/** The WHATWG parser that every runtime has; this layer sees neither the DOM's nor Node's globals. */
const UrlParser = (globalThis as unknown as { URL: new (url: string) => ParsedUrl }).URL

const maxLength = 8000
const invisible = /[\u0000-\u0020\u007f-\u00a0\u061c\u200b-\u200f\u2028-\u202f\u2060-\u2069\ufeff]/u

const refuse = (url: string): LinkDecision => ({
  allowed: false,
  shown: visible(url),
  kind: 'refused',
  target: null,
})

/** The text with every character that cannot be seen written as \u{..}, cut to a readable length. */
function visible(text: string): string {
  const cut = text.length > 300 ? `${text.slice(0, 300)}…` : text
  return Array.from(cut, (character) =>
    character !== ' ' && invisible.test(character) ? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}` : character,
  ).join('')
}

function webWarning(url: ParsedUrl): LinkWarning | undefined {
  if (url.username || url.password) return 'credentials'
  const host = url.hostname.replace(/\.$/, '')
  if (host.split('.').some((label) => label.startsWith('xn--'))) return 'punycode'
  if (/^\[/.test(host) || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)) return 'ip'
  if (!host.includes('.') || /\.(?:localhost|local|internal|lan|home|intranet)$/.test(host)) return 'local'
  return undefined
}

function webDecision(url: string): LinkDecision {
  // Browsers read backslashes as slashes and drop line breaks: a link that needs it is hiding its host.
  const authority = /^https?:\/\/([^/?#]*)/i.exec(url)?.[1]
  if (!authority || authority.includes('\\') || authority.includes('%') || invisible.test(authority)) return refuse(url)
  const unfolded = url.replace(/[\t\r\n]+/g, '')
  if (/[\u0000-\u001f\u007f\\]/.test(unfolded)) return refuse(url)
  let parsed: ParsedUrl
  try {
    parsed = new UrlParser(unfolded)
  } catch {
    return refuse(url)
  }
  if ((parsed.protocol !== 'http:' && parsed.protocol !== 'https:') || !parsed.hostname) return refuse(url)
  const warning = webWarning(parsed)
  return { allowed: true, shown: parsed.href, kind: 'web', target: parsed.href, ...(warning ? { warning } : {}) }
}

function mailDecision(url: string): LinkDecision {
  const rest = url.slice('mailto:'.length).replace(/[\t\r\n]+/g, '')
  if (!rest || /[\u0000-\u001f\u007f"<>\\^`{|}]/.test(rest)) return refuse(url)
  const target = `mailto:${rest.replaceAll(' ', '%20')}`
  return { allowed: true, shown: visible(target), kind: 'mail', target }
}

function phoneDecision(url: string): LinkDecision {
  const number = url.slice('tel:'.length).replaceAll('%20', ' ')
  // No * and #: those are commands to a telephone, not numbers.
  if (!/^\+?[\d ().-]{3,32}(?:;ext=\d{1,8})?$/i.test(number) || !/\d{3}/.test(number.replace(/\D/g, '')))
    return refuse(url)
  return { allowed: true, shown: number.trim(), kind: 'phone', target: `tel:${number.replace(/[ ().-]/g, '')}` }
}

/** Decides on one link as written in a mail or a field. Never throws, never resolves anything on the network. */
export function linkDecision(url: string): LinkDecision {
  if (url.length > maxLength) return refuse(url)
  const link = url.replace(/^[ \t\r\n\f]+|[ \t\r\n\f]+$/g, '')
  if (/^https?:/i.test(link)) return webDecision(link)
  if (/^mailto:/i.test(link)) return mailDecision(link)
  if (/^tel:/i.test(link)) return phoneDecision(link)
  if (/^www\.[a-z0-9]/i.test(link)) return webDecision(`https://${link}`)
  return refuse(link)
}
