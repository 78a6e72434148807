// What a person should know before a link of a mail is opened: where it goes, and whether its text says something else (EML-7). Pure.
import { linkDecision, type LinkDecision } from '../../../src-shared/domain/link-policy.ts'

const hostInText = /^(?:https?:\/\/)?(?:[^\s/@]*@)?((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}]{2,24})(?::\d+)?(?:[/?#]|$)/iu

/** The host that a link's text claims, in ASCII; null where it names none. */
export function claimedHost(text: string): string | null {
  const found = hostInText.exec(text.trim())?.[1]
  if (!found) return null
  try {
    return new URL(`http://${found}`).hostname
  } catch {
    return null // not a host after all
  }
}

const plain = (host: string): string => host.toLowerCase().replace(/^www\./, '')

export interface LinkAdvice {
  decision: LinkDecision
  /** Host of the target, or null. */
  host: string | null
  /** What the text of the link claims, where it is another host. */
  claims: string | null
}

/** `texts`: what the message shows for this target. */
export function linkAdvice(url: string, texts: readonly string[]): LinkAdvice {
  const decision = linkDecision(url)
  const host = decision.kind === 'web' && decision.target !== null ? new URL(decision.target).hostname : null
  const claims = texts.map(claimedHost).find((claimed) => claimed !== null && host !== null && plain(claimed) !== plain(host) && !plain(host).endsWith(`.${plain(claimed)}`))
  return { decision, host, claims: claims ?? null }
}

/** The texts shown for each link, by its number, from the sanitised HTML. */
export function linkTexts(html: string): Map<number, string> {
  const texts = new Map<number, string>()
  for (const anchor of new DOMParser().parseFromString(html, 'text/html').querySelectorAll('a[href^="link/"]')) {
    texts.set(Number(anchor.getAttribute('href')?.slice(5)), (anchor.textContent ?? '').trim().slice(0, 300))
  }
  return texts
}
