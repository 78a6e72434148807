// Countries to choose from, named in the window's language; Spain and its neighbours first, then by name.
const near = ['ES', 'PT', 'FR', 'AD', 'IT', 'DE', 'GB']
const others = (
  'AE AR AT AU BE BG BO BR CA CH CL CN CO CR CU CY CZ DK DO DZ EC EE EG FI GR GT HN HR HU IE IL IN IS JP KR LI LT LU LV MA MC MT MX NI NL NO NZ PA PE PL ' +
  'PR PY RO RS RU SA SE SG SI SK SM SV TN TR TW UA US UY VE ZA'
).split(' ')

export function countryChoices(language: string): { value: string; text: string }[] {
  const names = new Intl.DisplayNames([language], { type: 'region' })
  const named = (codes: string[]): { value: string; text: string }[] => codes.map((value) => ({ value, text: names.of(value) ?? value }))
  return [...named(near), ...named(others).sort((a, b) => a.text.localeCompare(b.text, language))]
}

export function countryName(code: string, language: string): string {
  return /^[A-Z]{2}$/.test(code) ? (new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code) : code
}
