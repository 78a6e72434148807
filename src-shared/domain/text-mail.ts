// HTML of a mail that came as text alone: escaped, its links found and numbered, quoted lines marked. Pure; any thread.
// The result has the shape that the sanitiser gives for HTML mail, so that one frame shows both.

import { escapeHtml } from './inert-html.ts'

export interface FramedText {
  html: string
  /** links[n] is the target of the element whose href is `link/n`. */
  links: string[]
}

// Bounded repetitions: the time stays linear in the text.
const linkInText =
  /\b(?:https?:\/\/[^\s<>"']{1,2000}|www\.[a-z0-9-]{1,63}\.[^\s<>"']{1,2000}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})/gi

/** Escaped HTML in a `div.plain`; the links as written, mail addresses as mailto:. */
export function textMailHtml(text: string): FramedText {
  const links: string[] = []
  const withLinks = (line: string): string => {
    let html = ''
    let done = 0
    for (const match of line.matchAll(linkInText)) {
      const found = match[0].replace(/[.,;:!?)\]}»”’]+$/u, '')
      html += escapeHtml(line.slice(done, match.index))
      html += `<a href="link/${links.length}">${escapeHtml(found)}</a>`
      links.push(/^(?:https?:|www\.)/i.test(found) ? found : `mailto:${found}`)
      done = match.index + found.length
    }
    return html + escapeHtml(line.slice(done))
  }
  const lines = text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => (/^\s{0,3}>/.test(line) ? `<span class="quoted">${withLinks(line)}</span>` : withLinks(line)))
  return { html: `<div class="plain">${lines.join('\n')}</div>`, links }
}
