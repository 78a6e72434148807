// Signed and encrypted mails shown as what they are, their content where it can be had without a key (EML-8). The CMS files were made
// with OpenSSL for an invented Ana Ejemplo.
import { describe, expect, it } from 'vitest'
import { cmsContent } from './cms-content.ts'
import { attachmentBytes, parseMail } from './parse-mail.ts'

const signed =
  'MIICzgYJKoZIhvcNAQcCoIICvzCCArsCAQExDTALBglghkgBZQMEAgEwggEhBgkqhkiG9w0BBwGgggESBIIBDkNvbnRlbnQtVHlwZTogbXVsdGlwYXJ0L21p' +
  'eGVkOyBib3VuZGFyeT0iaW4iDQoNCi0taW4NCkNvbnRlbnQtVHlwZTogdGV4dC9wbGFpbjsgY2hhcnNldD11dGYtOA0KQ29udGVudC1UcmFuc2Zlci1FbmNv' +
  'ZGluZzogcXVvdGVkLXByaW50YWJsZQ0KDQpIb2xhLCBzZT1DMz1CMW9yLg0KLS1pbg0KQ29udGVudC1UeXBlOiBhcHBsaWNhdGlvbi9wZGY7IG5hbWU9b2Zl' +
  'cnRhLnBkZg0KQ29udGVudC1UcmFuc2Zlci1FbmNvZGluZzogYmFzZTY0DQoNClNHOXNZUT09DQotLWluLS0NCjGCAYAwggF8AgEBMC4wFjEUMBIGA1UEAwwL' +
  'QW5hIEVqZW1wbG8CFDqEAp4WGV6u9O2FlV9WXi8/VqRjMAsGCWCGSAFlAwQCAaCB5DAYBgkqhkiG9w0BCQMxCwYJKoZIhvcNAQcBMBwGCSqGSIb3DQEJBTEP' +
  'Fw0yNjExMjUxODIxNDVaMC8GCSqGSIb3DQEJBDEiBCAwvTqQ0h1UedB5rVmgSW3FKoQG+WWTC713q3LxbBCS2zB5BgkqhkiG9w0BCQ8xbDBqMAsGCWCGSAFl' +
  'AwQBKjALBglghkgBZQMEARYwCwYJYIZIAWUDBAECMAoGCCqGSIb3DQMHMA4GCCqGSIb3DQMCAgIAgDANBggqhkiG9w0DAgIBQDAHBgUrDgMCBzANBggqhkiG' +
  '9w0DAgIBKDAKBggqhkjOPQQDAgRHMEUCIQDm5FQnYDJ+FBEu1/9zeaLtZfK6PgewKvZpxKYiTteLXwIgAuuCl5x3j2+EFtqTYFuTyiFs+4dQzI+oJgFejh3U' +
  'IOE='
/** The same with lengths that are not told before (BER). */
const signedInPieces =
  'MIAGCSqGSIb3DQEHAqCAMIACAQExDTALBglghkgBZQMEAgEwgAYJKoZIhvcNAQcBoIAkgASCAQ5Db250ZW50LVR5cGU6IG11bHRpcGFydC9taXhlZDsgYm91' +
  'bmRhcnk9ImluIg0KDQotLWluDQpDb250ZW50LVR5cGU6IHRleHQvcGxhaW47IGNoYXJzZXQ9dXRmLTgNCkNvbnRlbnQtVHJhbnNmZXItRW5jb2Rpbmc6IHF1' +
  'b3RlZC1wcmludGFibGUNCg0KSG9sYSwgc2U9QzM9QjFvci4NCi0taW4NCkNvbnRlbnQtVHlwZTogYXBwbGljYXRpb24vcGRmOyBuYW1lPW9mZXJ0YS5wZGYN' +
  'CkNvbnRlbnQtVHJhbnNmZXItRW5jb2Rpbmc6IGJhc2U2NA0KDQpTRzlzWVE9PQ0KLS1pbi0tDQoAAAAAAAAxggF/MIIBewIBATAuMBYxFDASBgNVBAMMC0Fu' +
  'YSBFamVtcGxvAhQ6hAKeFhlervTthZVfVl4vP1akYzALBglghkgBZQMEAgGggeQwGAYJKoZIhvcNAQkDMQsGCSqGSIb3DQEHATAcBgkqhkiG9w0BCQUxDxcN' +
  'MjYxMTI1MTgyMTQ1WjAvBgkqhkiG9w0BCQQxIgQgML06kNIdVHnQea1ZoEltxSqEBvllkwu9d6ty8WwQktsweQYJKoZIhvcNAQkPMWwwajALBglghkgBZQME' +
  'ASowCwYJYIZIAWUDBAEWMAsGCWCGSAFlAwQBAjAKBggqhkiG9w0DBzAOBggqhkiG9w0DAgICAIAwDQYIKoZIhvcNAwICAUAwBwYFKw4DAgcwDQYIKoZIhvcN' +
  'AwICASgwCgYIKoZIzj0EAwIERjBEAiBKT6ToJLjOj8MlZ3CMBP0RkjEnJxXHZT45sUxEFYnW4QIgFHGpOSEh7SjGij0iI+rmDPvZy+qP8ckrTebaBC1S6qsA' +
  'AAAAAAA='
