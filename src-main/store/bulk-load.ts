// Fast filling of a new store: its indexes and insert triggers are put aside, and at the end built and run once a record instead of once a row.
// Runs on the writer's thread. Records still go through the command pipeline and its log.
import type Database from 'better-sqlite3'

const putAside: string[] = []

export function beginLoad(db: Database.Database): null {
  db.pragma('cache_size = -400000')
  const parts = db
    .prepare(
      `SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL
       AND ((type = 'index' AND sql NOT LIKE 'CREATE UNIQUE%') OR (type = 'trigger' AND sql LIKE '% AFTER INSERT ON %')) ORDER BY type`,
    )
    .all() as { type: string; name: string; sql: string }[]
  for (const { type, name, sql } of parts) {
    putAside.push(sql)
    db.exec(`DROP ${type} ${name}`)
  }
  return null
}

/** Touching one row of each contact runs the update triggers, which derive and index the same as the insert triggers would have. */
const derive = [
  `INSERT INTO activity_search (rowid, subject, notes, place) SELECT row_id, subject, notes, place FROM activity`,
  `UPDATE mail SET subject = subject`,
  `UPDATE contact SET name = name WHERE row_id NOT IN (SELECT contact_row FROM contact_point UNION SELECT contact_row FROM contact_address)`,
  `UPDATE contact_point SET position = position WHERE row_id IN (SELECT min(row_id) FROM contact_point GROUP BY contact_row)`,
  `UPDATE contact_address SET position = position WHERE row_id IN (SELECT min(row_id) FROM contact_address GROUP BY contact_row)`,
  `UPDATE employment SET job_title = job_title`,
  `UPDATE activity SET state = state WHERE row_id IN (
    SELECT max(row_id) FROM activity WHERE state = 'done' AND contact_row IS NOT NULL GROUP BY contact_row
    UNION SELECT max(row_id) FROM activity WHERE state = 'done' AND person_row IS NOT NULL GROUP BY person_row)`,
  `UPDATE activity SET state = state WHERE row_id IN (
    SELECT max(row_id) FROM activity WHERE contact_row IS NOT NULL GROUP BY contact_row UNION SELECT max(row_id) FROM activity WHERE person_row IS NOT NULL GROUP BY person_row)`,
]

export function endLoad(db: Database.Database): null {
  db.exec('BEGIN IMMEDIATE')
  for (const sql of putAside.splice(0)) db.exec(sql)
  for (const sql of derive) db.exec(sql)
  db.exec('COMMIT')
  // As `PRAGMA optimize` leaves it in a store that grew: samples of values would have statements planned anew whenever a bound value changes.
  db.exec('ANALYZE; DELETE FROM sqlite_stat4')
  db.pragma('cache_size = -16000')
  return null
}
