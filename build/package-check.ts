// Packs the program as `electron-builder.yml` says around a stub in place of Electron's runtime, and reads what came out.
// Plain Node; takes seconds and no network. Fuses are left out: there is no real binary to burn them into.
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve, sep } from 'node:path'
import { promisify } from 'node:util'
import { extractAll, extractFile, listPackage, statFile } from '@electron/asar'

const root = resolve(import.meta.dirname, '..')

export interface PackedProgram {
  /** Every file of the asar, with `/`. */
  files: string[]
  /** Those of them that lie beside the asar. */
  unpacked: string[]
  /** Files that really lie in `app.asar.unpacked`. */
  beside: string[]
  /** Other files beside the asar in the resources folder. */
  resources: string[]
  read(path: string): Buffer
  sizeOf(path: string): number
  /** Lays everything out in a folder, as the program sees it, and says where. Gone with `remove`. */
  extract(): string
  remove(): void
}

/** Why there is nothing to pack yet, or null. */
export function reasonNotToPack(): string | null {
  const missing = ['electron.js', 'store-worker.js', 'parse-worker.js', 'contact-worker.js', 'preload.cjs'].filter(
    (name) => !existsSync(join(root, 'dist/main', name)),
  )
  if (missing.length > 0) return `dist has not been built: ${missing.join(', ')}`
  return existsSync(join(root, 'dist/renderer/index.html')) ? null : 'dist has not been built: renderer'
}

/** Packs for a system and processor, which need not be this one. Throws with the packer's own words when it fails. */
export async function packProgram(platform: 'linux' | 'win32', arch: 'x64' | 'arm64'): Promise<PackedProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'maletin-package-'))
  const stub = join(folder, 'stub')
  for (const part of ['locales', 'resources']) mkdirSync(join(stub, part), { recursive: true })
  for (const program of ['electron', 'electron.exe']) writeFileSync(join(stub, program), 'stub', { mode: 0o755 })
  for (const part of ['LICENSE', 'locales/es.pak', 'resources/stub.txt']) writeFileSync(join(stub, part), 'stub')
  await pack(platform, arch, stub, join(folder, 'out'))
  const name = `${platform === 'linux' ? 'linux' : 'win'}-${arch === 'x64' ? '' : `${arch}-`}unpacked`
  const resources = join(folder, 'out', name, 'resources')
  const asar = join(resources, 'app.asar')
  const isFile = (path: string): boolean => !('files' in statFile(asar, path.split('/').join(sep)))
  const files = listPackage(asar, { isPack: false })
    .map((path) => path.replaceAll('\\', '/').replace(/^\//, ''))
    .filter(isFile)
  const entry = (path: string): { size?: number; unpacked?: boolean } =>
    statFile(asar, path.split('/').join(sep)) as { size?: number; unpacked?: boolean }
  return {
    files,
    unpacked: files.filter((path) => entry(path).unpacked === true),
    beside: filesBelow(join(resources, 'app.asar.unpacked')),
    resources: readdirSync(resources).filter((name) => statSync(join(resources, name)).isFile()),
    read: (path) => extractFile(asar, path),
    sizeOf: (path) => entry(path).size ?? 0,
    extract: () => {
      const target = join(folder, 'extracted')
      extractAll(asar, target)
      return target
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** In a process of its own: the packer changes its own environment, and prints. */
async function pack(platform: string, arch: string, stub: string, output: string): Promise<void> {
  const script = `
    import { build, Platform, Arch } from 'electron-builder'
    const [platform, arch, electronDist, output, projectDir] = process.argv.slice(1)
    const config = { electronDist, electronFuses: null, directories: { output }, disableAsarIntegrity: true, win: { signAndEditExecutable: false } }
    const system = platform === 'linux' ? Platform.LINUX : Platform.WINDOWS
    await build({ projectDir, publish: 'never', targets: system.createTarget('dir', Arch[arch]), config })`
  await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', script, platform, arch, stub, output, root],
    {
      cwd: root,
      timeout: 120_000,
      maxBuffer: 16 * 1024 * 1024,
    },
  )
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile())
    .map((found) => relative(folder, join(found.parentPath, found.name)).replaceAll('\\', '/'))
    .sort()
}
