// The reader half of pdfjs-dist as a module: it is only handed on.
declare module 'pdfjs-dist/build/pdf.worker.mjs' {
  export const WorkerMessageHandler: unknown
}
