// A process that imports a folder of mails and says each change that was acknowledged, to be killed at any moment. For tests of durability.
// usage: import-process.ts PROFILE [FOLDER]; without a folder, what was at work when it last ended goes on.
import { importDriver } from './test-imports.ts'
import { startCore } from './test-core.ts'

const [profile, folder] = process.argv.slice(2)
if (profile === undefined) throw new Error('which profile?')
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const core = await startCore(profile, { now: Date.now })
const known = core.notices.length
let told = known
const tell = (): void => {
  for (; told < core.notices.length; told += 1) {
    const { notice } = core.notices[told] ?? {}
    if (notice?.name === 'recordsChanged' && 'mail' in notice.data.tables) say(notice.data.changeSetId)
  }
}
const timer = setInterval(tell, 5)
say('ready')
const driver = importDriver(() => core)
const importId = folder === undefined ? (await core.ask('mailImport.list', {})).imports[0]?.id : (await driver.run([folder], { filesClear: true })).id
if (importId !== undefined) await driver.settled(importId)
clearInterval(timer)
tell()
await core.close()
say('closed')
