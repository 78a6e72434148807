// What a form holds before it is saved, with its files, across the end of the program (UX-4).
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { servedBytes, startCore, type TestCore } from '../../build/test-core.ts'
import { newContact } from '../../build/test-records.ts'

const root = mkdtempSync(join(tmpdir(), 'maletin-drafts-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const key = 'activity-form:new'
const value = { subject: 'A medias' }

describe('a draft', () => {
  let core: TestCore
  let profile: string
  const inFolder = (): string[] => (existsSync(join(profile, 'drafts')) ? readdirSync(join(profile, 'drafts')) : [])
  const again = async (): Promise<void> => {
    await core.close()
    core = await startCore(profile)
  }
  beforeEach(async () => {
    profile = mkdtempSync(join(root, 'profile-'))
    core = await startCore(profile)
  })
  afterEach(() => core.close())

  it('brings its files back after the program ended, and they can be saved', async () => {
    const own = join(profile, 'oferta.txt')
    writeFileSync(own, 'la del cliente')
    const chosen = core.offer(own)
    const uploaded = core.offer({ name: 'plano.txt', bytes: 'un plano' })
    await core.ask('draft.set', { key, title: 'A medias', value, files: [chosen.token, uploaded.token] })
    // The user's own file may go away meanwhile; the draft has its copy.
    rmSync(own)
    await again()
    const draft = await core.ask('draft.get', { key })
    expect(draft?.value).toEqual(value)
    expect(draft?.files).toEqual([
      { token: chosen.token, name: 'oferta.txt', size: 14 },
      { token: uploaded.token, name: 'plano.txt', size: 8 },
    ])
    const { id: contactId } = await core.ask('contact.create', newContact({ name: 'Ferretería' }))
    await core.ask('attachment.add', {
      activityId: null,
      contactId,
      files: draft?.files.map(({ token }) => token) ?? [],
    })
    const { files } = await core.ask('attachment.list', { contactId })
    const { url } = await core.ask('attachment.open', {
      id: files.find(({ name }) => name === 'oferta.txt')?.id ?? '',
      how: 'save',
    })
    expect(new TextDecoder().decode(servedBytes(core, url ?? ''))).toBe('la del cliente')
    await core.ask('draft.clear', { key })
    expect(inFolder()).toEqual([])
  })

  it("keeps exactly the files it was last given, and leaves the user's own ones alone", async () => {
    const own = join(profile, 'oferta.txt')
    writeFileSync(own, 'x')
    const [first, second] = [core.offer(own), core.offer({ name: 'b.txt', bytes: 'bb' })]
    await core.ask('draft.set', { key, title: '', value, files: [first.token] })
    await core.ask('draft.set', { key, title: '', value, files: [first.token, second.token] })
    await core.ask('draft.set', { key, title: '', value, files: [second.token] })
    expect((await core.ask('draft.get', { key }))?.files.map(({ name }) => name)).toEqual(['b.txt'])
    // A form without files says nothing about them.
    await core.ask('draft.set', { key, title: '', value })
    expect((await core.ask('draft.get', { key }))?.files).toHaveLength(1)
    expect(existsSync(own)).toBe(true)
  })

  it('says which file cannot be kept', async () => {
    const gone = join(profile, 'gone.txt')
    writeFileSync(gone, 'x')
    const { token } = core.offer(gone)
    rmSync(gone)
    await expect(core.ask('draft.set', { key, title: '', value, files: [token] })).rejects.toMatchObject({
      code: 'file_unreadable',
      details: { name: 'gone.txt' },
    })
    expect((await core.ask('draft.get', { key }))?.files).toEqual([])
  })

  it('that is gone leaves no files behind', async () => {
    const kept = core.offer({ name: 'a.txt', bytes: 'a' })
    await core.ask('draft.set', { key, title: '', value, files: [kept.token] })
    await core.ask('draft.set', {
      key: 'contact:new',
      title: '',
      value,
      files: [core.offer({ name: 'b.txt', bytes: 'b' }).token],
    })
    expect(inFolder()).toHaveLength(2)
    await core.ask('draft.list', {})
    expect(inFolder()).toHaveLength(2)
    // As after a backup of before was put back: the folder is there, the draft is not.
    await core.close()
    writeFileSync(join(profile, 'drafts', 'of-no-draft'), '')
    core = await startCore(profile)
    await core.ask('draft.list', {})
    expect(inFolder()).toHaveLength(2)
  })
})
