// The report of an import as CSV, for the user's own spreadsheet (EML-1). Pure. No cell begins as a formula would (IO-4).
import type { LineOutcome, MailImportLine } from '../../src-shared/contract/mail-import.ts'
import { safeFileName } from '../../src-shared/domain/parsed-mail.ts'

type Language = 'es' | 'en'

const heads: Record<Language, string[]> = {
  es: ['Archivo', 'Qué fue de él', 'Motivo', 'Remitente', 'Asunto', 'Contacto'],
  en: ['File', 'What became of it', 'Why', 'Sender', 'Subject', 'Contact'],
}
const outcomes: Record<Language, Record<LineOutcome, string>> = {
  es: {
    taken: 'incorporado',
    already: 'ya estaba',
    waiting: 'en la bandeja',
    refused: 'rechazado',
    again: 'se intenta de nuevo',
  },
  en: {
    taken: 'taken in',
    already: 'already there',
    waiting: 'in the tray',
    refused: 'refused',
    again: 'being tried again',
  },
}
const reasons: Record<Language, Record<string, string>> = {
  es: {
    not_a_mail: 'no es un correo',
    broken: 'el archivo está dañado',
    timeout: 'tardaba demasiado en leerse',
    too_large: 'es demasiado grande',
    file_unreadable: 'el archivo no se puede leer',
    not_arrived: 'el archivo no llegó al programa',
    internal: 'fallo del programa',
    filed: 'archivado',
    waiting: 'esperaba en la bandeja',
    dismissed: 'apartado como correo que no es de un cliente',
  },
  en: {
    not_a_mail: 'not a mail',
    broken: 'the file is damaged',
    timeout: 'took too long to read',
    too_large: 'too large',
    file_unreadable: 'the file cannot be read',
    not_arrived: 'the file did not arrive',
    internal: 'a fault of the program',
    filed: 'filed',
    waiting: 'was waiting in the tray',
    dismissed: "set aside as not a customer's mail",
  },
}

/** The report as a CSV file for spreadsheets: UTF-8 with its mark, cells parted as the language's spreadsheets expect. */
export function reportCsv(
  title: string,
  lines: readonly MailImportLine[],
  language: Language,
): { bytes: Uint8Array; name: string } {
  const rows = lines.map((line) => [
    line.name,
    outcomes[language][line.outcome],
    line.reason === null ? '' : (reasons[language][line.reason] ?? line.reason),
    line.sender,
    line.subject,
    line.contactName ?? '',
  ])
  const text = [heads[language], ...rows].map((row) => row.map(cell).join(language === 'es' ? ';' : ',')).join('\r\n')
  // The mark at the start tells a spreadsheet that it is UTF-8.
  return { bytes: Buffer.from(`\ufeff${text}\r\n`, 'utf8'), name: safeFileName(`${title}.csv`) }
}

function cell(value: string): string {
  const plain = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[";,\r\n']/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
