import { build } from 'vite'
await build({ configFile: 'build/vite.renderer.config.ts', logLevel: 'warn', build: { outDir: '/work/w-house/bench/work/plain', emptyOutDir: true, minify: false } })
