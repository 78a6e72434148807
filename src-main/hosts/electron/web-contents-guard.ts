// Puts the policy of `web-contents-policy.ts` on every web-contents and session that will ever exist. Main process; installed before any window.
import { app, type Session, type WebContents } from 'electron'
import type { Log } from '../../ports.ts'
import { mailLinkOf } from './addresses.ts'
import type { ServedAddresses } from './served.ts'
import {
  downloadDecision,
  navigationDecision,
  permissionDecision,
  redirectDecision,
  requestDecision,
  webviewDecision,
  windowOpenDecision,
} from './web-contents-policy.ts'

const cut = (url: string): string => url.slice(0, 200)

/** Guards every web-contents made from now on. */
export function guardWebContents(served: ServedAddresses, log: Log): void {
  app.on('web-contents-created', (_event, contents) => guard(contents, served, log))
}

function guard(contents: WebContents, served: ServedAddresses, log: Log): void {
  contents.on('will-frame-navigate', (event) => {
    const decision = navigationDecision({ url: event.url, isMainFrame: event.isMainFrame })
    if (decision.action === 'allow') return
    event.preventDefault()
    const link = mailLinkOf(event.url)
    if (decision.action === 'link' && link) served.clicked(link)
    else if (decision.action === 'download') contents.downloadURL(event.url)
    else log.warn('refused a navigation', { url: cut(event.url), isMainFrame: event.isMainFrame })
  })
  contents.on('will-redirect', (event) => {
    if (redirectDecision(event.url) === 'deny') event.preventDefault()
    log.warn('refused a redirect', { url: cut(event.url) })
  })
  contents.setWindowOpenHandler(({ url }) => {
    log.warn('refused a window', { url: cut(url) })
    return { action: windowOpenDecision(url) }
  })
  contents.on('will-attach-webview', (event, _preferences, parameters) => {
    if (webviewDecision(parameters['src'] ?? '') === 'deny') event.preventDefault()
    log.warn('refused a webview', {})
  })
}

/** Guards a session: permissions, devices, what leaves the machine, what is saved. */
export function guardSession(session: Session, log: Log): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const granted = permissionDecision({
      permission,
      isMainFrame: details.isMainFrame,
      requestingUrl: details.requestingUrl,
      requestingOrigin: undefined,
    })
    if (!granted) log.warn('refused a permission', { permission, url: cut(details.requestingUrl) })
    answer(granted)
  })
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    permissionDecision({
      permission,
      isMainFrame: details.isMainFrame,
      requestingUrl: details.requestingUrl,
      requestingOrigin,
    }),
  )
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler(null)
  session.webRequest.onBeforeRequest((details, answer) => {
    const isAllowed = requestDecision({
      url: details.url,
      resourceType: details.resourceType,
      frameUrl: details.frame?.url ?? '',
    })
    if (!isAllowed) log.warn('refused a request', { url: cut(details.url), resourceType: details.resourceType })
    answer({ cancel: !isAllowed })
  })
  session.on('will-download', (event, item) => {
    if (downloadDecision(item.getURL())) return
    event.preventDefault()
    log.warn('refused a download', { url: cut(item.getURL()) })
  })
}
