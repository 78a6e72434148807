// Printing (EML-3, CAL-6): a document that a window made, as PDF or in the system's print dialog. In it nothing runs and nothing is fetched.
import { z } from 'zod'
import { call } from './call.ts'

/** See `PrintDocument` of `domain/print-page.ts`. `html` is what the window's sanitiser left, where it did not come from us. */
const printed = z.object({
  title: z.string().max(500),
  html: z.string().max(30_000_000),
  paper: z.literal('A4').default('A4'),
  landscape: z.boolean().default(false),
  pictures: z.boolean().default(false),
})

export const printCalls = {
  /** A single-use address of the PDF, to be saved under `name`. Rejects with `print_unavailable`. */
  'print.pdf': call(() => printed).gives<{ url: string; name: string; size: number }>(),
  /** Opens the system's print dialog; false where the host has none and the window prints for itself. */
  'print.dialog': call(() => printed).gives<{ opened: boolean }>(),
}
