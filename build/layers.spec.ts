// Reads every import of the program and holds it against the layers; and shows on a small tree that each kind of forbidden import is found.
import { describe, expect, it } from 'vitest'
import { fileURLToPath } from 'node:url'
import { importsOf, layerFindings, sourceFiles, type LayerFinding } from './layers.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const fixtures = fileURLToPath(new URL('./fixtures/layers', import.meta.url))
const line = ({ file, specifier, reason }: LayerFinding): string => `${file}: ${specifier} (${reason})`

describe('the layers of the program', () => {
  it('no file imports what its layer may not', () => {
    expect(layerFindings(root).map((finding) => `${finding.file}:${finding.line} ${line(finding)}`)).toEqual([])
  })

  it('reads the whole program', () => {
    const files = sourceFiles(root)
    for (const file of ['src-main/ports.ts', 'src-shared/contract/index.ts', 'src-main/windows/window-kinds.ts'])
      expect(files).toContain(file)
  })
})

describe('a forbidden import is found however it is written', () => {
  const found = layerFindings(fixtures)
  const expected: [kind: string, file: string, specifier: string, reason: RegExp][] = [
    ['static', 'src-main/services/static.ts', '../store/clean-store.ts', /only types of src-main\/store/],
    ['static with inline types', 'src-main/services/inline-type.ts', '../store/clean-store.ts', /only types/],
    ['re-export', 'src-main/services/re-export.ts', '../store/clean-store.ts', /only types/],
    ['dynamic', 'src-main/services/dynamic.ts', '../store/clean-store.ts', /only types/],
    ['dynamic beside a type', 'src-main/services/type-and-dynamic.ts', '../store/clean-store.ts', /only types/],
    ['require', 'src-main/services/require.ts', 'better-sqlite3', /package better-sqlite3/],
    ['dynamic with a computed name', 'src-main/services/computed.ts', '`../store/${name}.ts`', /must be written out/],
    ['type of electron', 'src-main/services/type-of-electron.ts', 'electron', /package electron/],
    [
      'type written in place',
      'src-main/hosts/local/import-type.ts',
      '../electron/clean-host.ts',
      /hosts\/local may not import/,
    ],
    ['folder without a rule', 'src-main/elsewhere/no-rule.ts', '', /no layer/],
    ['node in shared code', 'src-shared/node.ts', 'node:path', /may not import node modules/],
    ['our code in a migration', 'migrations/live-code.ts', '../src-shared/clean-day.ts', /migrations may not import/],
    [
      're-export of schemas in a window',
      'src-renderer/bridge/schema.ts',
      '../../src-shared/contract/clean-contract.ts',
      /only types/,
    ],
    [
      'static in .vue',
      'src-renderer/features/mail/other-feature.vue',
      '../contacts/clean-parts.ts',
      /features may not import/,
    ],
    [
      'dynamic in .vue',
      'src-renderer/features/mail/other-feature.vue',
      '../../../src-main/services/clean-service.ts',
      /may not import src-main/,
    ],
    [
      'script of another file in .vue',
      'src-renderer/features/mail/linked-script.vue',
      '../contacts/clean-parts.ts',
      /may not import/,
    ],
    ['glob', 'src-renderer/features/mail/glob.ts', '../*/clean-page.ts', /may not import/],
    ['side effect of an unlisted package', 'src-renderer/features/mail/side-effect.ts', 'axe-core', /package axe-core/],
  ]

  it.each(expected)('%s: %s', (_kind, file, specifier, reason) => {
    const here = found.filter((finding) => finding.file === file && finding.specifier === specifier)
    expect(here.map((finding) => finding.reason)).toEqual([expect.stringMatching(reason)])
  })

  it('nothing else is flagged, and no clean file is', () => {
    expect(found.map(line)).toHaveLength(expected.length)
    expect(found.filter((finding) => finding.file.includes('/clean-'))).toEqual([])
  })

  it('names the line of a .vue file, not of its script', () => {
    expect(found.find((finding) => finding.file.endsWith('other-feature.vue'))?.line).toBe(5)
  })

  it('an import in a comment or a text is none', () => {
    expect(
      importsOf('a.ts', "// import x from 'electron'\nexport const text = \"import y from 'electron'\"\n"),
    ).toEqual([])
  })
})
