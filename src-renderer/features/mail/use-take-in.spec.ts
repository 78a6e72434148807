// Mails on their way into the record as the dialog drives them, against the whole core: real parser, real store.
import { effectScope, type EffectScope } from 'vue'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startCore, type TestCore } from '../../../build/test-core.ts'
import { connectCore } from '../../ui/core.ts'
import { useTakeIn, type TakeIn } from './use-take-in.ts'

let core: TestCore
let scope: EffectScope
let offered = 0
const failures: unknown[] = []
const answers = { attach: true, underCustomer: true }

const eml = (id: string, from: string, subject: string, text = 'Hola.'): File =>
  new File(
    [
      `From: ${from}\r\nTo: yo@empresa.example\r\nSubject: ${subject}\r\nDate: Mon, 9 Mar 2026 09:00:00 +0100\r\nMessage-ID: <${id}@correo.example>\r\n\r\n${text}\r\n`,
    ],
    `${id}.eml`,
  )

beforeAll(async () => {
  core = await startCore()
  connectCore({
    ask: (name, input) => core.ask(name, input),
    onNotice: () => () => undefined,
    offerFiles: (files) =>
      Promise.all(
        files.map(async (file) => {
          offered++
          if (file.name === 'gone.eml') throw new Error('the file is gone')
          const { token, name, size } = core.offer({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })
          return { token, name, size }
        }),
      ),
  })
})
afterAll(() => core.close())
afterEach(() => {
  scope.stop()
  offered = 0
  failures.length = 0
})
const open = (
  where: { contactId: string | null; activityId: string | null } = { contactId: null, activityId: null },
): TakeIn => {
  scope = effectScope()
  const ground = () => ({
    replyOn: '2026-03-11',
    emailTypeId: null,
    replySubject: (subject: string) => `Responder: ${subject}`,
    isOnto: where.activityId !== null,
  })
  return scope.run(() =>
    useTakeIn(
      where,
      ground,
      () => null,
      (error) => failures.push(error),
    ),
  ) as TakeIn
}

describe('mails on their way into the record', () => {
  it('one from nobody known is taken in with the person it creates, and the next of them is clear', async () => {
    const first = open()
    await first.add([eml('a1', '"Eva Soler" <eva@soler.example>', 'Primera')])
    expect(first.items[0]).toMatchObject({ state: 'nobody', isTicked: true })
    const taken = await first.accept(first.ready.value, answers)
    expect(taken.accepted).toHaveLength(1)
    expect(first.items[0]?.state).toBe('taken')
    scope.stop()

    const second = open()
    await second.add([
      eml('a2', '"Eva Soler" <eva@soler.example>', 'Segunda'),
      eml('a1', '"Eva Soler" <eva@soler.example>', 'Primera'),
    ])
    expect(second.items.map((one) => one.state)).toEqual(['clear', 'duplicate'])
    expect(second.items[0]?.decision?.contact?.name).toBe('Eva Soler')
    expect(second.ready.value).toHaveLength(1)
  })
  it('of several, the odd ones wait and the unreadable stop nobody', async () => {
    const mails = open()
    await mails.add([
      eml('b1', '"Eva Soler" <eva@soler.example>', 'Clara'),
      eml('b2', '"Nadie" <nadie@ninguna.example>', 'De nadie'),
      new File([new Uint8Array([0, 1, 2, 255, 254, 0, 0, 7])], 'foto.png'),
      new File(['x'], 'gone.eml'),
    ])
    expect(mails.items.map((one) => one.state)).toEqual(['clear', 'nobody', 'unreadable', 'unreadable'])
    expect(mails.items[2]?.trouble?.code).toBe('mail_unreadable')
    expect(mails.items[3]?.trouble?.code).toBe('file_unreadable')
    expect(mails.ready.value.map((one) => one.name)).toEqual(['b1.eml'])
    await mails.accept(mails.ready.value, answers)
    expect(mails.open.value.map((one) => one.name)).toEqual(['b2.eml'])
  })
  it('reading can be stopped: what was read stays, nothing was kept', async () => {
    const mails = open()
    const reading = mails.add(
      Array.from({ length: 60 }, (_file, at) => eml(`c${at}`, '"Eva Soler" <eva@soler.example>', `Lote ${at}`)),
    )
    mails.stop()
    await reading
    expect(mails.items.length).toBe(8)
    expect(offered).toBe(8)
    expect(
      (await core.ask('mail.list', { contactId: null, activityId: null, text: 'Lote', from: 0, count: 10 })).total,
    ).toBe(0)
  })
  it('the same message twice is kept once and says where it is', async () => {
    const mails = open()
    const twice = [
      eml('d1', '"Eva Soler" <eva@soler.example>', 'Doble'),
      ...Array.from({ length: 8 }, (_file, at) => eml(`e${at}`, '"Eva Soler" <eva@soler.example>', `Relleno ${at}`)),
    ]
    await mails.add([...twice, eml('d1', '"Eva Soler" <eva@soler.example>', 'Doble')])
    await mails.accept(mails.ready.value, answers)
    const same = mails.items.filter((one) => one.name === 'd1.eml')
    expect(same.map((one) => one.state)).toEqual(['taken', 'duplicate'])
    expect(same[1]?.taken?.mailId).toBe(same[0]?.taken?.mailId)
  })
})
