// Readable text from the HTML of a mail, for notes and search. Runs in the parse worker; input and depth are bounded, so a
// hostile page costs no more than a large one.
import { compile, type FormatCallback } from 'html-to-text'

/** Characters of HTML that are read; the rest adds nothing to notes. */
const inputLimit = 2_000_000

/** A row is a line, its cells a tab apart: words of neighbouring cells stay words. */
const row: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 1 })
  walk(element.children, builder)
  builder.closeBlock({ trailingLineBreaks: 1 })
}
const cell: FormatCallback = (element, walk, builder) => {
  walk(element.children, builder)
  builder.addLiteral('\t')
}

const convert = compile({
  wordwrap: false,
  formatters: { row, cell },
  limits: { maxDepth: 200, maxChildNodes: 20_000, ellipsis: '…' },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    { selector: 'style', format: 'skip' },
    { selector: 'script', format: 'skip' },
    { selector: 'title', format: 'skip' },
    { selector: 'tr', format: 'row' },
    { selector: 'td', format: 'cell' },
    { selector: 'th', format: 'cell' },
    { selector: 'ul', options: { itemPrefix: '- ' } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
})

/** Elements that may stay open or never close: they do not nest by themselves. */
const unnested =
  /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|td|th|tr|dd|dt|option|tbody|thead|tfoot)$/
/** Deeper than any real mail; the library's time grows with the square of the depth. */
const deepest = 1000

function isTooDeep(html: string): boolean {
  const open = new Map<string, number>()
  let depth = 0
  for (const match of html.matchAll(/<(\/?)([a-z][a-z0-9]{0,20})/gi)) {
    const name = (match[2] ?? '').toLowerCase()
    if (unnested.test(name)) continue
    const count = open.get(name) ?? 0
    if (match[1]) {
      if (count === 0) continue
      open.set(name, count - 1)
      depth--
    } else {
      open.set(name, count + 1)
      if (++depth > deepest) return true
    }
  }
  return false
}

/** Without a tree: comments and tags away, a line for each block. For pages no library should walk. */
function textWithoutTree(html: string): string {
  const bare = html
    .replace(/<!--[^]*?(?:-->|$)/g, ' ')
    .replace(/<(style|script|title)\b[^]*?(?:<\/\1|$)/gi, ' <')
    .replace(/<(?:br|\/?(?:p|div|tr|li|h[1-6]|blockquote|table|ul|ol))\b[^<>]*>?/gi, '\n')
    .replace(/<[^<>]*>?/g, ' ')
  return convert(bare.replaceAll('<', '&lt;').replaceAll('\n', '<br>'))
}

/** Never throws; an empty text for an empty page. */
export function textFromHtml(html: string): string {
  const bounded = html.slice(0, inputLimit)
  return (isTooDeep(bounded) ? textWithoutTree(bounded) : convert(bounded))
    .replace(/\u00a0/g, ' ')
    .replace(/ ?\t[ \t]{0,1000}/g, '\t')
    .replace(/[ \t]{1,1000}\n/g, '\n')
    .replace(/\n\t/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
