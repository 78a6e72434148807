// One open PDF: its pages as pictures, drawn by a worker that is ended when it takes too long. Window.
import type { PdfReply, PdfRequest } from './pdf-worker.ts'

export type PdfTrouble = 'password' | 'broken' | 'timeout'
export class PdfError extends Error {
  readonly why: PdfTrouble
  constructor(why: PdfTrouble) {
    super(why)
    this.why = why
  }
}

export interface PdfFile {
  pages: number
  shapes: number[]
  /** Rejects with a PdfError. `width` in pixels of the screen. */
  page(number: number, width: number): Promise<{ bitmap: ImageBitmap; text: string }>
  close(): void
}

const openMs = 20_000
const pageMs = 20_000

export async function openPdf(data: ArrayBuffer): Promise<PdfFile> {
  const worker = new Worker(new URL('./pdf-worker.ts', import.meta.url), { type: 'module', name: 'pdf' })
  const waiting = new Map<number, { resolve: (reply: PdfReply) => void; reject: (error: PdfError) => void }>()
  let last = 0
  let ended: PdfTrouble | null = null

  const end = (why: PdfTrouble): void => {
    ended ??= why
    worker.terminate()
    for (const one of waiting.values()) one.reject(new PdfError(why))
    waiting.clear()
  }
  worker.onmessage = ({ data: reply }: MessageEvent<PdfReply>) => {
    const one = waiting.get(reply.id)
    waiting.delete(reply.id)
    if (reply.kind === 'failed') one?.reject(new PdfError(reply.why))
    else one?.resolve(reply)
  }
  worker.onerror = (event) => {
    event.preventDefault()
    console.warn('pdf', event.message)
    end('broken')
  }
  const ask = (request: PdfRequest, ms: number, transfer: Transferable[] = []): Promise<PdfReply> =>
    new Promise((resolve, reject) => {
      if (ended !== null) return reject(new PdfError(ended))
      const timer = setTimeout(() => end('timeout'), ms)
      const done = <A>(settle: (value: A) => void) => (value: A): void => {
        clearTimeout(timer)
        settle(value)
      }
      waiting.set(request.id, { resolve: done(resolve), reject: done(reject) })
      worker.postMessage(request, transfer)
    })

  try {
    const reply = await ask({ id: ++last, kind: 'open', data }, openMs, [data])
    if (reply.kind !== 'opened') throw new PdfError('broken')
    return {
      pages: reply.pages,
      shapes: reply.shapes,
      async page(number, width) {
        const drawn = await ask({ id: ++last, kind: 'page', page: number, width }, pageMs)
        if (drawn.kind !== 'page') throw new PdfError('broken')
        return drawn
      },
      close: () => end('broken'),
    }
  } catch (error) {
    worker.terminate()
    throw error
  }
}
