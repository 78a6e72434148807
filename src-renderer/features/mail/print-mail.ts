// Prints one mail: headers and sanitised body in a frame of this page that runs no script (no `allow-scripts`, and the page's own policy besides).
// Remote pictures are not printed: the page's policy loads none.
import { textMailHtml } from '../../../src-shared/domain/text-mail.ts'

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)

export interface PrintedMail {
  title: string
  /** Label and value, in order. */
  headers: [string, string][]
  /** As sanitised; null for a mail of text alone. */
  html: string | null
  text: string
}

/** The whole page. Everything but `html`, which the sanitiser left, is escaped here. */
export function printPage(mail: PrintedMail): string {
  const rows = mail.headers.map(([label, value]) => `<tr><th>${escapeHtml(label)}</th><td>${escapeHtml(value)}</td></tr>`).join('')
  return `<!doctype html><html><head><meta charset="utf-8"><title>${escapeHtml(mail.title)}</title><style>
body { font: 11pt/1.45 system-ui, sans-serif; color: #000; } h1 { font-size: 14pt; } table.mail-head { border-collapse: collapse; margin-bottom: 12pt; }
.mail-head th { text-align: left; font-weight: 600; padding-right: 12pt; vertical-align: top; } .plain { white-space: pre-wrap; } img { max-width: 100%; height: auto; }
</style></head><body><h1>${escapeHtml(mail.title)}</h1><table class="mail-head">${rows}</table>${mail.html ?? textMailHtml(mail.text).html}</body></html>`
}

/** Opens the print dialog; resolves when it is closed. */
export function printMail(mail: PrintedMail): Promise<void> {
  return new Promise((resolve) => {
    // Where a browser never says that its print dialog was closed, the frame before this one is still here.
    document.querySelector('iframe[data-print]')?.remove()
    const frame = document.createElement('iframe')
    frame.dataset['print'] = ''
    frame.tabIndex = -1
    frame.setAttribute('aria-hidden', 'true')
    frame.setAttribute('sandbox', 'allow-same-origin allow-modals')
    frame.style.cssText = 'position:fixed;left:-9999px;width:800px;height:600px;border:0'
    frame.srcdoc = printPage(mail)
    frame.addEventListener('load', () => {
      const done = (): void => {
        frame.remove()
        resolve()
      }
      frame.contentWindow?.addEventListener('afterprint', () => setTimeout(done))
      frame.contentWindow?.focus()
      frame.contentWindow?.print()
    })
    document.body.append(frame)
  })
}
