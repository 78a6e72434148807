import { startLocal } from '../build/local-process.ts'
const now = () => performance.timeOrigin + performance.now()
const profile = '/work/w-house/bench/work/sample-6ada05054787-10000'
const entry = process.argv[2] ?? '/work/w-house/bench/work/dist/main/local.js'
for (let run = 0; run < 6; run++) {
  const from = now()
  const local = await startLocal(profile, { entry, env: process.argv[3] ? { T0: String(from) } : {} })
  const ready = now() - from
  const w: any = await (await fetch(local.origin + '/api/window', { method: 'POST', headers: { 'content-type': 'application/json', origin: local.origin, 'x-maletin-key': local.key }, body: '{}' })).json()
  const ask = async (name: string, input: unknown) => { const r = await fetch(local.origin + '/api/ask', { method: 'POST', headers: { 'content-type': 'application/json', origin: local.origin, 'x-maletin-window': w.token }, body: JSON.stringify({ name, input }) }); const v: any = await r.json(); if (!v.ok) throw new Error(JSON.stringify(v)); return `${name} ${(now() - from).toFixed(0)}` }
  const win = now() - from
  const got = await Promise.all([ask('app.state', {}), ask('settings.get', {}), ask('view.list', { list: 'activities' }), ask('activity.first', { filter: { done: 'open', owners: ['me'] }, sort: { by: 'date', descending: false }, limit: 60 })])
  console.log(`ready ${ready.toFixed(0)} window ${win.toFixed(0)} ${got.join(' ')}`)
  if (process.argv[3]) console.log(local.errors())
  await local.stop()
}
