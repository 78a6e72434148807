// Printing from a window: the system's dialog, or a PDF that is saved. Where the host has no dialog the page is printed from a hidden frame of this
// window, which runs no script; remote pictures are not printed there, since the window's own policy loads none.
import { printPage, type PrintDocument } from '../../../src-shared/domain/print-page.ts'
import { ask } from '../core.ts'
import { saveFrom } from '../files/save-file.ts'

/** `html`: sanitised where it did not come from us. `pictures`: the user asked for the remote ones of this document. */
export interface Printable {
  title: string
  html: string
  landscape?: boolean
  pictures?: boolean
}

/** Opens the print dialog; resolves when it is closed. */
export async function printOut(printable: Printable): Promise<void> {
  const { opened } = await ask('print.dialog', printable)
  if (!opened) await printHere(printable)
}

/** Makes the PDF and hands it to the window's way of saving. Rejects with `print_unavailable`. */
export async function savePdf(printable: Printable): Promise<void> {
  const { url, name } = await ask('print.pdf', printable)
  saveFrom(url, name)
}

const documentOf = ({ title, html, landscape = false, pictures = false }: Printable): PrintDocument => ({
  title, html, landscape, pictures, paper: 'A4', language: document.documentElement.lang === 'en' ? 'en' : 'es',
})

function printHere(printable: Printable): Promise<void> {
  return new Promise((resolve) => {
    // Where a browser never says that its print dialog was closed, the frame before this one is still here.
    document.querySelector('iframe[data-print]')?.remove()
    const frame = document.createElement('iframe')
    frame.dataset['print'] = ''
    frame.tabIndex = -1
    frame.setAttribute('aria-hidden', 'true')
    frame.setAttribute('sandbox', 'allow-same-origin allow-modals')
    frame.style.cssText = 'position:fixed;left:-9999px;width:800px;height:600px;border:0'
    frame.srcdoc = printPage(documentOf(printable))
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
