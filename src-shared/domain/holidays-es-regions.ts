// The holidays of Spain's regions and the national ones that were moved, year by year: data of the published lists, never rules. Pure; runs on any
// thread. Beside spanishNationalHolidays, which hold everywhere. A year that is not here is not known to this program: nothing is guessed.
//
// Source of each year: the resolution of the Dirección General de Trabajo that publishes the list of labour holidays in the Boletín Oficial del Estado.
// Ceuta and Melilla decide their local days as cities, so theirs are complete (Decreto de 19 de septiembre de 2024 and the lists approved for 2026 in
// September 2025); everywhere else the two days of each municipality, and the day of each Canary island, are entered by hand.

import type { LocalDate } from './local-time.ts'
import type { SpanishHolidayKey } from './holidays-es.ts'

/** ISO 3166-2:ES without its prefix. */
export const spanishRegions = ['AN', 'AR', 'AS', 'CB', 'CE', 'CL', 'CM', 'CN', 'CT', 'EX', 'GA', 'IB', 'MC', 'MD', 'ML', 'NC', 'PV', 'RI', 'VC'] as const
export type SpanishRegion = (typeof spanishRegions)[number]

export type RegionalHolidayKey =
  | 'maundy-thursday' | 'easter-monday' | 'saint-joseph' | 'saint-james' | 'saint-john' | 'saint-stephen' | 'corpus-christi' | 'eid-al-fitr' | 'eid-al-adha'

/** A day of one or several regions. Either a key, whose words the window has, or a name of its own. */
export interface RegionalHoliday {
  on: LocalDate
  key: RegionalHolidayKey | SpanishHolidayKey | null
  name: string | null
  /** The Monday in place of a Sunday. */
  isMoved: boolean
  regions: SpanishRegion[]
}

interface PublishedYear {
  source: string
  /** Month and day, key or name, regions. `>` in front: moved to this Monday. */
  days: readonly (readonly [string, string, string])[]
}

const keys = new Set<string>([
  'maundy-thursday', 'easter-monday', 'saint-joseph', 'saint-james', 'saint-john', 'saint-stephen', 'corpus-christi', 'eid-al-fitr', 'eid-al-adha', 'national-day', 'all-saints',
  'constitution',
])

