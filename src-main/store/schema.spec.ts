// The typed schema says exactly what the migrations made, table by table and column by column.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import ts from 'typescript'
import { expect, it } from 'vitest'
import { migrate } from './migrate.ts'
import { tables } from './tables.ts'

function typedTables(): Map<string, string[]> {
  const source = ts.createSourceFile('schema.ts', readFileSync(join(import.meta.dirname, 'schema.ts'), 'utf8'), ts.ScriptTarget.Latest, true)
  const names = (type: ts.TypeNode): string[] => {
    if (ts.isIntersectionTypeNode(type)) return type.types.flatMap(names)
    if (ts.isTypeReferenceNode(type)) return ['row_id', 'id', 'revision']
    return ts.isTypeLiteralNode(type) ? type.members.map((member) => member.name?.getText() ?? '') : []
  }
  const found = new Map<string, string[]>()
  for (const statement of source.statements) {
    if (!ts.isInterfaceDeclaration(statement) || statement.name.text !== 'StoreSchema') continue
    for (const member of statement.members) {
      if (ts.isPropertySignature(member) && member.type !== undefined) found.set(member.name.getText(), names(member.type).sort())
    }
  }
  return found
}

it('the schema that queries are typed by is the one the migrations make', () => {
  const db = new Database(':memory:')
  migrate(db)
  const made = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE TABLE%' AND name NOT LIKE '%\\_search\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'`).pluck().all() as string[]
  const typed = typedTables()
  expect([...typed.keys()].sort()).toEqual([...made].sort())
  for (const [table, columns] of typed) {
    const real = (db.prepare(`SELECT name FROM pragma_table_xinfo('${table}')`).pluck().all() as string[]).sort()
    expect(columns, table).toEqual(real)
  }
  for (const [table, fields] of Object.entries(tables)) {
    for (const { column } of fields) expect(typed.get(table), table).toContain(column)
  }
  db.close()
})
