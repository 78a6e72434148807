// Version 50: the rhythm of each contact (NXT-5) and the sessions that work through a list of contacts (NXT-4).
// Derived, not in the log: `rhythm_gap` (the median gap between days on which something was done), `rhythm_set` and `rhythm_tag` (from the table
// `rhythm`), and from them `rhythm` and the days from which a contact cools off and is cold. Days, not a state: a new day needs no write.
import type { Migration } from './migration.ts'

const entry = `row_id INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL DEFAULT 1`

/**
 * The median of the gaps between the last 9 days on which something was done with the contact, 7 days to a year; null with fewer than two gaps. The plus
 * keeps the planner from the index by state.
 */
const gap = (column: string): string => `(SELECT max(7, min(365, cast(round(avg(gap)) AS INTEGER))) FROM (
    SELECT gap, row_number() OVER (ORDER BY gap) AS nth, count(*) OVER () AS n FROM (
      SELECT julianday(on_day) - julianday(lead(on_day) OVER (ORDER BY on_day DESC)) AS gap FROM (
        SELECT DISTINCT a.starts_on AS on_day FROM activity a WHERE a.${column} = contact.row_id AND +a.state = 'done' AND a.binned_at IS NULL
          AND a.type_row NOT IN (SELECT row_id FROM activity_type WHERE is_private = 1) ORDER BY a.sort_key DESC LIMIT 9))
    WHERE gap IS NOT NULL)
  WHERE n >= 2 AND nth IN ((n + 1) / 2, n / 2 + 1))`
const setGap = `rhythm_gap = CASE kind WHEN 'company' THEN ${gap('contact_row')} ELSE ${gap('person_row')} END`
const setOwn = `rhythm_set = (SELECT days FROM rhythm WHERE contact_row = contact.row_id)`
const setTag = `rhythm_tag = (SELECT min(r.days) FROM contact_tag ct JOIN rhythm r ON r.tag_row = ct.tag_row WHERE ct.contact_row = contact.row_id)`

const onRhythm = (event: 'insert' | 'update' | 'delete'): string => {
  const row = event === 'delete' ? 'old' : 'new'
  return `CREATE TRIGGER rhythm_${event} AFTER ${event.toUpperCase()} ON rhythm BEGIN
    UPDATE contact SET ${setOwn} WHERE row_id = ${row}.contact_row;
    UPDATE contact SET ${setTag} WHERE ${row}.tag_row IS NOT NULL AND row_id IN (SELECT contact_row FROM contact_tag WHERE tag_row = ${row}.tag_row); END`
}
const onTag = (event: 'insert' | 'delete'): string => {
  const row = event === 'delete' ? 'old' : 'new'
  return `CREATE TRIGGER contact_tag_rhythm_${event} AFTER ${event.toUpperCase()} ON contact_tag WHEN EXISTS (SELECT 1 FROM rhythm WHERE tag_row = ${row}.tag_row) BEGIN
    UPDATE contact SET ${setTag} WHERE row_id = ${row}.contact_row; END`
}

export const rhythmAndSessions: Migration = {
  version: 50,
  name: 'rhythm-and-sessions',
  statements: [
    // Days between contacts as set by hand for a contact or for those with a tag; 0: this one has no rhythm.
    `CREATE TABLE rhythm (${entry}, contact_row INTEGER UNIQUE REFERENCES contact (row_id), tag_row INTEGER UNIQUE REFERENCES tag (row_id), days INTEGER NOT NULL) STRICT`,
    `ALTER TABLE contact ADD COLUMN rhythm_gap INTEGER`,
    `ALTER TABLE contact ADD COLUMN rhythm_set INTEGER`,
    `ALTER TABLE contact ADD COLUMN rhythm_tag INTEGER`,
    `ALTER TABLE contact ADD COLUMN rhythm INTEGER GENERATED ALWAYS AS (coalesce(rhythm_set, rhythm_tag, rhythm_gap)) VIRTUAL`,
    // Yellow past one and a quarter of the rhythm, red past two.
    `ALTER TABLE contact ADD COLUMN cooling_from TEXT GENERATED ALWAYS AS (CASE WHEN coalesce(rhythm_set, rhythm_tag, rhythm_gap) > 0
       THEN date(substr(last_contact_at, 1, 10), '+' || (coalesce(rhythm_set, rhythm_tag, rhythm_gap) * 5 / 4 + 1) || ' days') END) VIRTUAL`,
    `ALTER TABLE contact ADD COLUMN cold_from TEXT GENERATED ALWAYS AS (CASE WHEN coalesce(rhythm_set, rhythm_tag, rhythm_gap) > 0
       THEN date(substr(last_contact_at, 1, 10), '+' || (coalesce(rhythm_set, rhythm_tag, rhythm_gap) * 2 + 1) || ' days') END) VIRTUAL`,
    `UPDATE contact SET ${setGap} WHERE last_contact_at IS NOT NULL`,
    `CREATE INDEX contact_cooling ON contact (cooling_from, cold_from)`,
    `CREATE TRIGGER activity_rhythm_insert AFTER INSERT ON activity WHEN new.state = 'done' AND new.contact_row IS NOT NULL BEGIN
      UPDATE contact SET ${setGap} WHERE row_id IN (new.company_row, new.person_row); END`,
    `CREATE TRIGGER activity_rhythm_update AFTER UPDATE OF state, binned_at, company_row, person_row, type_row, starts_on ON activity
      WHEN new.state = 'done' OR old.state = 'done' BEGIN
      UPDATE contact SET ${setGap} WHERE row_id IN (old.company_row, old.person_row, new.company_row, new.person_row); END`,
    `CREATE TRIGGER activity_rhythm_delete AFTER DELETE ON activity WHEN old.state = 'done' BEGIN
      UPDATE contact SET ${setGap} WHERE row_id IN (old.company_row, old.person_row); END`,
    `CREATE TRIGGER activity_type_rhythm AFTER UPDATE OF is_private ON activity_type WHEN new.is_private <> old.is_private BEGIN
      UPDATE contact SET ${setGap}
      WHERE row_id IN (SELECT company_row FROM activity WHERE type_row = new.row_id UNION SELECT person_row FROM activity WHERE type_row = new.row_id); END`,
    onRhythm('insert'),
    onRhythm('update'),
    onRhythm('delete'),
    onTag('insert'),
    onTag('delete'),
    `CREATE TABLE session (${entry}, name TEXT NOT NULL, owner_row INTEGER NOT NULL REFERENCES user (row_id), created_at INTEGER NOT NULL, ended_at INTEGER) STRICT`,
    `CREATE INDEX session_open ON session (owner_row, created_at) WHERE ended_at IS NULL`,
    `CREATE TABLE session_item (${entry}, session_row INTEGER NOT NULL REFERENCES session (row_id), contact_row INTEGER NOT NULL REFERENCES contact (row_id),
      position INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('waiting','done','skipped')), result_row INTEGER REFERENCES result (row_id),
      activity_row INTEGER REFERENCES activity (row_id), next_row INTEGER REFERENCES activity (row_id)) STRICT`,
    `CREATE INDEX session_item_order ON session_item (session_row, position)`,
    `CREATE INDEX session_item_contact ON session_item (contact_row)`,
    `CREATE INDEX session_item_activity ON session_item (activity_row) WHERE activity_row IS NOT NULL`,
    `CREATE INDEX session_item_next ON session_item (next_row) WHERE next_row IS NOT NULL`,
  ],
}
