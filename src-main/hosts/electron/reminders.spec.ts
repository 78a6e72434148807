// Reminders on the desktop (ACT-16): the whole core over Electron's notifications. Each is shown once and opens its activity; where the desktop shows
// none, the windows do.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startCore, testNow, type TestCore } from '../../../build/test-core.ts'
import { activityWith, newContact, whenOn } from '../../../build/test-records.ts'
import { BrowserWindow, Notification } from './electron-double.ts'
import { electronShell } from './shell.ts'
import { Windows } from './windows.ts'

const warnings: string[] = []
const log = { info: () => undefined, warn: (message: string) => void warnings.push(message), error: () => undefined }
let core: TestCore
let now = testNow

beforeEach(async () => {
  now = testNow
  warnings.length = 0
  Notification.shown.length = 0
  Notification.isThere = true
  BrowserWindow.all.length = 0
  const windows = new Windows({ preload: '/preload.cjs', log, made: () => undefined, moved: () => undefined })
  core = await startCore(null, {
    now: () => now,
    shell: electronShell(windows, log),
    host: 'electron',
    background: true,
  })
})
afterEach(() => core.close())

/** A call at eleven with a reminder a quarter of an hour before, which is now. */
async function addCall(): Promise<string> {
  const { lists, settings } = await core.ask('settings.get', {})
  const { id: personId } = await core.ask('contact.create', newContact({ kind: 'person', givenName: 'Ana', familyName: 'Ruiz' }))
  const values = activityWith({
    typeId: lists.types.find(({ builtin }) => builtin === 'call')?.id ?? '',
    subject: 'Llamar por el pedido',
    personId,
    when: whenOn('2026-03-10', '11:00', 30),
    ownerId: settings.me ?? '',
    reminders: [{ minutesBefore: 15, daysBefore: null, at: null }],
  })
  const { id } = await core.ask('activity.create', values)
  now += 45 * 60_000
  return id
}
const shown = () => vi.waitUntil(() => Notification.shown[0], { timeout: 10_000, interval: 20 })
const dueNow = async (): Promise<number> => (await core.ask('reminder.due', {})).reminders.length
const toldWindows = (): number => core.notices.filter(({ notice }) => notice.name === 'remindersChanged').length

it('one that is due is shown once, with whom and when, and a click opens its activity', async () => {
  const activityId = await addCall()
  const note = await shown()
  expect(note.options).toEqual({ title: 'Llamar por el pedido', body: '11:00 · Ana Ruiz' })
  expect((await core.ask('reminder.claim', {})).reminders).toEqual([])
  expect(await dueNow()).toBe(1)
  const told = toldWindows()
  note.emit('click')
  expect(BrowserWindow.all.map(({ loaded }) => loaded)).toEqual([[expect.stringContaining(activityId)]])
  expect(toldWindows()).toBeGreaterThan(told)
  expect(Notification.shown).toHaveLength(1)
})

it('one that the desktop could not show stays in the bell, and the log says why', async () => {
  await addCall()
  ;(await shown()).emit('failed', {}, 'no permission')
  expect(warnings).toEqual(['the desktop did not show a reminder'])
  expect(await dueNow()).toBe(1)
})

it('where the desktop shows none, a window is given it', async () => {
  Notification.isThere = false
  await addCall()
  await vi.waitUntil(() => toldWindows() > 0, { timeout: 10_000, interval: 20 })
  expect(Notification.shown).toEqual([])
  expect((await core.ask('reminder.claim', {})).reminders).toMatchObject([
    { activity: { subject: 'Llamar por el pedido' } },
  ])
})
