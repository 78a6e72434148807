// The layers of the program and what each may import, and the reader that finds every import of a source file.
// Plain Node, used by `layers.spec.ts`. What must stay true: a folder without a rule, and an import that cannot be read, are findings.
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import ts from 'typescript'
import { parse } from 'vue/compiler-sfc'

/** One row of "from | may import". Paths are prefixes relative to the root, with `/`; packages are npm names. */
export interface LayerRule {
  name: string
  /** Folders (ending in `/`) or files that belong to the layer. `*` stands for one folder name, and means the same in `ours`. */
  at: string[]
  /** Our own files that it may import; its own files are to be listed too. */
  ours: string[]
  /** Our own files of which it may import types only; wins over `ours`. */
  ourTypes?: string[]
  packages?: string[]
  /** Packages of which it may import types only. */
  packageTypes?: string[]
  /** Whether `node:` modules may be imported. */
  node?: boolean
}

const domainLibraries = ['zod', 'temporal-polyfill', 'rrule-temporal', 'libphonenumber-js', 'stdnum']
const mailLibraries = ['postal-mime', 'html-to-text', 'nodemailer', 'imapflow', '@kenjiuno/msgreader', '@kenjiuno/decompressrtf', 'rtf-stream-parser', 'iconv-lite']
const formatLibraries = ['zod', 'temporal-polyfill', 'csv-parse', 'read-excel-file', 'write-excel-file', 'ical.js', 'iconv-lite', 'fflate']
const interfaceLibraries = [
  'vue',
  'vuetify',
  'vue-i18n',
  'vue-router',
  'pinia',
  '@mdi/js',
  '@fontsource-variable/roboto',
  'chart.js',
  'vue-chartjs',
  'dompurify',
  'pdfjs-dist',
  'temporal-polyfill',
]
const useCases = [
  'src-main/services/',
  'src-main/files/',
  'src-main/jobs/',
  'src-main/sample/',
  'src-main/windows/',
  'src-main/app.ts',
  'src-main/ports.ts',
]
/** What a host needs to start the core; it begins with the store's threads before it loads anything else. */
const startOfCore = ['src-main/app.ts', 'src-main/ports.ts', 'src-main/store/warm-threads.ts', 'src-main/store/profile-lock.ts']
const contractTypes = ['src-shared/contract/']

/** The table. The first rule whose `at` fits a file decides. Tests (`*.spec.ts`) go by `specRule`. */
const layerRules: LayerRule[] = [
  { name: 'src-shared', at: ['src-shared/'], ours: ['src-shared/'], packages: domainLibraries },
  { name: 'migrations', at: ['migrations/'], ours: ['migrations/'], packageTypes: ['better-sqlite3'], node: true },
  {
    name: 'src-main/store',
    at: ['src-main/store/'],
    ours: ['src-shared/', 'migrations/', 'src-main/store/'],
    packages: ['kysely', 'better-sqlite3', ...domainLibraries],
    node: true,
  },
  {
    name: 'src-main/mail',
    at: ['src-main/mail/'],
    ours: ['src-shared/', 'src-main/mail/'],
    packages: mailLibraries,
    node: true,
  },
  {
    name: 'src-main/hosts/electron/preload',
    at: ['src-main/hosts/electron/preload.ts'],
    ours: ['src-main/hosts/electron/channels.ts'],
    ourTypes: ['src-shared/'],
    packages: ['electron'],
  },
  {
    name: 'src-main/hosts/electron',
    at: ['src-main/hosts/electron/'],
    ours: ['src-shared/', ...startOfCore, 'src-main/windows/', 'src-main/hosts/electron/'],
    packages: ['electron'],
    node: true,
  },
  {
    name: 'src-main/hosts/local',
    at: ['src-main/hosts/local/'],
    ours: ['src-shared/', ...startOfCore, 'src-main/windows/', 'src-main/hosts/local/'],
    packages: ['ws'],
    node: true,
  },
  {
    // Where the core's parts meet: it opens the store and starts the parser.
    name: 'src-main wiring',
    at: ['src-main/app.ts', 'src-main/further-areas.ts'],
    ours: ['src-shared/', ...useCases, 'src-main/further-areas.ts', 'src-main/store/', 'src-main/mail/'],
    packages: formatLibraries,
    node: true,
  },
  {
    name: 'src-main use cases',
    at: useCases,
    ours: ['src-shared/', ...useCases],
    ourTypes: ['src-main/store/', 'src-main/mail/'],
    packages: formatLibraries,
    node: true,
  },
  {
    name: 'src-renderer/bridge',
    at: ['src-renderer/bridge/'],
    ours: ['src-shared/', 'src-renderer/bridge/'],
    ourTypes: contractTypes,
    packages: ['vue'],
  },
  {
    name: 'src-renderer/ui',
    at: ['src-renderer/ui/'],
    ours: ['src-shared/', 'src-renderer/ui/'],
    ourTypes: contractTypes,
    packages: interfaceLibraries,
  },
  {
    name: 'src-renderer/features',
    at: ['src-renderer/features/*/'],
    ours: ['src-shared/', 'src-renderer/bridge/', 'src-renderer/ui/', 'src-renderer/features/*/'],
    ourTypes: contractTypes,
    packages: interfaceLibraries,
  },
  {
    name: 'src-renderer (wiring)',
    at: ['src-renderer/'],
    ours: ['src-shared/', 'src-renderer/'],
    ourTypes: contractTypes,
    packages: interfaceLibraries,
  },
]

