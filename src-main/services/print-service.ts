// Printing what a window made: PDF to be saved, or the system's dialog (EML-3, CAL-6). Core thread; the host does it.
import { safeFileName } from '../../src-shared/domain/parsed-mail.ts'
import type { Core, HandlersOf } from './core.ts'

export function printHandlers(core: Core): HandlersOf<'print'> {
  const { print, served } = core.ports
  const language = async (): Promise<'es' | 'en'> => (await core.settings()).language
  return {
    'print.pdf': async (document) => {
      const bytes = await print.toPdf({ ...document, language: await language() })
      const name = safeFileName(`${document.title}.pdf`)
      return { url: served.once({ bytes, name, mediaType: 'application/pdf', asAttachment: true }), name, size: bytes.byteLength }
    },
    'print.dialog': async (document) => ({ opened: await print.toPrinter({ ...document, language: await language() }) }),
  }
}
