// `npm start`: Electron where its runtime is installed or can be fetched within seconds, else the local host in the machine's browser.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const electronFolder = join(root, 'node_modules/electron')

function electronProgram() {
  const pathFile = join(electronFolder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const program = join(electronFolder, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(program) ? program : null
}

/** One short look whether the release page answers; only then the download itself, which may take its time. */
async function canFetchElectron() {
  if (process.env.MALETIN_HOST === 'local') return false
  try {
    const answer = await fetch('https://github.com/electron/electron/releases', { method: 'HEAD', signal: AbortSignal.timeout(4000) })
    return answer.ok
  } catch (error) {
    return error === null
  }
}

function fetchElectron() {
  process.stderr.write('Fetching the Electron runtime (once)…\n')
  const installer = join(electronFolder, 'install.js')
  if (!existsSync(installer)) return
  spawnSync(process.execPath, [installer], { cwd: root, stdio: 'inherit', timeout: 10 * 60_000 })
}

if (electronProgram() === null && (await canFetchElectron())) fetchElectron()
const electron = process.env.MALETIN_HOST === 'local' ? null : electronProgram()
if (electron === null) process.stderr.write('The Electron runtime is not here: Maletín opens in this machine\'s Chromium, Chrome or Edge.\n')
const [program, args] = electron === null ? [process.execPath, [join(root, 'dist/main/local.js')]] : [electron, [root]]
const child = spawn(program, [...args, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => process.exit(code ?? 0))
