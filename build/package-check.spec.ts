// What users get: the packages hold our bundles, the database engine with the one native module of their system, and nothing else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join, posix } from 'node:path'
import ts from 'typescript'
import { packProgram, reasonNotToPack, type PackedProgram } from './package-check.ts'

const reason = reasonNotToPack()
if (reason) console.info(`skipped: packages, ${reason}`)

const targets = [
  ['linux', 'x64', 'linux-x64.node'],
  ['win32', 'arm64', 'win32-arm64.node'],
] as const

const engine = 'node_modules/better-sqlite3/'
const allowed = [
  /^package\.json$/,
  /^dist\/main\/(?:electron|store-worker|parse-worker|contact-worker|chunk-(?:electron|store-worker|parse-worker|contact-worker)-[\w-]+)\.js$/,
  /^dist\/main\/preload\.cjs$/,
  /^dist\/renderer\/(?:index\.html|icon\.svg|assets\/[\w.-]+\.(?:js|css|woff2|svg|png))$/,
  // What pdf.js reads of East Asian fonts.
  /^dist\/renderer\/pdf\/[\w./-]+$/,
  /^node_modules\/better-sqlite3\/(?:package\.json|LICENSE|lib\/(?:methods\/)?[a-z-]+\.js|prebuilds\/[a-z0-9-]+\.node)$/,
]

describe.skipIf(reason !== null).each(targets)('the package for %s %s', (platform, arch, native) => {
  let packed: PackedProgram
  beforeAll(async () => {
    packed = await packProgram(platform, arch)
  }, 120_000)
  afterAll(() => packed?.remove())

  it('holds nothing but our bundles and the database engine', () => {
    expect(packed.files.filter((path) => !allowed.some((pattern) => pattern.test(path)))).toEqual([])
    expect(packed.resources.filter((name) => name !== 'stub.txt')).toEqual(['app.asar'])
  })

  it('holds every bundle', () => {
    const needed = ['electron.js', 'store-worker.js', 'parse-worker.js', 'contact-worker.js', 'preload.cjs'].map(
      (name) => `dist/main/${name}`,
    )
    expect(packed.files).toEqual(expect.arrayContaining([...needed, 'dist/renderer/index.html', 'package.json']))
    expect((JSON.parse(packed.read('package.json').toString()) as { main: string }).main).toBe('dist/main/electron.js')
  })

  it('holds the native module of its own system only, unpacked, and whole', () => {
    expect(packed.files.filter((path) => path.endsWith('.node'))).toEqual([`${engine}prebuilds/${native}`])
    expect(packed.unpacked).toEqual([`${engine}prebuilds/${native}`])
    expect(packed.beside).toEqual([`${engine}prebuilds/${native}`])
    expect(packed.sizeOf(`${engine}prebuilds/${native}`)).toBe(readFileSync(`${engine}prebuilds/${native}`).length)
  })

  it('every file that one of its files loads is there, and nothing comes from npm but the engine', () => {
    const missing: string[] = []
    const packages = new Set<string>()
    for (const file of packed.files.filter((path) => /\.c?js$/.test(path) && !path.startsWith('dist/renderer/'))) {
      const text = packed.read(file).toString()
      for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
        if (fileName.startsWith('.')) {
          const at = posix.join(posix.dirname(file), fileName)
          if (![at, `${at}.js`, `${at}/index.js`].some((path) => packed.files.includes(path)))
            missing.push(`${file}: ${fileName}`)
        } else if (!file.startsWith(engine) && !fileName.startsWith('node:')) packages.add(fileName)
      }
    }
    expect(missing).toEqual([])
    const system = [
      'assert',
      'buffer',
      'child_process',
      'crypto',
      'dns',
      'events',
      'fs',
      'http',
      'https',
      'module',
      'net',
      'os',
      'path',
      'stream',
      'string_decoder',
      'tls',
      'url',
      'util',
      'worker_threads',
      'zlib',
    ]
    expect([...packages].filter((name) => !system.includes(name)).sort()).toEqual(['better-sqlite3', 'electron'])
  })

  // Only the package of this very system can be run here; for the others there is nothing to skip.
  if (`${platform}-${arch}` === `${process.platform}-${process.arch}`)
    it('the engine runs from what is packed, and nothing else', () => {
      const script =
        "const db = new (require('better-sqlite3'))(':memory:'); process.stdout.write(String(db.prepare('SELECT 6 * 7').pluck().get()))"
      const ran = spawnSync(process.execPath, ['-e', script], {
        cwd: join(packed.extract(), 'dist', 'main'),
        encoding: 'utf8',
      })
      expect([ran.stdout, ran.stderr]).toEqual(['42', ''])
    })

  it('the preload loads electron alone', () => {
    const imports = ts.preProcessFile(packed.read('dist/main/preload.cjs').toString(), true, true).importedFiles
    expect(imports.map(({ fileName }) => fileName)).toEqual(['electron'])
  })
})