/** Tests may reach across layers: they run the real thing. Only Electron stays where it is. */
const specRule = { electronOnlyIn: 'src-main/hosts/electron/' }

/** Folders that the rules are about. */
const layeredFolders = ['src-shared', 'src-main', 'src-renderer', 'migrations']

export type ImportKind = 'value' | 'type' | 'unreadable'
export interface FoundImport {
  specifier: string
  kind: ImportKind
  line: number
}
export interface LayerFinding {
  file: string
  line: number
  specifier: string
  reason: string
}

const sourceFile = /\.(?:[cm]?[jt]sx?|vue)$/

/** Every source file below the given folders of `root`, relative, with `/`, sorted. Missing folders hold nothing. */
export function sourceFiles(root: string, folders: string[] = layeredFolders): string[] {
  const found: string[] = []
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (entry.name === 'node_modules') continue
      const path = posix.join(folder, entry.name)
      if (entry.isDirectory()) walk(path)
      else if (sourceFile.test(entry.name)) found.push(path)
    }
  }
  const present = new Set(readdirSync(root))
  for (const folder of folders) if (present.has(folder)) walk(folder)
  return found.sort()
}

/** Every import of one file: static, type, re-export, dynamic, require, `import()` types, globs; in `.vue` files those of its script blocks. */
export function importsOf(path: string, text: string): FoundImport[] {
  if (!path.endsWith('.vue')) return importsOfScript(path, text, 0)
  const { descriptor, errors } = parse(text, { filename: path })
  if (errors.length > 0) return [{ specifier: String(errors[0]), kind: 'unreadable', line: 1 }]
  const found: FoundImport[] = []
  for (const block of [descriptor.script, descriptor.scriptSetup]) {
    if (!block) continue
    found.push(...importsOfScript(`${path}.ts`, block.content, block.loc.start.line - 1))
    if (block.src) found.push({ specifier: block.src, kind: 'value', line: block.loc.start.line })
  }
  for (const block of [descriptor.template, ...descriptor.styles])
    if (block?.src) found.push({ specifier: block.src, kind: 'value', line: block.loc.start.line })
  return found
}

function importsOfScript(path: string, text: string, linesBefore: number): FoundImport[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const lineAt = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1 + linesBefore
  const found: FoundImport[] = []
  const typeOnly = new Map<string, { types: number; seen: number }>()
  const count = (specifier: string, isType: boolean): void => {
    const entry = typeOnly.get(specifier) ?? { types: 0, seen: 0 }
    typeOnly.set(specifier, { types: entry.types + (isType ? 1 : 0), seen: entry.seen + 1 })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
      count(node.moduleSpecifier.text, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword)
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
      count(node.moduleSpecifier.text, node.isTypeOnly)
    else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      const expression = node.moduleReference.expression
      if (ts.isStringLiteral(expression)) count(expression.text, node.isTypeOnly)
    } else if (
      ts.isImportTypeNode(node) &&
      ts.isLiteralTypeNode(node.argument) &&
      ts.isStringLiteral(node.argument.literal)
    ) {
      count(node.argument.literal.text, true)
      // preProcessFile reads a type's `import('x')` too, but not in every position.
      found.push({ specifier: node.argument.literal.text, kind: 'type', line: lineAt(node.getStart()) })
    } else if (ts.isCallExpression(node)) found.push(...importsOfCall(node, lineAt))
    ts.forEachChild(node, visit)
  }
  visit(source)
  for (const { fileName, pos } of ts.preProcessFile(text, true, true).importedFiles) {
    const counted = typeOnly.get(fileName)
    const isType = counted !== undefined && counted.types === counted.seen
    found.push({ specifier: fileName, kind: isType ? 'type' : 'value', line: lineAt(pos) })
  }
  return unique(found)
}

