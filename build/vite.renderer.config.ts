// Builds the windows' side into dist/renderer: one page, hash routes in lazy chunks, nothing inline (the hosts serve it under a strict CSP).
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import vue from '@vitejs/plugin-vue'
import vuetify from 'vite-plugin-vuetify'

/** The entry asks the core for the first rows before the interface is loaded; its chunks, and the typeface, are announced so that all come side by side. */
function announceInterface(): Plugin {
  return {
    name: 'announce-interface',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        if (!bundle) return []
        const chunks = Object.values(bundle).filter((part) => part.type === 'chunk')
        const wanted = new Set<string>()
        const styles = new Set<string>()
        const add = (fileName: string): void => {
          const chunk = chunks.find((one) => one.fileName === fileName)
          if (!chunk || wanted.has(fileName)) return
          wanted.add(fileName)
          for (const style of chunk.viteMetadata?.importedCss ?? []) styles.add(style)
          chunk.imports.forEach(add)
        }
        // The entry and what it asks with go before the interface: they are small, and run while the engine still reads that.
        for (const chunk of chunks) if (chunk.isEntry) add(chunk.fileName)
        for (const name of ['interface', 'activities-page'])
          for (const chunk of chunks) if (chunk.name === name) add(chunk.fileName)
        const font = Object.keys(bundle).find((name) => /roboto-latin-wght-normal.*\.woff2$/.test(name))
        return [
          ...(font ? [{ tag: 'link', attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true, href: `./${font}` } }] : []),
          ...[...wanted].map((file) => ({ tag: 'link', attrs: { rel: 'modulepreload', href: `./${file}` } })),
          ...[...styles].map((file) => ({ tag: 'link', attrs: { rel: 'stylesheet', href: `./${file}` } })),
        ]
      },
    },
  }
}

/** What the PDF reader fetches by name while it reads: fonts that documents do not bring, character maps, decoders without WebAssembly. */
function pdfData(): Plugin {
  const packageFolder = fileURLToPath(new URL('../node_modules/pdfjs-dist', import.meta.url))
  const folders = { fonts: ['standard_fonts', /\.(?:pfb|ttf)$/], cmaps: ['cmaps', /\.bcmap$/], decoders: ['wasm', /_nowasm_fallback\.js$/] } as const
  return {
    name: 'pdf-data',
    generateBundle() {
      for (const [target, [source, names]] of Object.entries(folders)) {
        for (const name of readdirSync(join(packageFolder, source))) {
          if (names.test(name)) this.emitFile({ type: 'asset', fileName: `pdf/${target}/${name}`, source: readFileSync(join(packageFolder, source, name)) })
        }
      }
    },
  }
}

export default defineConfig({
  root: fileURLToPath(new URL('../src-renderer', import.meta.url)),
  base: './',
  plugins: [vue(), vuetify({ autoImport: true }), announceInterface(), pdfData()],
  define: {
    __VUE_OPTIONS_API__: 'true',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
  },
  worker: { format: 'es' },
  build: {
    outDir: fileURLToPath(new URL('../dist/renderer', import.meta.url)),
    emptyOutDir: true,
    target: 'chrome130',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        // The first screen is one file beside the entry, not a score of small ones that wait for each other's connections.
        codeSplitting: {
          groups: [
            { name: 'early', test: /src-renderer[\\/]early\.ts$|vite[\\/]preload-helper/, priority: 2 },
            { name: 'interface', test: /src-renderer[\\/](?:interface\.ts|features[\\/]activities[\\/]activities-page\.vue)/, priority: 1 },
          ],
        },
      },
    },
  },
})
