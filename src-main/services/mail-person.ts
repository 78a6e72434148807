// The person a mail's sender may be (EML-5): name parted as Spanish names are, address, and what the signature says. Pure; a proposal only.
import type { MailProposal } from '../../src-shared/contract/mail.ts'
import { isPlausibleAddress } from '../../src-shared/domain/mail-address.ts'
import { isServerAddress } from '../../src-shared/domain/forwarded-mail.ts'
import { foldForSearch } from '../../src-shared/domain/name-keys.ts'
import type { MailAddress, ParsedMail } from '../../src-shared/domain/parsed-mail.ts'
import { signatureOf } from '../../src-shared/domain/signature.ts'

export interface PersonName {
  givenName: string
  familyName: string
}

const particles = new Set(['de', 'del', 'la', 'las', 'los', 'el', 'da', 'do', 'dos', 'das', 'di', 'du', 'van', 'von', 'der', 'den', 'san', 'santa', 'y', 'i', 'e'])
/** First names that are commonly followed by a second one. */
const doubledFirst = new Set(
  'maria jose juan ana luis miguel francisco carlos jesus rosa pedro marco victor jorge antonio angel manuel javier pablo luz jean'.split(' '),
)
const doubledSecond = new Set(
  (
    'maria jose luis carlos antonio manuel jesus angel miguel ramon francisco pablo pedro ignacio alberto isabel teresa carmen rosa belen luisa ' +
    'cristina elena angeles mar pilar dolores mercedes lourdes josefa marta eugenia victoria javier enrique fernando andres eduardo alfonso david ' +
    'rafael tomas marcos laura eva julia clara pierre paul claude'
  ).split(' '),
)
const legalForm = /(?:^|[\s,])(?:s\.?\s?l\.?\s?u?\.?|s\.?\s?a\.?\s?u?\.?|s\.?\s?l\.?\s?[lp]\.?|s\.?\s?c\.?|c\.?\s?b\.?|s\.?\s?coop\.?|gmbh|ltd\.?|inc\.?|llc|s\.?a\.?s\.?|s\.?r\.?l\.?|b\.?v\.?)$/i
const roleAddress = /^(?:info|informacion|ventas|comercial|compras|administracion|admin|contacto|contact|hola|hello|sales|office|oficina|soporte|support|pedidos|facturacion|no-?reply|noreply|notificaciones|newsletter)$/i

/** Given and family name of a name as headers write it: "Ana García", "García López, Ana", "MARÍA JOSÉ DE LA CRUZ PEÑA". */
export function splitPersonName(name: string): PersonName {
  const plain = name.replace(/["“”'‘’]{1,2}(?=\s|$)|(?<=^|\s)["“”'‘’]{1,2}/g, '').replace(/\s+/g, ' ').trim()
  const turned = /^([^,]{1,100}),\s*([^,]{1,100})$/.exec(plain)
  if (turned?.[1] !== undefined && turned[2] !== undefined) return { givenName: calm(turned[2]).slice(0, 100), familyName: calm(turned[1]).slice(0, 100) }
  const units = unitsOf(plain.split(' '))
  const given = givenUnits(units)
  return { givenName: calm(units.slice(0, given).join(' ')).slice(0, 100), familyName: calm(units.slice(given).join(' ')).slice(0, 100) }
}

/** Words with the particles before them: "de la Cruz" is one. */
function unitsOf(words: readonly string[]): string[] {
  const units: string[] = []
  let open: string[] = []
  for (const word of words) {
    open.push(word)
    if (units.length > 0 && particles.has(foldForSearch(word))) continue
    units.push(open.join(' '))
    open = []
  }
  if (open.length > 0) units.push(open.join(' '))
  return units
}

function givenUnits(units: readonly string[]): number {
  if (units.length <= 2) return Math.min(1, units.length)
  const [first = '', second = ''] = units.map((unit) => foldForSearch(unit))
  const isDoubled = (doubledFirst.has(first) && doubledSecond.has(second.replace(/^(?:de |del |de la |de los )/, ''))) || /^\p{L}\.?$/u.test(second)
  return isDoubled || units.length >= 4 ? 2 : 1
}

/** Names written in capitals alone, as people write them. */
function calm(name: string): string {
  const trimmed = name.trim()
  if (!/\p{Lu}{3}/u.test(trimmed) || /\p{Ll}/u.test(trimmed)) return trimmed
  return trimmed.toLowerCase().replace(/(?<!\p{L})(\p{L})(\p{L}*)/gu, (word, head: string, rest: string) => (particles.has(foldForSearch(word)) ? word : head.toUpperCase() + rest))
}

export type NewPerson = NonNullable<MailProposal['newPerson']>

/** Proposal for the counterpart of a mail; `company` may be an existing one's name later. Null where the mail names nobody that could be written to. */
export function newPersonOf(mail: ParsedMail, counterpart: MailAddress | undefined, direction: 'in' | 'out'): NewPerson | null {
  if (counterpart === undefined || !isPlausibleAddress(counterpart.address) || isServerAddress(counterpart.address)) return null
  // Only what the counterpart wrote carries the counterpart's signature.
  const isSender = direction === 'in' && mail.from?.address === counterpart.address
  const signature = signatureOf(isSender ? mail : { ...mail, from: counterpart, text: '' })
  const header = counterpart.name.replace(/\s*[([|].*$/, '').trim()
  const isCompany = legalForm.test(header)
  const isWritten = header !== '' && !header.includes('@')
  const local = counterpart.address.split('@')[0] ?? ''
  const isNameless = isCompany || (!isWritten && roleAddress.test(local))
  const name = isNameless ? { givenName: '', familyName: '' } : splitPersonName(isWritten ? header : signature.name)
  return {
    ...name,
    mail: counterpart.address,
    phones: signature.phones,
    company: (isCompany ? header : signature.company)?.slice(0, 200) ?? null,
    companyId: null,
    jobTitle: signature.title?.slice(0, 120) ?? null,
  }
}
