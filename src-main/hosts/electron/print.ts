// Prints documents in a hidden window (port `Print`). Main process. The document is served once on an address of its own, under the policy that
// mails are shown with: no script, no request but the pictures the user asked for. The window goes when its work is done, or takes too long.
import { BrowserWindow, session, type WebContents } from 'electron'
import { printHeaders, printPage, type PrintDocument } from '../../../src-shared/domain/print-page.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { Log, Print } from '../../ports.ts'
import { mailScheme } from './addresses.ts'
import { dialogOptions, pdfOptions, printPartition, printWindow } from './print-policy.ts'
import { mailHandler } from './scheme-handler.ts'
import type { ServedAddresses } from './served.ts'
import { guardSession } from './web-contents-guard.ts'

/** Milliseconds for loading and for making a PDF; a dialog stays open as long as the user likes. */
const timeLimitMs = 60_000

export function electronPrint(served: ServedAddresses, log: Log): Print {
  let isGuarded = false
  const guardOnce = (): void => {
    if (isGuarded) return
    isGuarded = true
    const own = session.fromPartition(printPartition)
    guardSession(own, log)
    own.protocol.handle(mailScheme, mailHandler(served))
  }

  const withDocument = async <T>(document: PrintDocument, work: (contents: WebContents) => Promise<T>): Promise<T> => {
    guardOnce()
    const window = new BrowserWindow(printWindow())
    try {
      const { url } = served.mailFrame({ body: printPage(document), headers: printHeaders(document.pictures), onLink: () => undefined })
      await inTime(window.loadURL(url))
      return await work(window.webContents)
    } catch (cause) {
      if (cause instanceof KnownError) throw cause
      throw new KnownError('print_unavailable', { why: 'failed' }, { cause })
    } finally {
      if (!window.isDestroyed()) window.destroy()
    }
  }

  return {
    toPdf: (document) => withDocument(document, async (contents) => new Uint8Array(await inTime(contents.printToPDF(pdfOptions(document))))),
    toPrinter: (document) =>
      withDocument(
        document,
        (contents) =>
          new Promise((resolve) => {
            contents.print(dialogOptions(document), (isPrinted, reason) => {
              if (!isPrinted) log.info('nothing was printed', { reason })
              resolve(true)
            })
          }),
      ),
  }
}

function inTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new KnownError('print_unavailable', { why: 'timeout' })), timeLimitMs)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
