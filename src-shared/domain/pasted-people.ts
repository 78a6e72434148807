// The people of a pasted header line, as mail programs show them (EML-1). Pure; any thread.
import type { MailAddress } from './parsed-mail.ts'

const mostPeople = 500
const address = /[^\s<>()[\]",;:@]{1,64}@[^\s<>()[\]",;:@]{1,250}/
/** "Ana en nombre de Luis": what follows is who it is from. */
const onBehalf = /\s(?:en nombre de|on behalf of|in nome di|de la part de|im auftrag von)\s/i

/** At most 500; what has neither a name nor an address is left out. */
export function pastedPeople(value: string): MailAddress[] {
  const line = value
    .slice(0, 100_000)
    // "ana@x.example<mailto:ana@x.example>" and "[mailto:ana@x.example]".
    .replace(/([^\s<>()[\]",;:@]{1,64}@[^\s<>()[\]",;:@]{1,250})\s?<mailto:[^<>]{1,400}>/gi, '<$1>')
    .replace(/[[<(]\s?mailto:([^\][<>()]{1,400})[\])>]/gi, '<$1>')
    .replace(/<{2,}/g, '<')
    .replace(/>{2,}/g, '>')
  return pieces(line)
    .slice(0, mostPeople)
    .map(personOf)
    .filter(({ name, address: written }) => name !== '' || written !== '')
}

/** The one a mail is from. */
export function pastedSender(value: string): MailAddress | null {
  const represented = value.slice(0, 1000).split(onBehalf)
  return pastedPeople(represented.at(-1) ?? '')[0] ?? null
}

/** Outlook separates by semicolons and writes "García, Ana"; the others separate by commas. */
function pieces(line: string): string[] {
  if (line.includes(';')) return line.split(';')
  const parts: string[] = []
  let open = ''
  let isQuoted = false
  for (const part of line.split(/([",])/)) {
    if (part === '"') isQuoted = !isQuoted
    if (part === ',' && !isQuoted && (address.test(open) || !line.includes('@'))) {
      parts.push(open)
      open = ''
    } else open += part
  }
  const all = [...parts, open]
  // "García, Ana" alone is one person.
  return !line.includes('@') && all.length === 2 && all.every((part) => part.trim().split(' ').length <= 2) ? [line] : all
}

function personOf(piece: string): MailAddress {
  const found = address.exec(piece)
  const written = (found?.[0] ?? '').replace(/[.']+$/, '').replace(/^'/, '')
  const name = (found ? piece.slice(0, found.index) : piece)
    .replace(/[<([]\s*$/, '')
    .replace(/[\u0000-\u001f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^["'“‘*]+|["'”’*]+$/g, '')
    .trim()
    .slice(0, 300)
  const at = written.lastIndexOf('@')
  return { name: name.toLowerCase() === written.toLowerCase() ? '' : name, address: written.slice(0, at) + written.slice(at).toLowerCase() }
}
