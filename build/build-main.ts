// The bundles of the core.
import { rmSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { build, type InlineConfig, type Plugin } from 'vite'

const root = resolve(import.meta.dirname, '..')

/**
 * Takes Node's own modules without an import statement: importing `node:http` or `node:crypto` as a module makes Node load all that they could ever
 * name (WebSocket, fetch, web crypto), which costs every thread some 40 ms of its start.
 */
function takeBuiltins(): Plugin {
  return {
    name: 'take-builtins',
    renderChunk: (code) =>
      code.replaceAll(
        /^import (?:(\w+)(?:, )?)?(?:\{([^}]*)\}|\* as (\w+))? ?from "(node:[\w/]+)";$/gm,
        (_line, whole: string | undefined, names: string | undefined, all: string | undefined, module: string) => {
          // By its full name: a library's own function `process` stands above a bundle's imports too.
          const found = `globalThis.process.getBuiltinModule("${module}")`
          const lines = [whole, all].filter((name) => name !== undefined).map((name) => `const ${name} = ${found};`)
          if (names !== undefined) lines.push(`const {${names.replaceAll(' as ', ': ')}} = ${found};`)
          return lines.join(' ')
        },
      ),
  }
}

interface Program {
  entry: string
  /** Modules whose static imports are one file each, in the order in which they are loaded: each file more waits once more for the processor. */
  files?: string[]
}
/** Every program and thread is bundled by itself, so that none loads what only another one needs. */
const programs: Record<string, Program> = {
  local: { entry: 'src-main/hosts/local/start.ts', files: ['src-main/hosts/local/start.ts', 'src-main/hosts/local/main.ts', 'src-main/app.ts'] },
  electron: { entry: 'src-main/hosts/electron/main.ts', files: ['src-main/hosts/electron/main.ts', 'src-main/app.ts'] },
  'store-worker': { entry: 'src-main/store/store-worker.ts', files: ['src-main/store/store-worker.ts'] },
  'parse-worker': { entry: 'src-main/mail/parse-worker.ts' },
  'contact-worker': { entry: 'src-main/files/contact-files/import-worker.ts' },
  sample: { entry: 'build/sample.ts' },
}

type ModuleGraph = { getModuleInfo(id: string): { importedIds: string[] } | null }

/** The file that a module stands in: that of the first of `files` that imports it. */
function fileOf(files: readonly string[]): (id: string, graph: ModuleGraph) => string | null {
  let found: Map<string, string> | null = null
  return (id, graph) => {
    if (found === null) {
      found = new Map()
      for (const file of files) {
        const waiting = [resolve(root, file)]
        for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
          if (found.has(next)) continue
          found.set(next, basename(file, '.ts'))
          waiting.push(...(graph.getModuleInfo(next)?.importedIds ?? []))
        }
      }
    }
    return found.get(id) ?? null
  }
}

function configOf(name: string, { entry, files }: Program, outDir: string): InlineConfig {
  return {
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    plugins: [takeBuiltins()],
    ssr: { noExternal: true, external: ['better-sqlite3', 'electron', 'bufferutil', 'utf-8-validate'] },
    build: {
      ssr: true,
      target: 'node24',
      outDir,
      emptyOutDir: false,
      minify: false,
      sourcemap: false,
      rolldownOptions: {
        input: { [name]: resolve(root, entry) },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          // By the program: the package holds the files of its own alone.
          chunkFileNames: `chunk-${name}-[name]-[hash].js`,
          codeSplitting: files === undefined ? true : { includeDependenciesRecursively: false, groups: [{ name: fileOf(files), debugName: name }] },
        },
      },
    },
  }
}

/** Bundles the core with each host and the entries of the threads for Node: everything inside but the native module and Electron. */
export async function buildMain(outDir = resolve(root, 'dist/main')): Promise<void> {
  rmSync(outDir, { recursive: true, force: true })
  for (const [name, program] of Object.entries(programs)) await build(configOf(name, program, outDir))
}
