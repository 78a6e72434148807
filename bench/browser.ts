// The system's Chromium for what is measured in a window, and the moment its first rows were painted.
import { chromium, type Browser, type Page } from 'playwright-core'
import { chromiumPath } from '../build/machine.ts'

export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? chromiumPath()
  if (executablePath === null) throw new Error('needs Chromium or Chrome (set CHROMIUM_PATH)')
  return chromium.launch({
    executablePath,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-dev-shm-usage',
    ],
  })
}

/** A window of ordinary size with nothing cached, ready to be sent somewhere. */
export async function freshPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'es-ES',
    colorScheme: 'light',
  })
  return context.newPage()
}

/** Milliseconds since 1970 at which `count` elements had been painted. To be asked for before the page goes anywhere. */
export async function whenPainted(page: Page, selector: string, count: number): Promise<() => Promise<number>> {
  await page.addInitScript(
    ({ wanted, enough }) => {
      const look = (): void => {
        if (document.querySelectorAll(wanted).length < enough) requestAnimationFrame(look)
        // In the next frame they are drawn; a task after that frame comes after its painting.
        else
          requestAnimationFrame(() =>
            setTimeout(
              () => ((window as { paintedAt?: number }).paintedAt = performance.timeOrigin + performance.now()),
            ),
          )
      }
      requestAnimationFrame(look)
    },
    { wanted: selector, enough: count },
  )
  return async () => {
    const handle = await page.waitForFunction(() => (window as { paintedAt?: number }).paintedAt, undefined, {
      timeout: 30_000,
    })
    return (await handle.jsonValue()) as number
  }
}
