// Makes the HTML of a mail fit for the frame (EML-7): no active content, no remote address unless asked for, every link
// numbered. Runs in the window. It is the second barrier; the first is the frame's own policy (src-main/mail/mail-frame.ts).
import createDOMPurify from 'dompurify'
import { linkDecision } from '../../../src-shared/domain/link-policy.ts'
import { cleanStyleAttribute, cleanStyleSheet } from './clean-css.ts'

export interface SanitizeOptions {
  /** Content-Id without brackets -> data: address of the picture. */
  inline: ReadonlyMap<string, string>
  /** The user asked for this message's pictures. */
  allowPictures: boolean
}

export interface SanitizedMail {
  html: string
  /** links[n] is the untouched target of the element whose href is `link/n`. */
  links: string[]
  /** Remote pictures the message refers to, whether shown or left out. */
  remotePictures: number
}

const forbiddenTags = [
  'form', 'input', 'button', 'select', 'option', 'optgroup', 'textarea', 'label', 'fieldset', 'output', 'datalist',
  'iframe', 'frame', 'frameset', 'object', 'embed', 'applet', 'param', 'audio', 'video', 'source', 'track', 'picture',
  'meta', 'base', 'link', 'template', 'slot', 'dialog', 'portal', 'noscript', 'svg', 'math', 'marquee', 'canvas',
] // prettier-ignore
const forbiddenAttributes = [
  'target', 'ping', 'rel', 'srcset', 'sizes', 'imagesrcset', 'poster', 'lowsrc', 'dynsrc', 'longdesc', 'cite', 'action', 'formaction',
  'autofocus', 'contenteditable', 'accesskey', 'tabindex', 'download', 'popover', 'popovertarget', 'is', 'slot', 'nonce',
  'data', 'codebase', 'classid', 'manifest', 'profile', 'xlink:href', 'attributionsrc', 'referrerpolicy', 'crossorigin', 'loading',
] // prettier-ignore
const pictureData = /^data:image\/(?:png|jpe?g|gif|webp|bmp|avif|x-icon|vnd\.microsoft\.icon);/i

/** Sanitises for one message; the result goes to the host, never into the window's own document. */
export function sanitizeMail(html: string, options: SanitizeOptions): SanitizedMail {
  const purify = createDOMPurify(window)
  const links: string[] = []
  const remote = new Set<string>()

  const picture = (address: string): string | null => {
    const source = address.replace(/[\t\r\n]/g, '').trim()
    if (/^cid:/i.test(source)) return inlinePicture(source.slice(4), options.inline)
    if (pictureData.test(source)) return source
    const absolute = source.startsWith('//') ? `https:${source}` : source
    if (!/^https?:\/\//i.test(absolute)) return null
    remote.add(absolute)
    return options.allowPictures && linkDecision(absolute).allowed ? absolute : null
  }

  purify.addHook('beforeSanitizeElements', (node) => {
    // Before DOMPurify looks at it: the `<!--` that programs put into a style sheet would cost the whole of it.
    if (node instanceof Element && node.localName === 'style') {
      node.textContent = node.namespaceURI?.endsWith('xhtml') ? cleanStyleSheet(node.textContent ?? '', picture) : ''
    }
  })
  purify.addHook('afterSanitizeAttributes', (element) => {
    for (const attribute of ['src', 'background']) {
      const address = element.getAttribute(attribute)
      if (address === null) continue
      const isFitting = attribute === 'background' || element.localName === 'img'
      replaceAttribute(element, attribute, isFitting ? picture(address) : null)
    }
    const style = element.getAttribute('style')
    if (style !== null) replaceAttribute(element, 'style', cleanStyleAttribute(style, picture) || null)
    const target = element.getAttribute('href')
    if (target === null) return
    if (element.localName !== 'a' && element.localName !== 'area') element.removeAttribute('href')
    else if (!/^#[\w.:-]*$/.test(target)) {
      element.setAttribute('href', `link/${links.length}`)
      element.setAttribute('title', linkDecision(target).shown)
      links.push(target)
    }
  })

  const root = purify.sanitize(html, {
    USE_PROFILES: { html: true },
    ADD_TAGS: ['style'],
    ADD_ATTR: ['background', 'bgcolor'],
    FORBID_TAGS: forbiddenTags,
    FORBID_ATTR: forbiddenAttributes,
    FORBID_CONTENTS: [
      'script',
      'noscript',
      'template',
      'svg',
      'math',
      'iframe',
      'object',
      'select',
      'textarea',
      'title',
    ],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    WHOLE_DOCUMENT: true,
    RETURN_DOM: true,
  }) as unknown as HTMLElement
  return { html: serialise(root), links, remotePictures: remote.size }
}

function inlinePicture(contentId: string, inline: ReadonlyMap<string, string>): string | null {
  const found = inline.get(contentId) ?? inline.get(decoded(contentId))
  return found && pictureData.test(found) ? found : null
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // not percent-encoded after all
  }
}

function replaceAttribute(element: Element, name: string, value: string | null): void {
  if (value === null) element.removeAttribute(name)
  else element.setAttribute(name, value)
}

/** Neither a word nor a picture: what some programs make of an empty message. */
function showsNothing(body: HTMLElement): boolean {
  if (body.matches('[background], [style*="url("]') || body.querySelector('img, hr, [background], [style*="url("]') !== null) return false
  const texts = body.ownerDocument.createNodeIterator(body, NodeFilter.SHOW_TEXT)
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    if (text.parentElement?.localName !== 'style' && text.nodeValue?.trim()) return false
  }
  return true
}

/** Empty where nothing is to be seen. Style sheets of the head, then the body in a block that carries the body's own look. */
function serialise(root: HTMLElement): string {
  const head = root.querySelector('head')
  const body = root.querySelector('body') ?? root
  const styles = head ? Array.from(head.querySelectorAll('style'), (style) => style.outerHTML).join('') : ''
  if (showsNothing(body)) return ''
  const block = body.ownerDocument.createElement('div')
  const style = [body.getAttribute('style') ?? '']
  const colour = body.getAttribute('bgcolor')
  const background = body.getAttribute('background')
  if (colour && /^#?\w{1,30}$/.test(colour)) style.unshift(`background-color: ${colour}`)
  if (background && !/["\\\n\r]/.test(background)) style.unshift(`background-image: url("${background}")`)
  const whole = style.filter(Boolean).join('; ')
  if (whole) block.setAttribute('style', whole)
  block.innerHTML = body.innerHTML
  return styles + block.outerHTML
}
