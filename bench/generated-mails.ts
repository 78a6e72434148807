// Mails made up for the benchmark: business mails as they come, in text and HTML, some with an attachment, a third of them answers to an earlier one.
// The same seed gives the same mails; every mail has a Message-ID of its own.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { repeatableRandom } from './figures.ts'

export interface MailSet {
  folder: string
  count: number
  /** Bytes of a mail, from and to; sizes are spread evenly. */
  from: number
  to: number
  seed: number
  /** Addresses of contacts: every other mail comes from one of them. */
  known: readonly string[]
}

const words = (
  'presupuesto pedido factura albarán entrega almacén cliente proveedor reunión llamada condiciones plazo descuento campaña catálogo muestra garantía ' +
  'instalación mantenimiento visita técnico comercial dirección compras ventas gracias saludo cordial adjunto detalle importe transporte semana próxima mañana lunes revisión'
).split(' ')

/** Writes the mails and gives their paths. */
export function writeMails({ folder, count, from, to, seed, known }: MailSet): string[] {
  mkdirSync(folder, { recursive: true })
  const random = repeatableRandom(seed)
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T
  const sentence = (): string => `${Array.from({ length: 6 + Math.floor(random() * 14) }, () => pick(words)).join(' ')}.`
  const paths: string[] = []
  for (let n = 0; n < count; n += 1) {
    const size = Math.round(from + ((to - from) * (n + random())) / count)
    const id = `<${seed}.${n}@correo.example>`
    const address = n % 2 === 0 && known.length > 0 ? pick(known) : `persona${Math.floor(random() * 4000)}@empresa${Math.floor(random() * 900)}.example`
    // Text is a quarter of small mails and at most 8 kB; what is left is an attachment.
    const paragraphs: string[] = []
    for (let length = 0; length < Math.min(8000, size / 4); ) {
      const paragraph = Array.from({ length: 3 }, sentence).join(' ')
      paragraphs.push(paragraph)
      length += paragraph.length
    }
    const answers = n % 3 === 2 ? [`In-Reply-To: <${seed}.${n - 1}@correo.example>`, `References: <${seed}.${n - 1}@correo.example>`] : []
    const head = [
      `From: Persona ${n} <${address}>`, 'To: marta@maletin.example', `Subject: ${n % 3 === 2 ? 'RE: ' : ''}${pick(words)} ${pick(words)} ${n}`,
      `Date: ${new Date(Date.UTC(2026, 0, 5) + n * 600_000).toUTCString().replace('GMT', '+0000')}`, `Message-ID: ${id}`, ...answers, 'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="m"', '', '--m', 'Content-Type: multipart/alternative; boundary="a"', '',
      '--a', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', ...paragraphs, '', '-- ', `Persona ${n}`, 'Compras', 'Tel. 91 555 01 01', '',
      '--a', 'Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', `<html><body>${paragraphs.map((one) => `<p>${one}</p>`).join('\r\n')}</body></html>`, '--a--',
    ].join('\r\n')
    const left = size - Buffer.byteLength(head) - 400
    const file = left > 500 ? ['', '--m', 'Content-Type: application/pdf; name="oferta.pdf"', 'Content-Transfer-Encoding: base64', 'Content-Disposition: attachment; filename="oferta.pdf"', '', base64(left, random), '--m--', ''] : ['', '--m--', '']
    const path = join(folder, `${String(n).padStart(6, '0')}.eml`)
    writeFileSync(path, head + file.join('\r\n'))
    paths.push(path)
  }
  return paths
}

/** About so many bytes of base64 in lines of 76. */
function base64(bytes: number, random: () => number): string {
  const raw = Buffer.alloc(Math.floor((bytes * 76) / 78 * 0.75))
  for (let at = 0; at + 4 <= raw.length; at += 4) raw.writeUInt32LE(Math.floor(random() * 4_294_967_296), at)
  return (raw.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n')
}
