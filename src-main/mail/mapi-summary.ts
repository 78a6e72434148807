// What an Outlook item that is no message says about itself, as lines of text (EML-1). In Spanish, the language of the record: it becomes
// notes, which are text and not interface. Pure; parse worker.
import { pid, textOf, type MapiItem } from './mapi-item.ts'

const contactFields: readonly [number, string][] = [
  [0x3001, 'Nombre'], [0x3a16, 'Empresa'], [0x3a18, 'Departamento'], [0x3a17, 'Cargo'], [0x3a08, 'Teléfono'], [0x3a1c, 'Móvil'],
  [0x3a09, 'Teléfono particular'], [0x3a24, 'Fax'], [0x3a51, 'Web'], [0x3a15, 'Dirección'],
] // prettier-ignore

/** Null for messages. */
export function itemSummary({ props, named }: MapiItem, codePage: number): string | null {
  const text = (id: number) => textOf(props, id, codePage).replace(/\s+/g, ' ').trim()
  const kind = text(pid.messageClass).toLowerCase()
  if (kind.startsWith('ipm.contact')) {
    const lines = contactFields.map(([id, label]) => [label, text(id)] as const)
    return written([...lines.slice(0, 4), ['Correo', named.email ?? ''], ...lines.slice(4)])
  }
  if (kind.startsWith('ipm.appointment') || kind.startsWith('ipm.schedule.meeting')) {
    return written([['Empieza', moment(named.start)], ['Termina', moment(named.end)], ['Lugar', named.place ?? '']])
  }
  if (kind.startsWith('ipm.distlist')) return written([['Lista', text(pid.displayName)]])
  return null
}

/** A moment as the file has it: universal time. */
function moment(time: string | undefined): string {
  const instant = Date.parse(time ?? '')
  if (Number.isNaN(instant)) return ''
  const iso = new Date(instant).toISOString()
  return `${iso.substring(0, 10)} ${iso.substring(11, 16)} UTC`
}

function written(lines: readonly (readonly [string, string])[]): string | null {
  const filled = lines.filter(([, value]) => value !== '').map(([label, value]) => `${label}: ${value}`)
  return filled.length > 0 ? filled.join('\n') : null
}