const published: Readonly<Record<number, PublishedYear>> = {
  2025: {
    source: 'Resolución de 15 de octubre de 2024, de la Dirección General de Trabajo, por la que se publica la relación de fiestas laborales para el año 2025 (BOE núm. 252, de 18 de octubre de 2024, BOE-A-2024-21316)',
    days: [
      ['02-28', 'Día de Andalucía', 'AN'],
      ['03-01', 'Día de las Illes Balears', 'IB'],
      ['03-19', 'saint-joseph', 'MC VC'],
      ['03-31', 'eid-al-fitr', 'CE ML'],
      ['04-17', 'maundy-thursday', 'AN AR AS CB CE CL CM CN EX GA IB MC MD ML NC PV RI'],
      ['04-21', 'easter-monday', 'CT NC PV RI VC'],
      ['04-23', 'San Jorge, Día de Aragón', 'AR'],
      ['04-23', 'Fiesta de Castilla y León', 'CL'],
      ['05-02', 'Fiesta de la Comunidad de Madrid', 'MD'],
      ['05-17', 'Día de las Letras Gallegas', 'GA'],
      ['05-30', 'Día de Canarias', 'CN'],
      ['05-31', 'Día de Castilla-La Mancha', 'CM'],
      ['06-06', 'eid-al-adha', 'CE ML'],
      ['06-09', 'Día de La Rioja', 'RI'],
      ['06-09', 'Día de la Región de Murcia', 'MC'],
      ['06-13', 'San Antonio', 'CE'],
      ['06-19', 'corpus-christi', 'CM'],
      ['06-24', 'saint-john', 'CT VC'],
      ['07-25', 'saint-james', 'GA MD NC PV'],
      ['07-28', 'Día de las Instituciones de Cantabria', 'CB'],
      ['08-05', 'Nuestra Señora de África', 'CE'],
      ['09-08', 'Día de Asturias', 'AS'],
      ['09-08', 'Día de Extremadura', 'EX'],
      ['09-08', 'Nuestra Señora la Virgen de la Victoria', 'ML'],
      ['09-11', 'Fiesta Nacional de Cataluña', 'CT'],
      ['09-15', 'La Bien Aparecida', 'CB'],
      ['09-17', 'Día de Melilla', 'ML'],
      ['10-09', 'Día de la Comunitat Valenciana', 'VC'],
      ['10-13', '>national-day', 'AN AR AS CL EX'],
      ['12-03', 'San Francisco Javier', 'NC'],
      ['12-26', 'saint-stephen', 'CT IB'],
    ],
  },
  2026: {
    source: 'Resolución de 17 de octubre de 2025, de la Dirección General de Trabajo, por la que se publica la relación de fiestas laborales para el año 2026 (BOE de 28 de octubre de 2025)',
    days: [
      ['02-28', 'Día de Andalucía', 'AN'],
      ['03-02', '>Día de las Illes Balears', 'IB'],
      ['03-19', 'saint-joseph', 'GA MC NC PV VC'],
      ['03-20', 'eid-al-fitr', 'CE ML'],
      ['04-02', 'maundy-thursday', 'AN AR AS CB CE CL CM CN EX GA IB MC MD ML NC PV RI'],
      ['04-06', 'easter-monday', 'CM CT IB NC PV RI VC'],
      ['04-23', 'San Jorge, Día de Aragón', 'AR'],
      ['04-23', 'Fiesta de Castilla y León', 'CL'],
      ['05-02', 'Fiesta de la Comunidad de Madrid', 'MD'],
      ['05-27', 'eid-al-adha', 'CE ML'],
      ['05-30', 'Día de Canarias', 'CN'],
      ['06-04', 'corpus-christi', 'CM'],
      ['06-09', 'Día de La Rioja', 'RI'],
      ['06-09', 'Día de la Región de Murcia', 'MC'],
      ['06-13', 'San Antonio', 'CE'],
      ['06-24', 'saint-john', 'CT GA VC'],
      ['07-25', 'saint-james', 'GA PV'],
      ['07-28', 'Día de las Instituciones de Cantabria', 'CB'],
      ['08-05', 'Nuestra Señora de África', 'CE'],
      ['09-02', 'Día de Ceuta', 'CE'],
      ['09-08', 'Día de Asturias', 'AS'],
      ['09-08', 'Día de Extremadura', 'EX'],
      ['09-08', 'Nuestra Señora la Virgen de la Victoria', 'ML'],
      ['09-11', 'Fiesta Nacional de Cataluña', 'CT'],
      ['09-15', 'La Bien Aparecida', 'CB'],
      ['09-17', 'Día de Melilla', 'ML'],
      ['10-09', 'Día de la Comunitat Valenciana', 'VC'],
      ['11-02', '>all-saints', 'AN AR AS CL CM CN EX MD NC'],
      ['12-03', 'San Francisco Javier', 'NC'],
      ['12-07', '>constitution', 'AN AR AS CB CL EX MC MD ML RI'],
      ['12-26', 'saint-stephen', 'CT IB'],
    ],
  },
}

/** Years with data, ascending. */
export const publishedYears: readonly number[] = Object.keys(published).map(Number).sort((a, b) => a - b)

/** Title and date of the official list of a year; null where there is none here. */
export function holidaySource(year: number): string | null {
  return published[year]?.source ?? null
}

/** Days that these regions keep beside the national ones, in order of date; null for a year without data. */
export function spanishRegionalHolidays(year: number, regions: readonly string[]): RegionalHoliday[] | null {
  const list = published[year]
  if (list === undefined) return null
  return list.days.flatMap(([day, words, where]) => {
    const own = (where.split(' ') as SpanishRegion[]).filter((region) => regions.includes(region))
    if (own.length === 0) return []
    const text = words.replace('>', '')
    const isKey = keys.has(text)
    return [{ on: `${year}-${day}`, key: isKey ? (text as RegionalHoliday['key']) : null, name: isKey ? null : text, isMoved: words.startsWith('>'), regions: own }]
  })
}
