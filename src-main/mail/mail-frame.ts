// The document and the response headers of the frame that shows one mail (EML-7). Pure; host-neutral, runs on the core's
// thread. The headers are the barrier, and they must hold with HTML that was never sanitised: no script, no form, no
// request, nothing that leaves the frame.
//
// Links. The sanitiser has rewritten every href to `link/<n>`, relative to the frame's address, which must end in a slash
// (`/frame/<ticket>/`). A click asks the mail origin for `/frame/<ticket>/link/<n>`; the host answers 204 without content (so the
// frame stays where it is) and tells the window `n`, which shows where links[n] goes and asks before opening. The page around
// the frame allows only the mail origin as `frame-src`, which stops any other navigation of the frame.
import { withoutConnecting } from '../../src-shared/domain/inert-html.ts'
import { textMailHtml } from '../../src-shared/domain/text-mail.ts'

export interface FrameInput {
  /** Sanitised by the window; empty where the mail has only text. */
  html: string
  text: string
  /** The user asked for this message's pictures: http and https images load, nothing else does. */
  allowPictures: boolean
  /** Origins of the windows that may show the frame, such as `http://127.0.0.1:41234`. */
  frameAncestors: readonly string[]
}

export interface FrameDocument {
  body: string
  headers: Record<string, string>
}

const origin = /^[a-z][a-z0-9+.-]*:\/\/[a-z0-9.[\]:-]+$/i

/** Content-Security-Policy of the frame. Throws a TypeError for an origin that could end the directive. */
export function frameSecurityPolicy(allowPictures: boolean, frameAncestors: readonly string[]): string {
  const wrong = frameAncestors.find((ancestor) => !origin.test(ancestor))
  if (wrong !== undefined) throw new TypeError(`Not an origin: ${wrong}`)
  return [
    "default-src 'none'",
    "script-src 'none'",
    "style-src 'unsafe-inline'",
    `img-src data:${allowPictures ? ' https: http:' : ''}`,
    "font-src 'none'",
    "connect-src 'none'",
    "frame-src 'none'",
    "object-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    `frame-ancestors ${frameAncestors.join(' ') || "'none'"}`,
    // No flag: an origin of its own, no scripts, forms, popups, downloads or top navigation.
    'sandbox',
  ].join('; ')
}

const baseStyle = `
:root { color-scheme: only light !important; }
html { background: #fff; color: #1f1f1f; }
body { margin: 12px 16px; font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; }
a { color: #0b57d0; }
img { max-width: 100%; height: auto; }
table { overflow-wrap: normal; }
blockquote { margin: 8px 0 8px 4px; padding-left: 12px; border-left: 3px solid #d0d0d0; color: #555; }
pre { white-space: pre-wrap; }
.plain { white-space: pre-wrap; }
.plain .quoted { color: #6a6a6a; }
@media print { body { margin: 0; } }
`

/** The complete document and its headers. `html` wins over `text`; with neither the frame is empty. */
export function frameDocument(input: FrameInput): FrameDocument {
  const content = input.html.trim() ? withoutConnecting(input.html) : textMailHtml(input.text).html
  const body = `<!doctype html><html><head><meta charset="utf-8"><title></title><style>${baseStyle}</style></head><body>${content}</body></html>`
  return {
    body,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': frameSecurityPolicy(input.allowPictures, input.frameAncestors),
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'X-DNS-Prefetch-Control': 'off',
      'Cache-Control': 'no-store',
      'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), fullscreen=(), payment=(), usb=()',
    },
  }
}
