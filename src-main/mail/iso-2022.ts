// ISO-2022-JP with its variants (-1, -2, -3, -2004, CP50220 to 50222), -KR, -CN and HZ (RFC 1468, 1554, 1557, 1922, 1843), of which the
// runtime knows the first alone. Pure; parse worker. What no set has becomes the replacement character; nothing throws.

type Set = 'ascii' | 'euc-jp' | 'jisx0212' | 'katakana' | 'gb18030' | 'euc-kr' | 'big5'

export const isIso2022Label = (label: string): boolean =>
  /^\s*(?:(?:cs|x-)?iso-?2022-?(?:jp|kr|cn)[\w-]*|(?:x-)?cp5022\d|_iso-2022-jp.*|hz(?:-gb-2312)?)\s*$/i.test(label)

/** Escape sequences behind ESC, and the set they call. */
const escapes: readonly [sequence: string, set: Set][] = [
  ['(B', 'ascii'], ['(J', 'ascii'], ['(H', 'ascii'], ['(I', 'katakana'], ['$@', 'euc-jp'], ['$B', 'euc-jp'], ['$(@', 'euc-jp'], ['$(B', 'euc-jp'],
  ['$(O', 'euc-jp'], ['$(P', 'jisx0212'], ['$(Q', 'euc-jp'], ['$(D', 'jisx0212'], ['$A', 'gb18030'], ['$(A', 'gb18030'], ['$(C', 'euc-kr'],
] // prettier-ignore
/** Sets that only SO calls, until SI. */
const shifted: readonly [sequence: string, set: Set][] = [['$)C', 'euc-kr'], ['$)A', 'gb18030'], ['$)G', 'big5']] // prettier-ignore

/** `label`: one that `isIso2022Label` knows. */
export function decodeIso2022(bytes: Uint8Array, label: string): string {
  const isHz = /^\s*hz/i.test(label)
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let text = ''
  let set = 'ascii' as Set
  let outside: Set = 'euc-kr'
  let run: number[] = []
  const turn = (next: Set) => {
    text += decoded(run, set)
    run = []
    set = next
  }
  for (let at = 0; at < source.length; at++) {
    const byte = source[at] as number
    const ahead = byte === 0x1b ? source.toString('latin1', at + 1, at + 4) : ''
    const called = ahead && escapes.find(([sequence]) => ahead.startsWith(sequence))
    const announced = ahead && shifted.find(([sequence]) => ahead.startsWith(sequence))
    if (called) {
      turn(called[1])
      at += called[0].length
    } else if (announced) {
      outside = announced[1]
      at += announced[0].length
    } else if (byte === 0x0e) turn(outside)
    else if (byte === 0x0f) turn('ascii')
    else if (isHz && byte === 0x7e && source[at + 1] === 0x7b) {
      turn('gb18030')
      at++
    } else if (isHz && byte === 0x7e && source[at + 1] === 0x7d) {
      turn('ascii')
      at++
    } else if (byte === 0x0a) {
      // Every line starts in ASCII.
      turn('ascii')
      text += '\n'
    } else run.push(byte)
  }
  turn('ascii')
  return text
}

function decoded(run: readonly number[], set: Set): string {
  if (run.length === 0) return ''
  if (set === 'ascii') return new TextDecoder('windows-1252').decode(Uint8Array.from(run))
  if (set === 'katakana') return new TextDecoder('euc-jp').decode(Uint8Array.from(run.flatMap((byte) => [0x8e, byte | 0x80])))
  const high = run.map((byte) => (byte > 0x20 ? byte | 0x80 : byte))
  if (set !== 'jisx0212') return new TextDecoder(set).decode(Uint8Array.from(high))
  return new TextDecoder('euc-jp').decode(Uint8Array.from(high.flatMap((byte, index) => (index % 2 === 0 ? [0x8f, byte] : [byte]))))
}
