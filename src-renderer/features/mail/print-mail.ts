// One mail on paper: its headers, then its sanitised body in a shadow tree of its own, so that no style of the mail reaches the headers (EML-3, EML-7). Pure.
import { escapeHtml } from '../../../src-shared/domain/inert-html.ts'
import { textMailHtml } from '../../../src-shared/domain/text-mail.ts'

export interface PrintedMail {
  subject: string
  /** Label and value, in order. */
  headers: [string, string][]
  /** As sanitised; null for a mail of text alone. */
  html: string | null
  text: string
}

const style = `
.mail-head { border-collapse: collapse; margin: 0 0 10pt; padding-bottom: 8pt; border-bottom: 0.6pt solid #999; width: 100%; }
.mail-head th { text-align: left; font-weight: 600; padding: 0 12pt 2pt 0; vertical-align: top; white-space: nowrap; width: 1%; }
.mail-head td { padding: 0 0 2pt; overflow-wrap: anywhere; }
.mail-body { position: relative; contain: paint; }
`
const bodyStyle = '.plain { white-space: pre-wrap; } .quoted, blockquote { color: #444; } a { color: inherit; } img { max-width: 100%; height: auto; }'

/** What stands in the body of the printed page. Everything but `html`, which the sanitiser left, is escaped here. */
export function printedMail(mail: PrintedMail): string {
  const rows = mail.headers.map(([label, value]) => `<tr><th>${escapeHtml(label)}</th><td>${escapeHtml(value)}</td></tr>`).join('')
  const body = mail.html ?? textMailHtml(mail.text).html
  return (
    `<style>${style}</style><h1>${escapeHtml(mail.subject)}</h1><table class="mail-head">${rows}</table>` +
    `<div class="mail-body"><template shadowrootmode="closed"><style>${bodyStyle}</style>${body}</template></div>`
  )
}
