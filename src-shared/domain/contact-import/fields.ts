// What a column of a file of contacts means (IO-1): the fields there are, and headers in Spanish and English recognised. Pure; runs on any thread.
import { foldForSearch } from '../name-keys.ts'

/** `name` is of a company or a person; `person` the full name of somebody who works for the row's `company`. */
export const importFields = [
  'name',
  'company',
  'person',
  'givenName',
  'familyName',
  'jobTitle',
  'relation',
  'owner',
  'taxId',
  'phone',
  'mail',
  'web',
  'street',
  'postcode',
  'city',
  'region',
  'country',
  'birthday',
  'anniversary',
  'tags',
  'notes',
] as const
export type ImportField = (typeof importFields)[number]

/** A field and, for phones, mails, sites and addresses, its label: `phone:mobile`. Labels are keys of the program's words, or words of the file. */
export type ImportTarget = string
export interface TargetParts {
  field: ImportField
  label: string
}

const isField = (text: string): text is ImportField => (importFields as readonly string[]).includes(text)

/** Null where it names no field; a label is cut at 40 characters. */
export function targetParts(target: ImportTarget): TargetParts | null {
  const at = target.indexOf(':')
  const field = at < 0 ? target : target.slice(0, at)
  return isField(field) ? { field, label: at < 0 ? '' : target.slice(at + 1).slice(0, 40) } : null
}
export const targetOf = (field: ImportField, label = ''): ImportTarget => (label === '' ? field : `${field}:${label}`)

/** Fields that carry a label. */
const labelled = new Set<ImportField>(['phone', 'mail', 'web', 'street', 'postcode', 'city', 'region', 'country'])
/** Only one column of the file can be these; the best recognised is. */
const single = new Set<ImportField>(['name', 'company', 'person', 'jobTitle', 'relation', 'owner', 'taxId', 'birthday', 'anniversary'])

/** Tried in order; the first that fits decides. Headers come folded, with blanks for all punctuation. */
const rules: readonly [pattern: RegExp, field: ImportField | null][] = [
  [/^ (consultora?|comercial( asignado)?|agente( comercial)?|vendedor|gestor( comercial)?|propietario|((account|contact|company|lead|record) )?owner|account manager|sales ?(rep|representative|person)|assigned to|asignado a) $/, 'owner'],
  [/ (relacion|relation|relationship|tipo de (cliente|contacto)|customer type|contact type) /, 'relation'],
  [/ organi[sz]ation (department|symbol|location) /, null],
  [/ organi[sz]ation title /, 'jobTitle'],
  [/ (type|label|tipo de (correo|telefono|direccion)|display name|prefix|suffix|initials|iniciales|formatted|po box|photo|foto|sensitivity|priority|gender) /, null],
  [/ (file as|nickname|short name|maiden name|sufijo|tratamiento) /, null],
  [/ (e ?mails?|correos?( electronicos?)?|mails?) /, 'mail'],
  [/ (webs?|web ?site|website|pagina web|sitio web|url|www|homepage) /, 'web'],
  [/ (nif|cif|dni|nie|n i f|c i f|vat|tax ?id|tax number|(id|identificacion|identificador|numero) fiscal|rfc|vat number) /, 'taxId'],
  [/ (tel|tels|tlf|tfno|tlfno|telf|telefonos?|phones?|movil(es)?|mobile|celular|cell|fax|telefax|pager|whatsapp) /, 'phone'],
  [/ (cargo|puesto|job ?title|position|role|rol|funcion) /, 'jobTitle'],
  [/ (codigo postal|cod postal|c p|cp|d p|zip( code)?|post ?code|postal code) /, 'postcode'],
  [/ (ciudad|poblacion|localidad|municipio|city|town) /, 'city'],
  [/ (pais|country) /, 'country'],
  [/ (provincia|region|state|county|province|comunidad( autonoma)?) /, 'region'],
  [/ (direccion|domicilio|calle|street|address|via) /, 'street'],
  [/ (cumpleanos|nacimiento|birthday|birth ?date|date of birth|born) /, 'birthday'],
  [/ (aniversario|anniversary) /, 'anniversary'],
  [/ (apellidos?|last name|family name|surname|lastname) /, null],
  [/ (empresa|company|companies|organizacion|organization|organisation|razon social|nombre (comercial|fiscal)|sociedad|compania|employer|account( name)?) /, 'company'],
  [/ (persona de contacto|contact person|contact name|full name|fullname|nombre completo|nombre y apellidos|attn|a la atencion de) /, 'person'],
  [/ (notas?|observacion(es)?|comentarios?|notes?|comments?|remarks) /, 'notes'],
  [/ (etiquetas?|tags?|categorias?|categor(y|ies)|labels?|grupos?|groups?|group membership) /, 'tags'],
  [/^ (nombre|name|cliente|customer|client|contacto|contact|titular|denominacion|proveedor|supplier|display name|fn) $/, 'name'],
  [/^ (tipo|kind) $/, 'relation'],
  [/^ title $/, 'jobTitle'],
]
const given = / (nombre de pila|first name|given name|firstname|forename) /
const further = / (middle name|additional name|segundo nombre) /
/** How a name sounds: no name of its own. */
const sounds = / (phonetic|yomi) /
const family = / (apellidos?|last name|family name|surname|lastname) /

