// Which words of a name are meant by what was typed. Pure.

/** Lower case without accents. Folding a Spanish or English word keeps its length. */
const fold = (value: string): string => value.toLowerCase().normalize('NFD').replace(/\p{Mn}/gu, '')

/** Where the typed words stand, whole or begun, in any order; nowhere unless all do. */
export function rangesOf(text: string, typed: string): [number, number][] {
  const folded = fold(text)
  const found = fold(typed).split(/\s+/).flatMap((word): [number, number][] => (word === '' ? [] : [[folded.indexOf(word), word.length]]))
  if (found.some(([at]) => at < 0)) return []
  const ranges = found.map(([at, length]): [number, number] => [at, at + length]).sort((a, b) => a[0] - b[0] || b[1] - a[1])
  return ranges.filter(([from], at) => at === 0 || from >= Math.max(...ranges.slice(0, at).map(([, end]) => end)))
}
