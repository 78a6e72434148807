// Style sheets and style attributes of a mail without anything that is fetched (EML-7). Runs in the window; reads CSS with the
// browser's own parser, so that escapes and comments hide nothing.

export interface PictureSource {
  /** The address to use for a picture, or null where it must go. Counts what it refuses. */
  (address: string): string | null
}

const fetching =
  /url\s*\(|image-set|image\s*\(|src\s*\(|cross-fade|element\s*\(|paint\s*\(|expression|-moz-binding|behavior/i

/** A value without foreign addresses, or null where the declaration must go. */
function cleanValue(value: string, picture: PictureSource): string | null {
  if (!fetching.test(value) && !value.includes('\\')) return value
  let isRefused = false
  const cleaned = value.replace(/url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')]*))\s*\)/gi, (_whole, ...groups: unknown[]) => {
    const address = (groups.slice(0, 3).find((group) => typeof group === 'string') as string | undefined) ?? ''
    const allowed = address.startsWith('#') ? null : picture(address)
    if (allowed === null || /["\\\n\r]/.test(allowed)) {
      isRefused = true
      return 'none'
    }
    return `url("${allowed}")`
  })
  if (isRefused) return null
  const rest = cleaned.replace(/url\("[^"]*"\)/gi, '')
  return fetching.test(rest) || rest.includes('\\') ? null : cleaned
}

/**
 * The value of a style attribute. Read as the one rule of a style sheet of its own: the window's policy for inline styles has
 * no say there, while it would empty the attribute's own object.
 */
export function cleanStyleAttribute(css: string, picture: PictureSource): string {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`p { ${css} }`)
  const rule = sheet.cssRules[0]
  return rule instanceof CSSStyleRule ? cleanDeclarations(rule.style, picture) : ''
}

function cleanDeclarations(style: CSSStyleDeclaration, picture: PictureSource): string {
  const whole = style.cssText
  if (!fetching.test(whole) && !whole.includes('\\')) return whole
  const kept: string[] = []
  for (const property of Array.from(style)) {
    const value = cleanValue(style.getPropertyValue(property), picture)
    if (value === null || value === '') continue
    kept.push(`${property}: ${value}${style.getPropertyPriority(property) ? ' !important' : ''};`)
  }
  return kept.join(' ')
}

function cleanRules(rules: CSSRuleList, picture: PictureSource, depth: number): string {
  const kept: string[] = []
  for (const rule of Array.from(rules)) {
    if (rule instanceof CSSStyleRule) {
      const declarations = cleanDeclarations(rule.style, picture)
      if (declarations && !rule.selectorText.includes('\\')) kept.push(`${rule.selectorText} { ${declarations} }`)
    } else if (rule instanceof CSSMediaRule && depth < 5) {
      kept.push(`@media ${onWhite(rule.conditionText)} { ${cleanRules(rule.cssRules, picture, depth + 1)} }`)
    }
    // Fonts, imports, animations and whatever comes next are left out: a mail reads well without.
  }
  return kept.join('\n')
}

/** A mail is shown on white, whatever the theme of the program and of the system: its colours for a dark ground never apply. */
const onWhite = (condition: string): string =>
  condition
    .replace(/\(prefers-color-scheme:\s*dark\)/gi, '(max-width: 0px)')
    .replace(/\(prefers-color-scheme:\s*light\)/gi, '(min-width: 0px)')

/** A whole style sheet. Never contains `<`, so that it cannot end its element. */
export function cleanStyleSheet(css: string, picture: PictureSource): string {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css.replace(/<!--|-->/g, ' '))
  return cleanRules(sheet.cssRules, picture, 0).replaceAll('<', '\\3c ')
}
