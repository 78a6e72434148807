// Files and folders dragged from outside onto the program, as the browser hears it from the system: hit testing, events and files are its own.
import type { Locator, Page } from 'playwright-core'

/** Drags to the middle of `to`, waits there for `meanwhile`, and lets go. */
export async function dragFiles(
  page: Page,
  paths: readonly string[],
  to: Locator,
  meanwhile: () => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  await to.scrollIntoViewIfNeeded()
  const box = await to.boundingBox()
  if (box === null) throw new Error('nothing to drop on')
  const session = await page.context().newCDPSession(page)
  const event = {
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    data: { items: [], files: [...paths], dragOperationsMask: 1 },
  }
  try {
    for (const type of ['dragEnter', 'dragOver'] as const)
      await session.send('Input.dispatchDragEvent', { type, ...event })
    await meanwhile()
    await session.send('Input.dispatchDragEvent', { type: 'drop', ...event })
  } finally {
    await session.detach()
  }
}
