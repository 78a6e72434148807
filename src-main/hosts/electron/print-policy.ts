// How the Electron host prints: the hidden window that holds a document, and what its printer is told. Pure.
import type { BrowserWindowConstructorOptions, PrintToPDFOptions, WebContentsPrintOptions } from 'electron'
import type { PrintDocument } from '../../../src-shared/domain/print-page.ts'

/** A session in memory of its own: no cache, no storage, no cookies of the program's windows. */
export const printPartition = 'print'

/** Never shown; without scripts, Node, preload and dialogs. */
export const printWindow = (): BrowserWindowConstructorOptions => ({
  show: false,
  width: 1000,
  height: 1400,
  webPreferences: {
    partition: printPartition,
    javascript: false,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    plugins: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    disableDialogs: true,
  },
})

/** Paper and margins are the page's own; page numbers stand in it. */
export const pdfOptions = ({ paper, landscape }: PrintDocument): PrintToPDFOptions => ({
  pageSize: paper,
  landscape,
  printBackground: true,
  preferCSSPageSize: true,
  displayHeaderFooter: false,
  generateTaggedPDF: true,
})

export const dialogOptions = ({ paper, landscape }: PrintDocument): WebContentsPrintOptions => ({
  silent: false,
  pageSize: paper,
  landscape,
  printBackground: true,
})
