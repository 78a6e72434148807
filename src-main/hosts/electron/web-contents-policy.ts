// What any web-contents that will ever exist may do: where it may go, what it may open, ask for, load and download. Pure.
// Denied unless listed. The host asks here and does nothing else; see `web-contents-guard.ts` for the events.
import { appOrigin, isMailFrame, isOwnPage, mailFrameOf, mailLinkOf, onceTokenOf } from './addresses.ts'

export type NavigationDecision =
  | { action: 'allow' }
  | { action: 'deny' }
  /** A single-use address: it is saved, never shown in place of the page. */
  | { action: 'download' }
  /** A link of a mail: the frame stays, the window is told which one. */
  | { action: 'link'; token: string; index: number }

/** Where a frame may go, by link, script, form or redirect. */
export function navigationDecision(to: { url: string; isMainFrame: boolean }): NavigationDecision {
  if (to.isMainFrame) {
    if (isOwnPage(to.url)) return { action: 'allow' }
    return onceTokenOf(to.url) === null ? { action: 'deny' } : { action: 'download' }
  }
  if (mailFrameOf(to.url)) return { action: 'allow' }
  const link = mailLinkOf(to.url)
  return link ? { action: 'link', token: link.token, index: link.index } : { action: 'deny' }
}

/** Our own addresses never redirect, so no redirect is followed. */
export function redirectDecision(_url: string): 'deny' {
  return 'deny'
}

/** No page opens windows: they are asked for by the contract's `window.open`, and links by `link.open`. */
export function windowOpenDecision(_url: string): 'deny' {
  return 'deny'
}

/** `<webview>` is not used; a page that attaches one is not ours. */
export function webviewDecision(_url: string): 'deny' {
  return 'deny'
}

export interface PermissionQuestion {
  permission: string
  isMainFrame: boolean
  /** The document that asks; undefined when there is none (a service worker). */
  requestingUrl: string | undefined
  /** Given by checks only; with or without the last slash. */
  requestingOrigin: string | undefined
}

/** Copying to the clipboard (the share button of a table, "copy address"). Reading it, and all else, is not needed. */
const grantedPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/** Requests and checks alike. */
export function permissionDecision(question: PermissionQuestion): boolean {
  if (!grantedPermissions.has(question.permission) || !question.isMainFrame) return false
  if (question.requestingOrigin !== undefined && question.requestingOrigin.replace(/\/$/, '') !== appOrigin)
    return false
  return question.requestingUrl !== undefined && isOwnPage(question.requestingUrl)
}

export interface Request {
  url: string
  /** Electron's resource type: `mainFrame`, `subFrame`, `script`, `image`, ... */
  resourceType: string
  /** Address of the document that asks; empty where it is not known. */
  frameUrl: string
}

/**
 * The second line behind the CSP: nothing leaves the machine but the pictures of a mail, which its frame's own policy lets through
 * only when the user asked for them (EML-7).
 */
export function requestDecision(request: Request): boolean {
  const scheme = /^([a-z][a-z0-9+.-]*):/.exec(request.url)?.[1] ?? ''
  if (['maletin', 'maletin-mail', 'data', 'blob', 'devtools'].includes(scheme)) return true
  if (scheme !== 'http' && scheme !== 'https') return false
  return request.resourceType === 'image' && isMailFrame(request.frameUrl)
}

/** Only our single-use addresses, and what a page of ours made itself, may be saved. */
export function downloadDecision(url: string): boolean {
  return onceTokenOf(url) !== null || url.startsWith(`blob:${appOrigin}/`)
}
