// A mail with one attachment of every kind that can be looked at, and of the kinds that pretend: for tests. All invented.
import { deflateSync } from 'node:zlib'
import { newMessageId } from './test-mails.ts'

export interface TestPart {
  name: string
  mediaType: string
  bytes: Buffer
}

/** Two pages of text in a font that the document does not bring, with a script, an address to go to and an action on opening. */
export function testPdf(text: string, evil = 'http://127.0.0.1:9'): Buffer {
  const page = (words: string): string => `BT /F1 24 Tf 72 700 Td (${words}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /OpenAction 8 0 R /AA << /WC 8 0 R >> >>',
    '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 7 0 R >> >> /Annots [9 0 R] >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Resources << /Font << /F1 7 0 R >> >> >>',
    stream(page(text)),
    stream(page('Page two')),
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /S /JavaScript /JS (app.alert\\("ran"\\); this.submitForm\\("${evil}/form"\\); console.log\\("ran"\\)) >>`,
    `<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A << /S /URI /URI (${evil}/link) >> >>`,
  ]
  let out = '%PDF-1.7\n'
  const offsets = objects.map((object, n) => {
    const at = out.length
    out += `${n + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const xref = out.length
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}`
  return Buffer.from(`${out}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`, 'latin1')
}
const stream = (content: string): string => `<< /Length ${content.length} >>\nstream\n${content}\nendstream`

/** A PNG of one colour. */
export function testPng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, 0x60)])
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))), chunk('IEND', Buffer.alloc(0)),
  ])
}
function crc32(bytes: Buffer): number {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0)
  }
  return (sum ^ 0xffffffff) >>> 0
}

export function mailWithParts(subject: string, parts: TestPart[], headers: string[] = []): string {
  const quoted = (name: string): string => (/^[\x20-\x7e]*$/.test(name) ? `"${name}"` : `"=?UTF-8?B?${Buffer.from(name).toString('base64')}?="`)
  return [
    'From: Ana Ruiz <ana.ruiz@talleres.example>', 'To: marta@maletin.example', `Subject: ${subject}`, 'Date: Mon, 2 Mar 2026 18:30:00 +0100', `Message-ID: ${newMessageId()}`, ...headers,
    'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="=_parts"', '', '--=_parts', 'Content-Type: text/plain; charset=utf-8', '', 'Van los adjuntos.', '',
    ...parts.flatMap(({ name, mediaType, bytes }) => [
      '--=_parts', `Content-Type: ${mediaType}; name=${quoted(name)}`, `Content-Disposition: attachment; filename=${quoted(name)}`, 'Content-Transfer-Encoding: base64', '',
      ...(bytes.toString('base64').match(/.{1,76}/g) ?? []),
    ]),
    '--=_parts--', '',
  ].join('\r\n')
}
