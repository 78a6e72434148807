import { describe, expect, it } from 'vitest'
import { frameDocument, frameSecurityPolicy } from './mail-frame.ts'

const frame = (html: string, allowPictures = false) =>
  frameDocument({ html, text: 'hola <b>\n> antes', allowPictures, frameAncestors: ['http://127.0.0.1:4000'] })

describe('the document of the mail frame', () => {
  it('lets nothing load, and only pictures once they were asked for', () => {
    const policy = frame('<p>x</p>').headers['Content-Security-Policy'] ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain('img-src data:;')
    expect(policy).toContain('frame-ancestors http://127.0.0.1:4000;')
    expect(policy).toMatch(/; sandbox$/)
    expect(policy).not.toMatch(/allow-|script-src (?!'none')/)
    expect(frame('<p>x</p>', true).headers['Content-Security-Policy']).toContain('img-src data: https: http:;')
  })

  it('may be shown by nobody where no window is given, and refuses what is not an origin', () => {
    expect(frameSecurityPolicy(false, [])).toContain("frame-ancestors 'none'")
    expect(frameSecurityPolicy(false, ['maletin://app'])).toContain('frame-ancestors maletin://app;')
    expect(() => frameSecurityPolicy(false, ['http://x.example; script-src *'])).toThrow(TypeError)
  })

  it('shows the text, escaped, where there is no HTML', () => {
    expect(frame('').body).toContain('hola &lt;b&gt;\n<span class="quoted">&gt; antes</span>')
    expect(frame('<p>x</p>').body).not.toContain('hola')
  })

  it('turns what connects by its mere presence into text, should the sanitiser ever let it through', () => {
    expect(frame('<LINK rel=preconnect href=//x><iframe src=//x></iframe><p>x</p>').body).not.toMatch(
      /<(?:link|iframe|\/iframe)/i,
    )
  })
})
