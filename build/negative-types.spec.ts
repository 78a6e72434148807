// What must not compile: writes beside the command pipeline, missing handlers, calls that are not declared. Small programs are type-checked with
// the real sources; a line that ends in `// !` must be an error, and no other line may be one.
import { join, resolve } from 'node:path'
import ts from 'typescript'
import { beforeAll, describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')

const programs: Record<string, string> = {
  'a query cannot write': `
    import type { ReadOperation } from '../store/operations.ts'
    import type { ReadStore } from '../store/read-store.ts'
    import type { WriteTx } from '../store/write-session.ts'
    export const right: ReadOperation = (read: ReadStore) => read.allSql('SELECT 1')
    export const insert: ReadOperation = (read: ReadStore) =>
      read.insert('contact', {}) // !
    export const run: ReadOperation = (read: ReadStore) =>
      read.run('DELETE FROM activity') // !
    export const raw: ReadOperation = (read: ReadStore) =>
      read.connection // !
    export const asCommand: ReadOperation = // !
      (tx: WriteTx) => tx.remove('activity', 'x')
  `,
  'a command writes through its transaction only': `
    import type { Command } from '../store/operations.ts'
    import type { WriteTx } from '../store/write-session.ts'
    export const right: Command = (tx: WriteTx) => tx.remove('activity', 'x')
    export const connection: Command = (tx: WriteTx) =>
      tx.connection // !
    export const session: Command = (tx: WriteTx) =>
      tx.session // !
    export const sql: Command = (tx: WriteTx) =>
      tx.exec('DELETE FROM activity') // !
    export const readHandle: Command = (tx: WriteTx) =>
      tx.read.raw // !
    export const table: Command = (tx: WriteTx) =>
      tx.insert('change', {}) // !
  `,
  'a service cannot reach the database, only named operations': `
    import type { Core } from './core.ts'
    export async function service(core: Core): Promise<void> {
      await core.read('settings.all', null)
      await core.write('no.such', {}) // !
      await core.write('settings.all', null) // !
      await core.read('app.setUp', {}) // !
      core.store().db // !
      core.store().raw // !
      core.store().exec('DELETE FROM activity') // !
      await core.store().read('SELECT 1', null) // !
      await core.store().write('app.setUp', {} as never) // !
    }
  `,
  'a missing handler is an error, and so is one for a call that is not declared': `
    import type { Handlers, HandlersOf } from './core.ts'
    declare const all: Handlers
    const { 'app.state': _state, ...rest } = all
    export const whole: Handlers = { ...rest, 'app.state': all['app.state'] }
    export const missing: Handlers = rest // !
    export const empty: Handlers = {} // !
    export const area: HandlersOf<'history'> = {} // !
    export const undeclared: Handlers = {
      ...all,
      'app.format': () => null, // !
    }
    export const wrongAnswer: Handlers = {
      ...all,
      'app.setUp': () => 'done', // !
    }
    export const wrongInput: Handlers = {
      ...all,
      'app.setUp': (input) => {
        input.password // !
        return null
      },
    }
  `,
  'a window asks only what is declared, with what is declared': `
    import { ask } from '../../src-renderer/bridge/bridge.ts'
    export async function page(): Promise<void> {
      const state = await ask('app.state', {})
      state.version.trim()
      await ask('app.format', {}) // !
      await ask('toString', {}) // !
      await ask('activity.get', {}) // !
      await ask('activity.get', { id: 5 }) // !
      state.password // !
      const name: string = 'app.state'
      await ask(name, {}) // !
    }
  `,
  'an error carries what its code declares': `
    import { KnownError } from '../../src-shared/errors.ts'
    export const right = new KnownError('not_found', { table: 'activity', id: 'x' })
    export const details = new KnownError('not_found', { table: 'activity' }) // !
    export const code = new KnownError('went_wrong', {}) // !
  `,
}

const fileOf = (name: string): string => join(root, 'src-main/services', `inline-${name.replace(/\W+/g, '-')}.ts`)

function optionsOf(config: string): ts.ParsedCommandLine {
  const path = join(root, config)
  return ts.parseJsonConfigFileContent(ts.readConfigFile(path, ts.sys.readFile).config, ts.sys, root)
}

describe('what must not compile', () => {
  const found = new Map<string, { line: number; text: string }[]>()

  beforeAll(() => {
    const { options } = optionsOf('tsconfig.tests.json')
    const inline = new Map(Object.entries(programs).map(([name, text]) => [fileOf(name), text]))
    const host = ts.createCompilerHost(options)
    const { fileExists, readFile, getSourceFile } = host
    host.fileExists = (path) => inline.has(path) || fileExists.call(host, path)
    host.readFile = (path) => inline.get(path) ?? readFile.call(host, path)
    host.getSourceFile = (path, version, ...rest) => {
      const text = inline.get(path)
      return text === undefined
        ? getSourceFile.call(host, path, version, ...rest)
        : ts.createSourceFile(path, text, version, true)
    }
    const program = ts.createProgram([...inline.keys()], { ...options, noUnusedLocals: false }, host)
    for (const name of Object.keys(programs)) {
      const source = program.getSourceFile(fileOf(name))
      const diagnostics = source
        ? [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
        : []
      found.set(
        name,
        diagnostics.map(({ start, messageText }) => ({
          line: source?.getLineAndCharacterOfPosition(start ?? 0).line ?? -1,
          text: ts.flattenDiagnosticMessageText(messageText, ' ').slice(0, 160),
        })),
      )
    }
  }, 120_000)

  it.each(Object.entries(programs))('%s', (name, text) => {
    const lines = text.split('\n')
    const shown = (line: number): string => lines[line]?.trim() ?? ''
    const expected = lines.flatMap((line, index) => (line.endsWith('// !') ? [index] : []))
    const errors = found.get(name) ?? []
    expect(expected.length).toBeGreaterThan(0)
    expect(
      errors
        .filter(({ line }) => !expected.includes(line))
        .map(({ line, text: message }) => `${shown(line)}: ${message}`),
      'lines that should compile',
    ).toEqual([])
    expect(
      expected.filter((line) => !errors.some((error) => error.line === line)).map(shown),
      'lines that should not compile',
    ).toEqual([])
  })
})

it('the Electron host compiles against electron.d.ts, which needs no runtime', () => {
  const { options, fileNames } = optionsOf('tsconfig.electron.json')
  expect(fileNames.some((name) => name.endsWith('hosts/electron/main.ts'))).toBe(true)
  const program = ts.createProgram(fileNames, options)
  const ours = program.getSourceFiles().filter(({ fileName }) => fileName.includes('/src-main/hosts/electron/'))
  const errors = ours.flatMap((source) => [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ])
  expect(
    errors.map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
  ).toEqual([])
}, 120_000)
