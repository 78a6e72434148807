// Builds the bundles of the core, the preload and the renderer into dist/.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { buildMain } from './build-main.ts'

const root = resolve(import.meta.dirname, '..')
const configs = ['vite.preload.config.ts', 'vite.renderer.config.ts'].map((name) => join(root, 'build', name))
const startedAt = new Date()
await buildMain()
for (const configFile of configs) if (existsSync(configFile)) await build({ configFile })
mkdirSync(join(root, 'dist'), { recursive: true })
writeFileSync(join(root, 'dist/built'), startedAt.toISOString())
