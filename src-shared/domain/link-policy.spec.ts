import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkDecision, type LinkKind, type LinkWarning } from './link-policy.ts'
import { textMailHtml } from './text-mail.ts'

const table: [url: string, kind: LinkKind, shown?: string, warning?: LinkWarning][] = [
  ['https://example.com/a?b=1#c', 'web', 'https://example.com/a?b=1#c'],
  ['HTTP://EXAMPLE.com', 'web', 'http://example.com/'],
  ['  https://example.com/x \n', 'web', 'https://example.com/x'],
  ['https://example.com/lang\r\n/folded', 'web', 'https://example.com/lang/folded'],
  ['https://example.com/a b', 'web', 'https://example.com/a%20b'],
  ['www.example.com/oferta', 'web', 'https://www.example.com/oferta'],
  ['https://exаmple.com/', 'web', 'https://xn--exmple-4nf.com/', 'punycode'],
  ['https://xn--exmple-4nf.com/', 'web', 'https://xn--exmple-4nf.com/', 'punycode'],
  ['https://bank.example@evil.example/', 'web', 'https://bank.example@evil.example/', 'credentials'],
  ['https://user:pass@example.com/', 'web', 'https://user:pass@example.com/', 'credentials'],
  ['http://192.0.2.7/x', 'web', 'http://192.0.2.7/x', 'ip'],
  ['http://3221225991/x', 'web', 'http://192.0.2.7/x', 'ip'],
  ['http://0xC0000207/', 'web', 'http://192.0.2.7/', 'ip'],
  ['http://[2001:db8::1]/', 'web', 'http://[2001:db8::1]/', 'ip'],
  ['http://localhost:8080/', 'web', 'http://localhost:8080/', 'local'],
  ['http://router/', 'web', 'http://router/', 'local'],
  ['https://example.com/\u202egpj.exe', 'web', 'https://example.com/%E2%80%AEgpj.exe'],
  ['mailto:ana@example.com', 'mail', 'mailto:ana@example.com'],
  ['MAILTO:ana@example.com?subject=Hola qué tal', 'mail', 'mailto:ana@example.com?subject=Hola%20qué%20tal'],
  ['tel:+34 600 111 222', 'phone', '+34 600 111 222'],
  ['tel:(91)%20123-45-67', 'phone', '(91) 123-45-67'],
  ['tel:*%2306%23', 'refused'],
  ['tel:*#06#', 'refused'],
  ['mailto:', 'refused'],
  ['file:///etc/passwd', 'refused'],
  ['FILE://host/share', 'refused'],
  ['\\\\host\\share\\x.exe', 'refused'],
  ['//host/share', 'refused'],
  ['http:\\\\host\\share', 'refused'],
  ['http://example.com\\@evil.example/', 'refused'],
  ['https:/example.com', 'refused'],
  ['http:example.com', 'refused'],
  ['http://', 'refused'],
  ['http://%65xample.com/', 'refused'],
  ['http://exam\u200bple.com/', 'refused'],
  ['http://exam\nple.com/', 'refused'],
  ['javascript:alert(1)', 'refused'],
  ['JaVaScRiPt:alert(1)', 'refused'],
  ['java\nscript:alert(1)', 'refused'],
  ['java\tscript:alert(1)', 'refused'],
  ['ht\ntp://example.com', 'refused'],
  ['http ://example.com', 'refused'],
  ['\u0001http://example.com', 'refused'],
  ['\u00a0https://example.com', 'refused'],
  ['data:text/html,<script>1</script>', 'refused'],
  ['vbscript:x', 'refused'],
  ['blob:https://example.com/1', 'refused'],
  ['ms-msdt:/id PCWDiagnostic', 'refused'],
  ['ms-word:ofe|u|https://example.com', 'refused'],
  ['search-ms:query=x', 'refused'],
  ['ftp://example.com/', 'refused'],
  ['smb://example.com/', 'refused'],
  ['about:blank', 'refused'],
  ['chrome://settings', 'refused'],
  ['view-source:https://example.com', 'refused'],
  ['relative/path', 'refused'],
  ['#fragment', 'refused'],
  ['', 'refused'],
  [`https://example.com/${'a'.repeat(9000)}`, 'refused'],
]

describe('where a link may lead', () => {
  it.each(table)('%j is %s', (url, kind, shown, warning) => {
    const decision = linkDecision(url)
    expect(decision.kind).toBe(kind)
    expect(decision.allowed).toBe(kind !== 'refused')
    expect(decision.target === null).toBe(kind === 'refused')
    expect(decision.warning).toBe(warning)
    if (shown !== undefined) expect(decision.shown).toBe(shown)
  })

  it('hands over nothing but the four schemes, and shows no invisible character, whatever is written', () => {
    const pieces = fc.constantFrom(
      'http',
      'https',
      ':',
      '//',
      '\\',
      '@',
      '\n',
      '\u202e',
      'javascript',
      'file',
      'a.example',
      '/',
      '%',
      ' ',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((parts) => parts.join('')),
        ),
        (url) => {
          const { allowed, target, shown } = linkDecision(url)
          if (allowed) expect(target).toMatch(/^(?:https?:\/\/[^\s\\]+|mailto:\S+|tel:\S+)$/)
          expect(shown).not.toMatch(/[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/)
        },
      ),
    )
  })
})

describe('a mail of text alone as HTML', () => {
  it('numbers its links, escapes the rest and marks what is quoted', () => {
    const { html, links } = textMailHtml('Ver <https://example.com/a?b&c>, o a ana@example.com.\n> "cita"')
    expect(links).toEqual(['https://example.com/a?b&c', 'mailto:ana@example.com'])
    expect(html).toBe(
      '<div class="plain">Ver &lt;<a href="link/0">https://example.com/a?b&amp;c</a>&gt;, o a <a href="link/1">ana@example.com</a>.\n<span class="quoted">&gt; &quot;cita&quot;</span></div>',
    )
  })

  it('lets no markup through', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', ' ', '\n', 'http://x.example/') }),
        (text) => {
          const bare = textMailHtml(text).html.replace(
            /<\/?(?:div class="plain"|div|a href="link\/\d+"|a|span class="quoted"|span)>/g,
            '',
          )
          expect(bare).not.toMatch(/[<>]/)
        },
      ),
    )
  })
})
