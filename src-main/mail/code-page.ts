// Windows code pages by number, for texts of Outlook items and RTF. Never throws: windows-1252 is the last resort.
import { decodeWith } from './mail-charset.ts'

const labels: Readonly<Record<number, string>> = {
  866: 'ibm866', 874: 'windows-874', 932: 'shift_jis', 936: 'gb18030', 949: 'euc-kr', 950: 'big5', 1200: 'utf-16le', 1201: 'utf-16be',
  10000: 'macintosh', 10007: 'x-mac-cyrillic', 20127: 'windows-1252', 20866: 'koi8-r', 21866: 'koi8-u', 28599: 'windows-1254',
  50220: 'iso-2022-jp', 50221: 'iso-2022-jp', 50222: 'iso-2022-jp', 50225: 'iso-2022-kr', 51932: 'euc-jp', 51936: 'gbk', 51949: 'euc-kr',
  54936: 'gb18030', 65000: 'utf-7', 65001: 'utf-8',
} // prettier-ignore

/** The charset label of a code page; windows-1252 for one that is not known. */
export function labelOfCodePage(codePage: number): string {
  const known = labels[codePage]
  if (known) return known
  if (codePage >= 1250 && codePage <= 1258) return `windows-${codePage}`
  if (codePage >= 28591 && codePage <= 28606) return `iso-8859-${codePage - 28590}`
  return 'windows-1252'
}

export const decodeCodePage = (bytes: Uint8Array, codePage: number): string => decodeWith(bytes, labelOfCodePage(codePage))
