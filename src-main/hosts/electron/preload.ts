// What a window gets of the host: three functions as `window.maletin`, and nothing else. Runs sandboxed in every window's isolated world,
// built as one CommonJS file that imports `electron` alone. No schemas, no paths, no ipcRenderer reach the page.
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { channels, type OfferedFile, type OfferedHandle, type OfferReply } from './channels.ts'

/** What the preload needs of a DOM File; this layer compiles without the DOM. */
interface PageFile {
  name: string
  arrayBuffer(): Promise<ArrayBuffer>
}

async function offerFile(file: PageFile): Promise<OfferedFile> {
  const path = webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0])
  const handle: OfferedHandle = path ? { path } : { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
  const reply = (await ipcRenderer.invoke(channels.offerFile, handle)) as OfferReply
  if (reply.ok) return reply.file
  // The bridge to the page keeps only an error's message: the code is the message.
  throw new Error(reply.code)
}

contextBridge.exposeInMainWorld('maletin', {
  ask: (name: unknown, input: unknown, from: unknown): Promise<unknown> =>
    ipcRenderer.invoke(channels.ask, String(name), input, String(from)),
  onNotice: (listener: (notice: unknown) => void): (() => void) => {
    const heard = (_event: unknown, notice: unknown): void => listener(notice)
    ipcRenderer.on(channels.notice, heard)
    return () => void ipcRenderer.removeListener(channels.notice, heard)
  },
  offerFiles: async (files: Iterable<PageFile>): Promise<OfferedFile[]> => {
    const offered: OfferedFile[] = []
    for (const file of files) offered.push(await offerFile(file))
    return offered
  },
})
