// Bundles the core with each host and the worker entries for Node: one file each, everything inside but the native module and Electron.
import { resolve } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

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

export default defineConfig({
  root,
  publicDir: false,
  logLevel: 'warn',
  plugins: [takeBuiltins()],
  ssr: { noExternal: true, external: ['better-sqlite3', 'electron', 'bufferutil', 'utf-8-validate'] },
  build: {
    ssr: true,
    target: 'node24',
    outDir: resolve(root, 'dist/main'),
    emptyOutDir: true,
    minify: false,
    sourcemap: false,
    rollupOptions: {
      input: {
        local: resolve(root, 'src-main/hosts/local/start.ts'),
        electron: resolve(root, 'src-main/hosts/electron/main.ts'),
        'store-worker': resolve(root, 'src-main/store/store-worker.ts'),
        'parse-worker': resolve(root, 'src-main/mail/parse-worker.ts'),
        'contact-worker': resolve(root, 'src-main/files/contact-files/import-worker.ts'),
        sample: resolve(root, 'build/sample.ts'),
      },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
    },
  },
})
