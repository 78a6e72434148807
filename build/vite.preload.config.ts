// Bundles the preload of the Electron windows into one CommonJS file that requires `electron` alone: a sandboxed preload can load nothing else.
import { resolve } from 'node:path'
import { defineConfig } from 'vite'

const root = resolve(import.meta.dirname, '..')

export default defineConfig({
  root,
  publicDir: false,
  logLevel: 'warn',
  ssr: { noExternal: true, external: ['electron'] },
  build: {
    ssr: resolve(root, 'src-main/hosts/electron/preload.ts'),
    target: 'chrome130',
    outDir: resolve(root, 'dist/main'),
    emptyOutDir: false,
    minify: false,
    sourcemap: false,
    rollupOptions: { output: { format: 'cjs', entryFileNames: 'preload.cjs' } },
  },
})
