// Whose messages are heard: the main frame of a window of ours, showing our page under our origin. As a table of those who are not.
import { describe, expect, it } from 'vitest'
import { frameAddress, pageAddress } from './addresses.ts'
import { hostileAddresses } from './hostile-addresses.ts'
import { callerOf, type Sender } from './sender-policy.ts'

const token = '0123456789abcdef0123456789abcdef'
const page = { url: pageAddress('/contacts'), origin: 'maletin://app', isMainFrame: true }
const ours: Sender = { windowId: 'w1', frame: page }

describe('a message is heard', () => {
  it('from the page of a window that the host opened', () => {
    expect(callerOf(ours)).toEqual({ windowId: 'w1' })
    expect(callerOf({ windowId: 'w1', frame: { ...page, url: 'maletin://app/index.html#/a b' } })).toEqual({
      windowId: 'w1',
    })
  })
})

describe('a message is not heard', () => {
  it.each(hostileAddresses.map((url) => ({ url, named: JSON.stringify(url) })))(
    'from a window that shows $named',
    ({ url }) => {
      expect(callerOf({ windowId: 'w1', frame: { ...page, url } })).toBeNull()
    },
  )
  it.each(
    hostileAddresses
      .map((origin) => ({ origin, named: JSON.stringify(origin) }))
      .filter(({ origin }) => origin !== 'maletin://app'),
  )('from the origin $named', ({ origin }) => {
    expect(callerOf({ windowId: 'w1', frame: { ...page, origin } })).toBeNull()
  })
  it.each([
    ['a web-contents that the host did not open', { ...ours, windowId: null }],
    ['a frame that has gone', { ...ours, frame: null }],
    ['a frame inside our window', { windowId: 'w1', frame: { ...page, isMainFrame: false } }],
    [
      'the frame of a mail',
      { windowId: 'w1', frame: { url: frameAddress(token, token), origin: 'null', isMainFrame: false } },
    ],
    [
      'a mail that got hold of the whole window',
      {
        windowId: 'w1',
        frame: { url: frameAddress(token, token), origin: `maletin-mail://${token}`, isMainFrame: true },
      },
    ],
    ['a sandboxed document at our address', { windowId: 'w1', frame: { ...page, origin: 'null' } }],
    [
      'a file of ours shown in place of the page',
      { windowId: 'w1', frame: { ...page, url: `maletin://app/once/${token}` } },
    ],
    ['an origin with a slash', { windowId: 'w1', frame: { ...page, origin: 'maletin://app/' } }],
  ] satisfies [string, Sender][])('from %s', (_who, sender) => {
    expect(callerOf(sender)).toBeNull()
  })
})