/** `import(x)`, `require(x)`, `require.resolve(x)`, `import.meta.glob(x)`: read when `x` is written out, else a finding. */
function importsOfCall(node: ts.CallExpression, lineAt: (position: number) => number): FoundImport[] {
  const callee = node.expression.getText()
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword
  const isGlob = callee === 'import.meta.glob'
  if (!isImport && !isGlob && callee !== 'require' && callee !== 'require.resolve') return []
  const [first] = node.arguments
  const written = first && ts.isArrayLiteralExpression(first) ? [...first.elements] : first ? [first] : []
  return written.map((argument) =>
    ts.isStringLiteralLike(argument)
      ? { specifier: argument.text, kind: 'value', line: lineAt(node.getStart()) }
      : { specifier: argument.getText(), kind: 'unreadable', line: lineAt(node.getStart()) },
  )
}

function unique(found: FoundImport[]): FoundImport[] {
  const byKey = new Map<string, FoundImport>()
  for (const entry of found) {
    const key = `${entry.specifier}\n${entry.line}`
    const before = byKey.get(key)
    // Seen twice on one line: the stricter reading stands.
    if (!before || before.kind === 'type') byKey.set(key, entry)
  }
  return [...byKey.values()].sort((a, b) => a.line - b.line)
}

/** What one file imports against the rules. An empty list is a clean file. */
function findingsOf(file: string, text: string, rules: LayerRule[] = layerRules): LayerFinding[] {
  const imports = importsOf(file, text)
  const isSpec = /\.spec\.[cm]?tsx?$/.test(file)
  const match = isSpec ? undefined : ruleOf(file, rules)
  if (!isSpec && !match) return [{ file, line: 1, specifier: '', reason: 'no layer has a rule for this file' }]
  const findings: LayerFinding[] = []
  for (const { specifier, kind, line } of imports) {
    const reason = match ? refusal(file, specifier, kind, match.rule, match.star) : specRefusal(file, specifier)
    if (reason) findings.push({ file, line, specifier, reason })
  }
  return findings
}

/** Every finding below `root`. */
export function layerFindings(root: string, rules: LayerRule[] = layerRules): LayerFinding[] {
  return sourceFiles(root).flatMap((file) => findingsOf(file, readFileSync(join(root, file), 'utf8'), rules))
}

function ruleOf(file: string, rules: LayerRule[]): { rule: LayerRule; star: string | null } | undefined {
  for (const rule of rules)
    for (const place of rule.at) {
      const match = place.includes('*')
        ? starred(place).exec(file)
        : file === place || (place.endsWith('/') && file.startsWith(place))
      if (match) return { rule, star: match === true ? null : (match[1] ?? null) }
    }
  return undefined
}

const starred = (place: string): RegExp => new RegExp(`^${place.replaceAll('.', '\\.').replace('*', '([^/]+)')}`)

function fits(path: string, places: string[], star: string | null): boolean {
  return places.some((place) => {
    const prefix = star === null ? place : place.replace('*', star)
    return path === prefix || (prefix.endsWith('/') && path.startsWith(prefix))
  })
}

function refusal(
  file: string,
  specifier: string,
  kind: ImportKind,
  rule: LayerRule,
  star: string | null,
): string | null {
  if (kind === 'unreadable') return `${rule.name}: what is imported must be written out`
  if (specifier.startsWith('node:')) return rule.node ? null : `${rule.name} may not import node modules`
  const path = ownPath(file, specifier)
  if (path === null) return packageRefusal(packageName(specifier), kind, rule)
  if (fits(path, rule.ourTypes ?? [], star) && !(rule.at.length > 0 && fits(path, rule.at, star)))
    return kind === 'type' ? null : `${rule.name} may import only types of ${path} (import type)`
  return fits(path, rule.ours, star) ? null : `${rule.name} may not import ${path}`
}

function packageRefusal(name: string, kind: ImportKind, rule: LayerRule): string | null {
  if (rule.packages?.includes(name)) return null
  if (!rule.packageTypes?.includes(name)) return `${rule.name} may not import the package ${name}`
  return kind === 'type' ? null : `${rule.name} may import only types of the package ${name}`
}

function specRefusal(file: string, specifier: string): string | null {
  if (packageName(specifier) !== 'electron' || file.startsWith(specRule.electronOnlyIn)) return null
  return `tests outside ${specRule.electronOnlyIn} may not import electron`
}

/** The path from the root of a relative specifier, without a query (`?raw`); null for a package. */
function ownPath(file: string, specifier: string): string | null {
  if (!specifier.startsWith('.') && !specifier.startsWith('/')) return null
  const bare = specifier.replace(/[?#].*$/, '')
  return bare.startsWith('/') ? bare : posix.join(posix.dirname(file), bare)
}

function packageName(specifier: string): string {
  const parts = specifier.split('/')
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier)
}