const encrypted =
  'MIICHAYJKoZIhvcNAQcDoIICDTCCAgkCAQIxgcGhgb4CAQOgUaFPMAkGByqGSM49AgEDQgAElrZzyO9fYOBzev7ieCDArFy5Fmle82qpFSqxu/UzMGA0vcZj' +
  'Ee/zZWX2apGOeYDf6kOUOj+c64tFRFtrgBe/DzAYBgkrgQUQhkg/AAIwCwYJYIZIAWUDBAEFMEwwSjAuMBYxFDASBgNVBAMMC0FuYSBFamVtcGxvAhQ6hAKe' +
  'FhlervTthZVfVl4vP1akYwQYa6B46pT+KPx4YUhxxT7yiv0dz28Q0oofMIIBPgYJKoZIhvcNAQcBMB0GCWCGSAFlAwQBAgQQIgjoTT85NCyXxWS7Tsr9xICC' +
  'ARBD8wgoqLzfayzSZeWTtvQ6wbnBQgCtUTQUElA7/wMdkAkCXKldcFz9kp4Ec/dBnDoNsYvLE7RYVuYo8sQJ/4gKzIvMUarGE8bgDLgXArwtG9yiseUCL2zi' +
  '93lF5tuIZ0EYZeBcZCmjQqnovuUEiv9dNWY+l9iFruFA7BPAoaKQWtLkBVEqPTQBSJSLtHdnAjxEnkYga+EoQfXhLb3gj1uKjqXb2z8wdD+1fX6R89Z6wMeb' +
  'hQTyXAM3L6UipHwAWd28ngy9FuFQYuDirw236KuhPJFh2NSl7P6t7ZbDTanAJPUQono9gjmeviAPFIoEhxflU3Y2CsLmBQ84COHnqKdqMSNGwkwckJvfYbMM' +
  '4+rBBQ=='

const head = 'From: ana@cliente.example\nSubject: Oferta\nMIME-Version: 1.0\n'
const p7m = (base64: string, type: string) =>
  Buffer.from(`${head}Content-Type: ${type}; name="smime.p7m"\nContent-Disposition: attachment; filename="smime.p7m"\nContent-Transfer-Encoding: base64\n\n${base64.replace(/.{64}/g, '$&\n')}\n`)
const multipart = (type: string, ...parts: string[]) =>
  Buffer.from(`${head}Content-Type: multipart/${type}; boundary=b\n\n${parts.map((part) => `--b\n${part}\n`).join('')}--b--\n`)

