// Builds the windows' side into dist/renderer: one page, hash routes in lazy chunks, nothing inline (the hosts serve it under a strict CSP).
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import vue from '@vitejs/plugin-vue'
import vuetify from 'vite-plugin-vuetify'

/** The page's own script asks the core for the first rows; the interface is a second one, announced with its styles and the typeface so that all come side by side. */
function addInterface(): Plugin {
  return {
    name: 'add-interface',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const chunks = Object.values(bundle ?? {}).filter((part) => part.type === 'chunk')
        // The chunk that holds it: what is named as the entry only leads there.
        const entry = chunks.find((one) => one.moduleIds.includes(`${root}/interface.ts`))
        if (entry === undefined) return []
        const wanted = new Set<string>()
        const styles = new Set<string>()
        const add = (fileName: string): void => {
          const chunk = chunks.find((one) => one.fileName === fileName)
          if (!chunk || wanted.has(fileName)) return
          wanted.add(fileName)
          for (const style of chunk.viteMetadata?.importedCss ?? []) styles.add(style)
          chunk.imports.forEach(add)
        }
        add(entry.fileName)
        const font = Object.keys(bundle ?? {}).find((name) => /roboto-latin-wght-normal.*\.woff2$/.test(name))
        return [
          ...(font ? [{ tag: 'link', attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true, href: `./${font}` } }] : []),
          ...[...styles].map((file) => ({ tag: 'link', attrs: { rel: 'stylesheet', href: `./${file}` } })),
          { tag: 'script', attrs: { type: 'module', crossorigin: true, src: `./${entry.fileName}` }, injectTo: 'head' },
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

const root = fileURLToPath(new URL('../src-renderer', import.meta.url))

export default defineConfig({
  root,
  base: './',
  plugins: [vue(), vuetify({ autoImport: true }), addInterface(), pdfData()],
  define: {
    __VUE_OPTIONS_API__: 'false',
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
    // A chunk's own imports come as fast without links to them, each of which holds up the page; its styles must be there before it runs.
    modulePreload: { polyfill: false, resolveDependencies: (_file, dependencies, { hostType }) => (hostType === 'js' ? dependencies.filter((one) => one.endsWith('.css')) : dependencies) },
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      input: { index: `${root}/index.html`, interface: `${root}/interface.ts` },
      output: {
        // One file for what asks first, one for the first screen: not a score of small ones that wait for each other's connections.
        codeSplitting: {
          groups: [
            { name: 'index', test: /src-renderer[\\/](?:start|early)\.ts$|vite[\\/]preload-helper/, priority: 2 },
            { name: 'interface', test: /src-renderer[\\/]interface\.ts/, priority: 1 },
          ],
        },
      },
    },
  },
})
