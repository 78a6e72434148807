// One letter for each of some names, for Alt and that letter: the first letter of the name that is still free. Pure.

export function letterKeys(names: readonly string[]): (string | null)[] {
  const taken = new Set<string>()
  return names.map((name) => {
    const letters = [...name.normalize('NFD').toUpperCase()].filter((letter) => /[A-Z]/.test(letter))
    const free = letters.find((letter) => !taken.has(letter)) ?? null
    if (free !== null) taken.add(free)
    return free
  })
}
