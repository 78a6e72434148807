// Bundles the core once for a run of tests, as the product has it: vitest's globalSetup. A thread that starts from the sources loads the compiler of
// WebAssembly that strips the types, which takes ten times as long and, where threads come and go in one process, now and then ends the process
// (V8 frees what another thread still holds).
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { buildMain } from './build-main.ts'
import { bundleVariable } from './thread-entries.ts'

const dist = resolve(import.meta.dirname, '../dist')

/** Two levels below the root, as `dist/main` is: a bundle finds the packages and the pages from there. */
export default async function bundleForTests(): Promise<() => void> {
  mkdirSync(dist, { recursive: true })
  const outDir = mkdtempSync(join(dist, 'tests-'))
  await buildMain(outDir)
  process.env[bundleVariable] = outDir
  return () => rmSync(outDir, { recursive: true, force: true })
}
