// Draws pages of one PDF, in a worker of its own that can be ended: a hostile file costs neither the window nor its other work. Reader and painter run
// here together, without scripts, forms, font files of the document in the browser's engine, or any address but the program's own `pdf/` folder.
import { AnnotationMode, getDocument, PasswordException, type PDFDocumentProxy } from 'pdfjs-dist'
import * as reader from 'pdfjs-dist/build/pdf.worker.mjs'

export type PdfRequest = { id: number; kind: 'open'; data: ArrayBuffer } | { id: number; kind: 'page'; page: number; width: number }
export type PdfReply =
  | { id: number; kind: 'opened'; pages: number; /** Height of each of the first pages for a width of 1. */ shapes: number[] }
  | { id: number; kind: 'page'; bitmap: ImageBitmap; text: string }
  | { id: number; kind: 'failed'; why: 'password' | 'broken' }

const mostPixels = 8_000_000
const shapesRead = 60
const mostText = 20_000

const scope = globalThis as unknown as { pdfjsWorker: unknown; onmessage: ((event: MessageEvent<PdfRequest>) => void) | null; postMessage(reply: PdfReply, transfer: Transferable[]): void }
// The reader is called in this thread: a worker of the worker could outlive it.
scope.pdfjsWorker = reader

const refuse = (): never => {
  throw new Error('not here')
}
/** What the painter asks of a page's document: canvases, nothing else. */
const surroundings = {
  createElement: (name: string): OffscreenCanvas => (name === 'canvas' ? new OffscreenCanvas(1, 1) : refuse()),
  fonts: { add: () => undefined, delete: () => undefined },
}
class NoFilters {
  addFilter = (): string => 'none'
  addHCMFilter = (): string => 'none'
  addAlphaFilter = (): string => 'none'
  addLuminosityFilter = (): string => 'none'
  addKnockoutFilter = (): string => 'none'
  addHighlightHCMFilter = (): string => 'none'
  destroy = (): void => undefined
}
// Kept from the bundler's eye: the folder is there in the built program alone.
const here = import.meta.url
const place = new URL('../pdf/', here).href

let opened: Promise<PDFDocumentProxy> | null = null

async function open(data: ArrayBuffer): Promise<{ pages: number; shapes: number[] }> {
  opened = getDocument({
    data: new Uint8Array(data),
    ownerDocument: surroundings as unknown as HTMLDocument,
    FilterFactory: NoFilters,
    disableFontFace: true,
    useSystemFonts: false,
    enableXfa: false,
    useWasm: false,
    useWorkerFetch: true,
    isImageDecoderSupported: false,
    disableWorkerRendering: true,
    maxImageSize: 60_000_000,
    cMapUrl: `${place}cmaps/`,
    standardFontDataUrl: `${place}fonts/`,
    wasmUrl: `${place}decoders/`,
    verbosity: 0,
  } as Parameters<typeof getDocument>[0]).promise
  const pdf = await opened
  const shapes: number[] = []
  for (let n = 1; n <= Math.min(pdf.numPages, shapesRead); n += 1) {
    const { width, height } = (await pdf.getPage(n)).getViewport({ scale: 1 })
    shapes.push(height / width)
  }
  return { pages: pdf.numPages, shapes }
}

async function draw(number: number, wanted: number): Promise<{ bitmap: ImageBitmap; text: string }> {
  if (opened === null) throw new Error('nothing is open')
  const page = await (await opened).getPage(number)
  const plain = page.getViewport({ scale: 1 })
  const scale = Math.min(wanted / plain.width, Math.sqrt(mostPixels / (plain.width * plain.height)))
  const viewport = page.getViewport({ scale })
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(viewport.width)), Math.max(1, Math.round(viewport.height)))
  await page.render({ canvas: canvas as unknown as HTMLCanvasElement, viewport, annotationMode: AnnotationMode.ENABLE, background: '#fff' }).promise
  const { items } = await page.getTextContent()
  const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('').slice(0, mostText)
  page.cleanup()
  return { bitmap: canvas.transferToImageBitmap(), text }
}

async function answer(request: PdfRequest): Promise<void> {
  const { id } = request
  if (request.kind === 'open') return scope.postMessage({ id, kind: 'opened', ...(await open(request.data)) }, [])
  const drawn = await draw(request.page, request.width)
  scope.postMessage({ id, kind: 'page', ...drawn }, [drawn.bitmap])
}

scope.onmessage = ({ data }) => {
  answer(data).catch((error: unknown) => {
    console.warn('pdf', error)
    scope.postMessage({ id: data.id, kind: 'failed', why: error instanceof PasswordException ? 'password' : 'broken' }, [])
  })
}
