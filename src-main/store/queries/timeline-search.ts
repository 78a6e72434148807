// What of a contact's timeline has the words typed (CON-4): each word must begin a word of the entry, by the rule of the search index. Activities and notes are
// decided row by row as the timeline is walked, so that a page costs what it shows; mails by their index. Runs on a reader's thread.
import type { FoundText } from '../../../src-shared/contract/contacts.ts'
import type { ReadStore } from '../read-store.ts'
import { wordTokens } from '../word-match.ts'
import { mailTextQuery } from './mail-find.ts'
import { marked, rangesIn, snippetOf, type Wanted } from './search-marks.ts'

/** A condition and its parameters. */
export interface Condition {
  sql: string
  params: unknown[]
}
export interface TimelineSearch {
  activity: Condition
  note: Condition
  mail: Condition
}

const filesOfActivity = `(SELECT group_concat(f.name, char(10)) FROM attachment AS f WHERE f.activity_row = a.row_id)`
const peopleOfActivity = `(SELECT group_concat(p.name, char(10)) FROM contact AS p WHERE p.row_id IN (a.company_row, a.person_row))`
/** All that is looked through in an activity. Most often the first two decide. */
const textOfActivity = `a.subject || char(10) || a.notes || char(10) || a.place || char(10) || ifnull(${peopleOfActivity}, '') || char(10) || ifnull(${filesOfActivity}, '')`

/** Null for a text without letters or digits: it finds nothing. */
export function timelineSearch(text: string): TimelineSearch | null {
  const tokens = [...new Set(wordTokens(text))].slice(0, 20)
  const query = mailTextQuery(text)
  if (tokens.length === 0 || query === null) return null
  const all = (column: string): Condition => ({ sql: tokens.map(() => `word_in(?, ${column})`).join(' AND '), params: tokens })
  return {
    activity: all(textOfActivity),
    note: all('n.text'),
    mail: { sql: 'm.row_id IN (SELECT rowid FROM mail_search WHERE mail_search MATCH ?)', params: [query] },
  }
}

interface ActivityText {
  id: string
  subject: string
  notes: string
  place: string
  people: string
  files: string
}

/** Of each activity what was found in it, by its id. */
export function foundInActivities(read: ReadStore, keys: readonly number[], wanted: Wanted): Map<string, FoundText> {
  const texts = read.allSql<ActivityText>(
    `SELECT a.id, a.subject, a.notes, a.place, ifnull(${peopleOfActivity}, '') AS people, ifnull(${filesOfActivity}, '') AS files
     FROM json_each(?) AS k CROSS JOIN activity AS a ON a.row_id = k.value`,
    JSON.stringify(keys),
  )
  return new Map(
    texts.map(({ id, subject, notes, place, people, files }) => {
      const snippet = snippetOf(wanted, notes) ?? snippetOf(wanted, place) ?? snippetOf(wanted, files)
      return [id, { title: marked(wanted, subject), who: null, snippet: snippet ?? (rangesIn(wanted, subject).length > 0 ? null : snippetOf(wanted, people)) }]
    }),
  )
}