const labelRules: readonly [RegExp, string][] = [
  [/ (fax|telefax) /, 'fax'],
  [/ (movil(es)?|mobile|celular|cell|whatsapp) /, 'mobile'],
  [/ (casa|home|particular|personal|domicilio particular) /, 'home'],
  [/ (facturacion|billing|fiscal) /, 'billing'],
  [/ (envio|entrega|delivery|shipping) /, 'delivery'],
  [/ (centralita|switchboard) /, 'switchboard'],
  [/ (trabajo|oficina|work|business|office|laboral) /, 'work'],
  [/ (otros?|otras?|other) /, 'other'],
]

/** Words of a header: folded, all else blanks, a blank before and after. */
export const headerKey = (header: string): string => ` ${foldForSearch(header.replace(/([a-z])([A-Z])/g, '$1 $2')).replace(/[^\p{L}\p{N}]+/gu, ' ').replace(/\d+/g, ' ').trim().replace(/ +/g, ' ')} `

function recognised(header: string): TargetParts | null {
  const key = headerKey(header)
  if (sounds.test(key)) return null
  if (given.test(key) || further.test(key)) return { field: 'givenName', label: '' }
  const field = rules.find(([pattern]) => pattern.test(key))?.[1] ?? null
  if (field === null) return family.test(key) && !/ (maiden) /.test(key) ? { field: 'familyName', label: '' } : null
  const label = labelled.has(field) ? (labelRules.find(([pattern]) => pattern.test(key))?.[1] ?? '') : ''
  return { field, label }
}

/** What each column of a file means, null where its header says nothing. */
export function recogniseHeaders(headers: readonly string[]): (ImportTarget | null)[] {
  const found = headers.map(recognised)
  const has = (field: ImportField): boolean => found.some((one) => one?.field === field)
  const hasFamily = has('familyName')
  const hasGiven = headers.some((header) => given.test(headerKey(header)))
  const hasCompany = has('company')
  const hasPerson = has('person') || has('givenName')
  const seen = new Set<ImportField>()
  return found.map((one, index) => {
    if (one === null) return null
    let { field } = one
    const key = headerKey(headers[index] ?? '')
    // "Nombre" beside "Apellidos" is the given name; beside "Empresa" it is somebody's.
    if (field === 'name' && hasFamily && !hasGiven && / (nombre|name) /.test(key)) field = 'givenName'
    else if (field === 'name' && hasCompany) field = hasPerson ? 'name' : 'person'
    else if (field === 'name' && has('person')) field = 'company'
    // Outlook's "Title" is Mr or Mrs where a job title stands beside it.
    if (key === ' title ' && found.some((other, at) => at !== index && other?.field === 'jobTitle')) return null
    if (single.has(field) && seen.has(field)) return null
    seen.add(field)
    return targetOf(field, one.label)
  })
}

/** Whether the first line of a file names its columns: at least one of them is a field, and none looks like a value. */
export function looksLikeHeader(cells: readonly string[]): boolean {
  const isValue = cells.some((cell) => /@|^\+?\d[\d\s().-]{4,}$|^\d{4}-\d\d-\d\d$/.test(cell.trim()))
  // Somebody's job may be a word for the owner.
  return !isValue && cells.some((cell) => ![undefined, 'owner'].includes(recognised(cell)?.field))
}

/** What a column without a header seems to hold. */
export function recogniseValues(samples: readonly string[]): ImportTarget | null {
  const filled = samples.map((one) => one.trim()).filter((one) => one !== '')
  if (filled.length === 0) return null
  const most = (fits: (value: string) => boolean): boolean => filled.filter(fits).length > filled.length / 2
  if (most((value) => /^\S+@\S+\.\S+$/.test(value))) return 'mail'
  if (most((value) => /^(https?:\/\/|www\.)\S+$/i.test(value))) return 'web'
  if (most((value) => /^[A-HJNP-SUVW]-?\d{7}-?[0-9A-J]$|^([XYZ]-?\d{7}|\d{8})-?[A-Z]$/i.test(value))) return 'taxId'
  if (most((value) => /^\+?[\d\s().-]{9,}$/.test(value))) return 'phone'
  return null
}
