// The log is the whole truth (HIS-1): the store built anew from it is the store; and what did not go through the log is found.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { filledStore } from '../../build/filled-store.ts'
import { contactWith } from '../../build/test-records.ts'
import { compareWithLog } from './rebuild.ts'
import { TestStore } from './test-store.ts'

let profile = ''
const path = (): string => join(profile, 'store.db')
beforeAll(async () => {
  profile = await filledStore({ contacts: 120, activities: 500, mails: 30 })
})
afterAll(() => rmSync(profile, { recursive: true, force: true }))

function tamper(sql: string, back: string): string[] {
  const db = new Database(path())
  db.exec(sql)
  const found = compareWithLog(path())
  db.exec(back)
  db.close()
  return found
}

it('the sample is told by its log, derived columns and search included', () => {
  expect(compareWithLog(path())).toEqual([])
})

it('names a value that was written beside the log', () => {
  const found = tamper(
    "UPDATE activity SET place = place || '!' WHERE row_id = 7",
    'UPDATE activity SET place = substr(place, 1, length(place) - 1) WHERE row_id = 7',
  )
  expect(found).toEqual([expect.stringMatching(/^activity \S+ place: the store has /), ...found.slice(1)])
})

it('names a derived column and a search index that do not follow', () => {
  expect(
    tamper(
      'UPDATE contact SET next_contact_at = NULL WHERE next_contact_at IS NOT NULL',
      'UPDATE activity SET state = state',
    ),
  ).not.toEqual([])
  expect(
    tamper('DELETE FROM contact_search WHERE rowid = 3', 'UPDATE contact SET name = name WHERE row_id = 3')[0],
  ).toMatch(/^contact_search: the store has/)
})

it('the order of phones and mails in the search, which goes by the statistics of a store, is no difference', () => {
  const store = new TestStore()
  const point = (kind: 'phone' | 'mail', value: string) => ({ id: null, kind, label: '', value })
  const values = contactWith({ name: 'Talleres Ruiz', points: [point('phone', '931234567'), point('mail', 'a@x.example')] })
  const { id } = store.write('contact.create', { values, employerId: null, jobTitle: '' }).value
  store.connection.raw.exec('ANALYZE')
  store.write('contact.save', { id, revision: 1, values: { name: 'Talleres Ruiz S.L.' } })
  expect(compareWithLog(store.path)).toEqual([])
  // What stands in it is one.
  store.connection.raw.exec(`UPDATE contact_point SET value = 'b@x.example' WHERE kind = 'mail'`)
  expect(compareWithLog(store.path)).toContainEqual(expect.stringMatching(/^contact_search/))
  store.close()
})

it('names a record that the log does not know', () => {
  const insert = `INSERT INTO tag (id, name, color) VALUES ('smuggled', 'x', '')`
  expect(tamper(insert, `DELETE FROM tag WHERE id = 'smuggled'`)).toEqual([
    'tag: the store has smuggled, the log no more',
  ])
  expect(compareWithLog(path())).toEqual([])
})