describe('S/MIME', () => {
  it.each([
    ['signed', signed, 'application/pkcs7-mime; smime-type=signed-data'],
    ['signed, in pieces', signedInPieces, 'application/x-pkcs7-mime'],
    ['signed, of a type that says nothing', signed, 'application/octet-stream'],
  ])('%s as one file shows its content', async (_what, base64, type) => {
    const source = p7m(base64, type)
    const mail = await parseMail(source)
    expect(mail).toMatchObject({ subject: 'Oferta', security: 'smime-signed', text: 'Hola, señor.', attachments: [{ name: 'oferta.pdf', size: 4 }] })
    expect(Buffer.from((await attachmentBytes(source, 0))?.bytes ?? []).toString()).toBe('Hola')
  })

  it('encrypted says so and keeps its file', async () => {
    const mail = await parseMail(p7m(encrypted, 'application/pkcs7-mime; smime-type=enveloped-data'))
    expect(mail).toMatchObject({ security: 'smime-encrypted', text: '', attachments: [{ name: 'smime.p7m' }] })
  })

  it.each([
    ['cut on the way', encrypted.slice(0, 400), 'application/pkcs7-mime'],
    ['in base64 once more', Buffer.from(encrypted).toString('base64'), 'application/pkcs7-mime; smime-type=enveloped-data'],
    ['damaged, by what it says of itself', Buffer.from('no es lo que era').toString('base64'), 'application/pkcs7-mime; smime-type=enveloped-data'],
  ])('encrypted and %s still says so', async (_what, base64, type) => {
    expect(await parseMail(p7m(base64, type))).toMatchObject({ security: 'smime-encrypted', attachments: [{ name: 'smime.p7m', isEncrypted: true }] })
  })

  it('a document that is signed or encrypted by itself is a file of an ordinary mail', async () => {
    // A CMS of 26 octets of XML, as programs of electronic invoices make them.
    const xml = Buffer.from('<?xml version="1.0"?><a/>\n')
    const der = (tag: number, ...parts: Buffer[]): Buffer => {
      const content = Buffer.concat(parts)
      return Buffer.concat([Buffer.from([tag, content.length]), content])
    }
    const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'))
    const signedXml = der(0x30, oid('2a864886f70d010702'), der(0xa0, der(0x30, der(0x02, Buffer.from([1])), der(0x31), der(0x30, oid('2a864886f70d010701'), der(0xa0, der(0x04, xml))))))
    for (const base64 of [signedXml.toString('base64'), encrypted]) {
      const file = `Content-Type: application/pkcs7-mime; name="factura.xml.p7m"\nContent-Disposition: attachment; filename="factura.xml.p7m"\nContent-Transfer-Encoding: base64\n\n${base64}`
      const mail = await parseMail(multipart('mixed', 'Content-Type: text/plain\n\nLe adjunto la factura.', file))
      expect(mail).toMatchObject({ security: null, text: 'Le adjunto la factura.', attachments: [{ name: 'factura.xml.p7m' }] })
      expect(mail.attachments[0]?.isEncrypted).toBeUndefined()
    }
  })

  it('signed in the clear shows its text and says so', async () => {
    const mail = await parseMail(
      multipart('signed; protocol="application/pkcs7-signature"', 'Content-Type: text/plain\n\nhola', 'Content-Type: application/pkcs7-signature; name=smime.p7s\nContent-Transfer-Encoding: base64\n\nMII='),
    )
    expect(mail).toMatchObject({ security: 'smime-signed', text: 'hola', attachments: [{ name: 'smime.p7s' }] })
  })

  it('damaged is an ordinary mail with a file', async () => {
    const mail = await parseMail(p7m('MIIBAAYJKoZIhvcNAQcC', 'application/pkcs7-mime'))
    expect(mail).toMatchObject({ security: null, attachments: [{ name: 'smime.p7m', size: 15 }] })
  })

  it('cut or changed anywhere never fails or takes long', () => {
    for (const base64 of [signed, signedInPieces, encrypted]) {
      const der = Buffer.from(base64, 'base64')
      for (let length = 0; length < der.length; length++) cmsContent(der.subarray(0, length))
      for (let at = 0; at < der.length; at++) {
        for (const value of [0x00, 0x24, 0x30, 0x80, 0x84, 0xff]) {
          const changed = Buffer.from(der)
          changed[at] = value
          cmsContent(changed)
        }
      }
    }
    cmsContent(Buffer.alloc(1_000_000, Buffer.from([0x30, 0x80])))
    cmsContent(Buffer.alloc(1_000_000, Buffer.from([0x24, 0x00])))
  })
})

describe('PGP', () => {
  it('of a mail by MIME says what it is', async () => {
    const signature = 'Content-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----'
    expect(await parseMail(multipart('signed; protocol="application/pgp-signature"', 'Content-Type: text/plain\n\nhola', signature))).toMatchObject({ security: 'pgp-signed', text: 'hola' })
    const parts = ['Content-Type: application/pgp-encrypted\n\nVersion: 1', 'Content-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN PGP MESSAGE-----\n\nx\n-----END PGP MESSAGE-----']
    const mail = await parseMail(multipart('encrypted; protocol="application/pgp-encrypted"', ...parts))
    expect(mail.security).toBe('pgp-encrypted')
    expect(mail.attachments.map(({ name }) => name)).toContain('encrypted.asc')
  })

  it('within the text shows the text that was signed', async () => {
    const armoured = '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHola, Luis:\n- - uno\n-----BEGIN PGP SIGNATURE-----\n\niQ\n-----END PGP SIGNATURE-----\n'
    expect(await parseMail(Buffer.from(`${head}\n${armoured}`))).toMatchObject({ security: 'pgp-signed', text: 'Hola, Luis:\n- uno' })
    const secret = '-----BEGIN PGP MESSAGE-----\n\nhQ\n-----END PGP MESSAGE-----'
    expect(await parseMail(Buffer.from(`${head}\n${secret}`))).toMatchObject({ security: 'pgp-encrypted', text: secret })
    expect((await parseMail(Buffer.from(`${head}\nEscribe -----BEGIN PGP MESSAGE----- al principio`))).security).toBeNull()
  })
})
