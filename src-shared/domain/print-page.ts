// What is printed: one document on paper or as PDF, in which nothing runs and nothing is fetched. Pure; any thread.
// Hosts and windows print the same page; its policy stands in it as well as, where a host answers requests, in the response's headers.
import { escapeHtml, withoutConnecting } from './inert-html.ts'

export interface PrintDocument {
  /** Title of the PDF and of the print job. */
  title: string
  /** What stands in the body; style sheets of its own as `<style>`. What did not come from us must be sanitised. */
  html: string
  paper: 'A4'
  landscape: boolean
  /** Remote pictures are loaded, since the user asked for those of this document. */
  pictures: boolean
  /** Language of the document, for hyphens and screen readers of the PDF. */
  language: 'es' | 'en'
}

function printPolicy(pictures: boolean): string {
  return [
    "default-src 'none'", "script-src 'none'", "style-src 'unsafe-inline'", `img-src data:${pictures ? ' https: http:' : ''}`, "font-src 'none'", "connect-src 'none'",
    "frame-src 'none'", "object-src 'none'", "form-action 'none'", "base-uri 'none'",
  ].join('; ')
}

const style = (landscape: boolean): string => `
@page { size: A4 ${landscape ? 'landscape' : 'portrait'}; margin: 15mm 15mm 18mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 8.5pt system-ui, sans-serif; color: #555; } }
:root { color-scheme: only light; }
html { background: #fff; color: #000; }
body { margin: 0; font: 10.5pt/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 14pt; line-height: 1.25; margin: 0 0 8pt; }
img { max-width: 100%; height: auto; }
h1, h2, h3 { break-after: avoid; }
tr, img { break-inside: avoid; }
`

/** The complete page, with page numbers at its foot. */
export function printPage({ title, html, landscape, pictures, language }: PrintDocument): string {
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${escapeHtml(printPolicy(pictures))}">` +
    `<meta name="referrer" content="no-referrer"><title>${escapeHtml(title)}</title><style>${style(landscape)}</style></head><body>${withoutConnecting(html)}</body></html>`
  )
}

/** Headers for a host that answers a request with the page: the barrier, while the policy inside the page is the second one. */
export const printHeaders = (pictures: boolean): Record<string, string> => ({
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': `${printPolicy(pictures)}; frame-ancestors 'none'; sandbox`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-DNS-Prefetch-Control': 'off',
  'Cache-Control': 'no-store',
})
