// `npm test`: type checks, lint, dead code, and every suite with its budget, then one plain line with the counts. `--slow` runs the slow suites in full.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { prepareMachine } from './machine.ts'

const root = resolve(import.meta.dirname, '..')
const isSlow = process.argv.includes('--slow')
const isCheck = process.argv.includes('--check')
const node = process.execPath
const results = mkdtempSync(join(tmpdir(), 'maletin-test-'))

interface Step {
  name: string
  /** Minutes after which the step is ended and counted as failed. */
  budget: number
  args: string[]
  /** A vitest project, whose tests are counted one by one. */
  project?: string
  env?: Record<string, string>
}

const typeCheck = (layer: string): Step => ({
  name: `types: ${layer}`,
  budget: 2,
  args: [
    join(
      root,
      layer === 'renderer' || layer === 'tests'
        ? 'node_modules/vue-tsc/bin/vue-tsc.js'
        : 'node_modules/typescript/bin/tsc',
    ),
    '-p',
    join(root, `tsconfig.${layer}.json`),
  ],
})
const suite = (project: string, budget: number, env: Record<string, string> = {}): Step => ({
  name: `suite: ${project}`,
  budget,
  project,
  env,
  args: [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${join(results, `${project}.json`)}`,
    '--passWithNoTests',
  ],
})

const checks: Step[] = [
  ...['shared', 'main', 'electron', 'renderer', 'tests'].map(typeCheck),
  { name: 'lint', budget: 2, args: [join(root, 'node_modules/eslint/bin/eslint.js'), '--max-warnings=0', root] },
  { name: 'dead code', budget: 1, args: [join(root, 'node_modules/knip/bin/knip.js'), '--no-progress'] },
]
/** Budgets in minutes; the whole of `npm test` stays under 15 on two cores. */
const steps: Step[] = isSlow
  ? [suite('unit', 20, { MALETIN_SEED: String(Date.now() % 2 ** 31) }), suite('slow', 60, { MALETIN_SLOW: 'full' })]
  : isCheck
    ? checks
    : [...checks, suite('unit', 6), suite('window', 1), suite('e2e', 14), suite('slow', 6, { MALETIN_SLOW: 'short' })]

function run(step: Step): Promise<number> {
  return new Promise((done) => {
    const child = spawn(node, step.args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...step.env },
    })
    const timer = setTimeout(() => {
      process.stdout.write(`${step.name}: over its budget of ${step.budget} minutes, ended\n`)
      child.kill('SIGKILL')
    }, step.budget * 60_000)
    child.on('exit', (code) => {
      clearTimeout(timer)
      done(code ?? 1)
    })
  })
}

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  testResults: { status: string; message: string; name: string; assertionResults: unknown[] }[]
}

const missing = isCheck ? [] : prepareMachine((line) => process.stdout.write(`${line}\n`))
for (const what of missing) process.stdout.write(`Skipped for want of a program: ${what}\n`)
let passed = 0
let failed = 0
let skipped = 0
const started = performance.now()
for (const step of steps) {
  const stepStarted = performance.now()
  const code = await run(step)
  const seconds = ((performance.now() - stepStarted) / 1000).toFixed(1)
  let failedHere = 0
  if (step.project === undefined) {
    if (code === 0) passed += 1
    else failedHere = 1
  } else {
    const report = readReport(step.project)
    if (report === null) failedHere = 1
    else {
      passed += report.numPassedTests
      skipped += report.numPendingTests
      const brokenFiles = report.testResults.filter(
        (file) => file.status === 'failed' && file.assertionResults.length === 0,
      ).length
      failedHere = Math.max(report.numFailedTests + brokenFiles, code === 0 ? 0 : 1)
    }
  }
  failed += failedHere
  process.stdout.write(`${failedHere === 0 ? 'ok  ' : 'FAIL'} ${step.name} (${seconds} s of ${step.budget} min)\n`)
}
rmSync(results, { recursive: true, force: true })
process.stdout.write(`All of it took ${((performance.now() - started) / 60_000).toFixed(1)} minutes.\n`)
process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`)
process.exit(failed === 0 ? 0 : 1)

function readReport(project: string): VitestReport | null {
  try {
    return JSON.parse(readFileSync(join(results, `${project}.json`), 'utf8')) as VitestReport
  } catch (error) {
    process.stdout.write(`${project}: no report (${String(error)})\n`)
    return null
  }
}
