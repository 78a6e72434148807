import { describe, expect, it } from 'vitest'
import { isSameMail, type MailIdentity } from './same-mail.ts'

const mail: MailIdentity = { messageId: '<a@x.example>', contentHash: 'h', attachmentHashes: ['1'], senderAddress: 'ana@x.example', sentAt: 1_772_000_000_000, subject: 'Oferta' }
const cases: [name: string, change: Partial<MailIdentity>, isSame: boolean][] = [
  ['itself', {}, true],
  ['the same with a footer added on the way', { contentHash: 'g' }, true],
  ['the same from another kind of file, its date to the second', { contentHash: 'g', sentAt: 1_772_000_000_400, senderAddress: 'ANA@x.example' }, true],
  ['the same, sent on by a list in another name', { contentHash: 'g', senderAddress: 'lista@x.example', subject: '[lista] Oferta' }, true],
  ['the same with its date lost', { contentHash: 'g', sentAt: null, subject: 'Otra' }, true],
  ['the same content without a Message-ID', { messageId: null }, true],
  ['the same text with another attachment and no Message-ID', { messageId: null, attachmentHashes: ['2'] }, false],
  ['the same content under another Message-ID', { messageId: '<b@x.example>' }, false],
  ['a vote with the Message-ID of the mail it answers', { contentHash: 'g', sentAt: 1_772_000_900_000, senderAddress: 'eva@x.example', subject: 'Sí: Oferta' }, false],
  ['a second vote of the same person', { contentHash: 'g', sentAt: 1_772_000_900_000, subject: 'No: Oferta' }, false],
]
describe('whether two mails are the same', () => {
  it.each(cases)('%s', (_name, change, isSame) => {
    const other = { ...mail, ...change }
    expect([isSameMail(mail, other), isSameMail(other, mail)]).toEqual([isSame, isSame])
  })
})
