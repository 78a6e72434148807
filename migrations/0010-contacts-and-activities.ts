// Version 10: users, lists, contacts, activities, notes, settings, the change log, and their search and derived columns.
// Every table has an integer key for joins, search and snapshots, and a UUIDv7 `id` that crosses the contract. References are integer keys;
// in the change log they stand as UUIDs. "Last contact", "next contact" and the main phone, mail, city and employer are derived by triggers
// in the same transaction and are not in the log.
import type { Migration } from './migration.ts'

const entry = `row_id INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL DEFAULT 1`

const tables = [
  `CREATE TABLE store_info (row_id INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, value TEXT NOT NULL) STRICT`,
  `CREATE TABLE user (${entry}, name TEXT NOT NULL, mail TEXT NOT NULL DEFAULT '', color TEXT NOT NULL DEFAULT '',
    hours TEXT, is_active INTEGER NOT NULL DEFAULT 1) STRICT`,
  `CREATE TABLE activity_type (${entry}, builtin TEXT, name TEXT, icon TEXT NOT NULL DEFAULT '', color TEXT NOT NULL DEFAULT '',
    default_minutes INTEGER, in_calendar INTEGER NOT NULL DEFAULT 1, is_private INTEGER NOT NULL DEFAULT 0,
    position INTEGER NOT NULL DEFAULT 0, is_archived INTEGER NOT NULL DEFAULT 0) STRICT`,
  `CREATE INDEX activity_type_position ON activity_type (position)`,
  `CREATE TABLE result (${entry}, builtin TEXT, name TEXT, icon TEXT NOT NULL DEFAULT '', color TEXT NOT NULL DEFAULT '',
    meaning TEXT NOT NULL DEFAULT 'neutral', hint TEXT, position INTEGER NOT NULL DEFAULT 0, is_archived INTEGER NOT NULL DEFAULT 0) STRICT`,
  `CREATE INDEX result_position ON result (position)`,
  `CREATE TABLE tag (${entry}, builtin TEXT, name TEXT, color TEXT NOT NULL DEFAULT '', position INTEGER NOT NULL DEFAULT 0,
    is_archived INTEGER NOT NULL DEFAULT 0) STRICT`,
  `CREATE TABLE reason (${entry}, builtin TEXT, name TEXT, position INTEGER NOT NULL DEFAULT 0, is_archived INTEGER NOT NULL DEFAULT 0) STRICT`,
  `CREATE TABLE setting (${entry}, value TEXT NOT NULL) STRICT`,
  `CREATE TABLE holiday (${entry}, on_day TEXT NOT NULL, name TEXT NOT NULL) STRICT`,
  `CREATE INDEX holiday_day ON holiday (on_day)`,
  `CREATE TABLE saved_view (${entry}, list TEXT NOT NULL, builtin TEXT, name TEXT, spec TEXT NOT NULL, position INTEGER NOT NULL DEFAULT 0) STRICT`,
  `CREATE TABLE draft (row_id INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, value TEXT NOT NULL, saved_at INTEGER NOT NULL) STRICT`,

  `CREATE TABLE contact (${entry}, kind TEXT NOT NULL CHECK (kind IN ('company','person')), relation TEXT NOT NULL DEFAULT 'lead',
    name TEXT NOT NULL, given_name TEXT NOT NULL DEFAULT '', family_name TEXT NOT NULL DEFAULT '', sort_key TEXT NOT NULL,
    tax_id TEXT, tax_country TEXT NOT NULL DEFAULT 'ES', tax_key TEXT, owner_row INTEGER REFERENCES user (row_id),
    notes TEXT NOT NULL DEFAULT '', birthday TEXT, anniversary TEXT, created_at INTEGER NOT NULL, binned_at INTEGER,
    last_contact_at TEXT, next_contact_at TEXT, main_phone TEXT, main_mail TEXT, main_city TEXT,
    employer_row INTEGER REFERENCES contact (row_id), job_title TEXT,
    is_listed INTEGER NOT NULL GENERATED ALWAYS AS (binned_at IS NULL) VIRTUAL,
    next_sort TEXT NOT NULL GENERATED ALWAYS AS (ifnull(next_contact_at, '~')) VIRTUAL,
    last_sort TEXT NOT NULL GENERATED ALWAYS AS (ifnull(last_contact_at, '')) VIRTUAL) STRICT`,
  `CREATE INDEX contact_name ON contact (sort_key)`,
  `CREATE INDEX contact_relation ON contact (relation, sort_key)`,
  `CREATE INDEX contact_kind ON contact (kind, sort_key)`,
  `CREATE INDEX contact_owner ON contact (owner_row, sort_key)`,
  `CREATE INDEX contact_next ON contact (next_sort)`,
  `CREATE INDEX contact_last ON contact (last_sort)`,
  `CREATE INDEX contact_created ON contact (created_at)`,
  `CREATE INDEX contact_city ON contact (main_city)`,
  `CREATE INDEX contact_phone ON contact (main_phone)`,
  `CREATE INDEX contact_mail ON contact (main_mail)`,
  `CREATE INDEX contact_tax ON contact (tax_id)`,
  `CREATE INDEX contact_tax_key ON contact (tax_key) WHERE tax_key IS NOT NULL`,
  `CREATE INDEX contact_employer ON contact (employer_row, sort_key)`,
  `CREATE INDEX contact_binned ON contact (binned_at) WHERE binned_at IS NOT NULL`,
  `CREATE TABLE employment (${entry}, person_row INTEGER NOT NULL REFERENCES contact (row_id), company_row INTEGER NOT NULL REFERENCES contact (row_id),
    job_title TEXT NOT NULL DEFAULT '', from_on TEXT, until_on TEXT) STRICT`,
  `CREATE INDEX employment_person ON employment (person_row)`,
  `CREATE INDEX employment_company ON employment (company_row)`,
  `CREATE TABLE contact_point (${entry}, contact_row INTEGER NOT NULL REFERENCES contact (row_id), kind TEXT NOT NULL CHECK (kind IN ('phone','mail','web')),
    label TEXT NOT NULL DEFAULT '', value TEXT NOT NULL, key TEXT NOT NULL, position INTEGER NOT NULL DEFAULT 0) STRICT`,
  `CREATE INDEX contact_point_contact ON contact_point (contact_row, kind, position)`,
  `CREATE INDEX contact_point_key ON contact_point (kind, key)`,
  `CREATE TABLE contact_address (${entry}, contact_row INTEGER NOT NULL REFERENCES contact (row_id), label TEXT NOT NULL DEFAULT '',
    street TEXT NOT NULL DEFAULT '', postcode TEXT NOT NULL DEFAULT '', city TEXT NOT NULL DEFAULT '', region TEXT NOT NULL DEFAULT '',
    country TEXT NOT NULL DEFAULT '', position INTEGER NOT NULL DEFAULT 0) STRICT`,
  `CREATE INDEX contact_address_contact ON contact_address (contact_row, position)`,
  `CREATE TABLE contact_tag (${entry}, contact_row INTEGER NOT NULL REFERENCES contact (row_id), tag_row INTEGER NOT NULL REFERENCES tag (row_id),
    UNIQUE (contact_row, tag_row)) STRICT`,
  `CREATE INDEX contact_tag_tag ON contact_tag (tag_row, contact_row)`,

  `CREATE TABLE activity (${entry}, type_row INTEGER NOT NULL REFERENCES activity_type (row_id), subject TEXT NOT NULL,
    company_row INTEGER REFERENCES contact (row_id), person_row INTEGER REFERENCES contact (row_id),
    starts_on TEXT NOT NULL, starts_time TEXT, duration_minutes INTEGER, ends_on TEXT, zone TEXT NOT NULL, starts_utc INTEGER,
    state TEXT NOT NULL CHECK (state IN ('planned','in_progress','on_hold','done','cancelled')), priority INTEGER NOT NULL DEFAULT 1,
    direction TEXT CHECK (direction IN ('out','in')), owner_row INTEGER NOT NULL REFERENCES user (row_id), author_row INTEGER NOT NULL REFERENCES user (row_id),
    place TEXT NOT NULL DEFAULT '', notes TEXT NOT NULL DEFAULT '', result_row INTEGER REFERENCES result (row_id), closed_at TEXT, cancel_reason TEXT,
    follows_row INTEGER REFERENCES activity (row_id), created_at INTEGER NOT NULL, binned_at INTEGER,
    sort_key TEXT NOT NULL GENERATED ALWAYS AS (starts_on || 'T' || ifnull(starts_time, '')) STORED,
    is_open INTEGER NOT NULL GENERATED ALWAYS AS (binned_at IS NULL AND state IN ('planned','in_progress','on_hold')) STORED,
    contact_row INTEGER GENERATED ALWAYS AS (ifnull(company_row, person_row)) STORED) STRICT`,
  `CREATE INDEX activity_date ON activity (sort_key)`,
  `CREATE INDEX activity_open ON activity (sort_key) WHERE is_open = 1`,
  `CREATE INDEX activity_owner ON activity (owner_row, sort_key)`,
  `CREATE INDEX activity_open_owner ON activity (owner_row, sort_key) WHERE is_open = 1`,
  `CREATE INDEX activity_contact ON activity (contact_row, sort_key)`,
  `CREATE INDEX activity_open_contact ON activity (contact_row, sort_key) WHERE is_open = 1`,
  `CREATE INDEX activity_person ON activity (person_row, sort_key) WHERE person_row IS NOT NULL`,
  `CREATE INDEX activity_type_date ON activity (type_row, sort_key)`,
  `CREATE INDEX activity_result_date ON activity (result_row, sort_key)`,
  `CREATE INDEX activity_state_date ON activity (state, sort_key)`,
  `CREATE INDEX activity_priority_date ON activity (priority, sort_key)`,
  `CREATE INDEX activity_created ON activity (created_at)`,
  `CREATE INDEX activity_closed ON activity (closed_at)`,
  `CREATE INDEX activity_follows ON activity (follows_row) WHERE follows_row IS NOT NULL`,
  // Companies alone: finds what a company's removal would leave hanging (contact_row also holds people without a company).
  `CREATE INDEX activity_company ON activity (company_row) WHERE company_row IS NOT NULL`,
  `CREATE INDEX activity_binned ON activity (binned_at) WHERE binned_at IS NOT NULL`,
  // What is open is a small part: with an index of its own for each order it is never looked for among all that was done.
  `CREATE INDEX activity_open_type ON activity (type_row, sort_key) WHERE is_open = 1`,
  `CREATE INDEX activity_open_result ON activity (result_row, sort_key) WHERE is_open = 1`,
  `CREATE INDEX activity_open_priority ON activity (priority, sort_key) WHERE is_open = 1`,
  `CREATE INDEX activity_open_created ON activity (created_at) WHERE is_open = 1`,
  `CREATE INDEX activity_open_closed ON activity (closed_at) WHERE is_open = 1`,
  `CREATE INDEX activity_open_zone ON activity (zone) WHERE is_open = 1`,
  `CREATE INDEX activity_state_created ON activity (state, created_at)`,
  `CREATE INDEX activity_type_owner ON activity (type_row, owner_row)`,
  `CREATE INDEX activity_author ON activity (author_row)`,
  `CREATE INDEX activity_direction ON activity (direction)`,
  `CREATE TABLE activity_tag (${entry}, activity_row INTEGER NOT NULL REFERENCES activity (row_id), tag_row INTEGER NOT NULL REFERENCES tag (row_id),
    UNIQUE (activity_row, tag_row)) STRICT`,
  `CREATE INDEX activity_tag_tag ON activity_tag (tag_row, activity_row)`,
  `CREATE TABLE note (${entry}, contact_row INTEGER NOT NULL REFERENCES contact (row_id), activity_row INTEGER REFERENCES activity (row_id),
    text TEXT NOT NULL, happened_at TEXT NOT NULL, author_row INTEGER NOT NULL REFERENCES user (row_id), created_at INTEGER NOT NULL, binned_at INTEGER) STRICT`,
  `CREATE INDEX note_contact ON note (contact_row, happened_at)`,
  `CREATE INDEX note_activity ON note (activity_row) WHERE activity_row IS NOT NULL`,

  // The log. A change set's rows are contiguous: first_change and change_count name them. `before` and `after` hold the changed fields alone.
  `CREATE TABLE change_set (row_id INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, clock TEXT NOT NULL, device_id TEXT NOT NULL,
    user_id TEXT, command TEXT NOT NULL, source TEXT NOT NULL, summary TEXT NOT NULL DEFAULT '{}', undoes TEXT, undone_by TEXT,
    first_change INTEGER NOT NULL, change_count INTEGER NOT NULL) STRICT`,
  `CREATE TABLE change (row_id INTEGER PRIMARY KEY, set_row INTEGER NOT NULL REFERENCES change_set (row_id), record_table TEXT NOT NULL,
    record_id TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('insert','update','delete')), before TEXT, after TEXT) STRICT`,
  `CREATE INDEX change_record ON change (record_id)`,
]

const search = [
  `CREATE VIRTUAL TABLE contact_search USING fts5(name, points, places, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3')`,
  `CREATE VIRTUAL TABLE activity_search USING fts5(subject, notes, place, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3')`,
]

/** Rewrites one contact's search row; `row` is an SQL expression naming the contact. */
const indexContact = (row: string): string => `INSERT OR REPLACE INTO contact_search (rowid, name, points, places)
  SELECT c.row_id, c.name || ' ' || ifnull(c.tax_id, ''),
    ifnull((SELECT group_concat(p.value || ' ' || p.key, ' ') FROM contact_point p WHERE p.contact_row = c.row_id), ''),
    ifnull((SELECT group_concat(a.street || ' ' || a.postcode || ' ' || a.city || ' ' || a.region, ' ') FROM contact_address a WHERE a.contact_row = c.row_id), '')
  FROM contact c WHERE c.row_id = ${row};`

const mainPoints = (row: string): string => `UPDATE contact SET
    main_phone = (SELECT value FROM contact_point WHERE contact_row = ${row} AND kind = 'phone' ORDER BY position, row_id LIMIT 1),
    main_mail = (SELECT value FROM contact_point WHERE contact_row = ${row} AND kind = 'mail' ORDER BY position, row_id LIMIT 1)
  WHERE row_id = ${row};`
const mainCity = (row: string): string => `UPDATE contact SET
    main_city = (SELECT nullif(city, '') FROM contact_address WHERE contact_row = ${row} ORDER BY position, row_id LIMIT 1) WHERE row_id = ${row};`
const currentJob = (row: string): string => `UPDATE contact SET (employer_row, job_title) =
    (SELECT company_row, job_title FROM employment WHERE person_row = ${row} AND until_on IS NULL ORDER BY row_id DESC LIMIT 1) WHERE row_id = ${row};`

const nextContact = `next_contact_at = CASE kind
    WHEN 'company' THEN (SELECT a.sort_key FROM activity a WHERE a.contact_row = contact.row_id AND a.is_open = 1
      AND a.type_row NOT IN (SELECT row_id FROM activity_type WHERE is_private = 1) ORDER BY a.sort_key LIMIT 1)
    ELSE (SELECT a.sort_key FROM activity a WHERE a.person_row = contact.row_id AND a.is_open = 1
      AND a.type_row NOT IN (SELECT row_id FROM activity_type WHERE is_private = 1) ORDER BY a.sort_key LIMIT 1) END`
// The plus keeps the planner from the index by state: one contact's activities are few, those that are done are many.
const lastContact = `last_contact_at = CASE kind
    WHEN 'company' THEN (SELECT a.sort_key FROM activity a WHERE a.contact_row = contact.row_id AND +a.state = 'done' AND a.binned_at IS NULL
      AND a.type_row NOT IN (SELECT row_id FROM activity_type WHERE is_private = 1) ORDER BY a.sort_key DESC LIMIT 1)
    ELSE (SELECT a.sort_key FROM activity a WHERE a.person_row = contact.row_id AND +a.state = 'done' AND a.binned_at IS NULL
      AND a.type_row NOT IN (SELECT row_id FROM activity_type WHERE is_private = 1) ORDER BY a.sort_key DESC LIMIT 1) END`

const triggers = [
  `CREATE TRIGGER contact_search_insert AFTER INSERT ON contact BEGIN ${indexContact('new.row_id')} END`,
  `CREATE TRIGGER contact_search_update AFTER UPDATE OF name, tax_id ON contact BEGIN ${indexContact('new.row_id')} END`,
  `CREATE TRIGGER contact_search_delete AFTER DELETE ON contact BEGIN DELETE FROM contact_search WHERE rowid = old.row_id; END`,
  `CREATE TRIGGER contact_point_insert AFTER INSERT ON contact_point BEGIN ${mainPoints('new.contact_row')} ${indexContact('new.contact_row')} END`,
  `CREATE TRIGGER contact_point_update AFTER UPDATE ON contact_point BEGIN ${mainPoints('new.contact_row')} ${indexContact('new.contact_row')} END`,
  `CREATE TRIGGER contact_point_delete AFTER DELETE ON contact_point BEGIN ${mainPoints('old.contact_row')} ${indexContact('old.contact_row')} END`,
  `CREATE TRIGGER contact_address_insert AFTER INSERT ON contact_address BEGIN ${mainCity('new.contact_row')} ${indexContact('new.contact_row')} END`,
  `CREATE TRIGGER contact_address_update AFTER UPDATE ON contact_address BEGIN ${mainCity('new.contact_row')} ${indexContact('new.contact_row')} END`,
  `CREATE TRIGGER contact_address_delete AFTER DELETE ON contact_address BEGIN ${mainCity('old.contact_row')} ${indexContact('old.contact_row')} END`,
  `CREATE TRIGGER employment_insert AFTER INSERT ON employment BEGIN ${currentJob('new.person_row')} END`,
  `CREATE TRIGGER employment_update AFTER UPDATE ON employment BEGIN ${currentJob('new.person_row')} END`,
  `CREATE TRIGGER employment_delete AFTER DELETE ON employment BEGIN ${currentJob('old.person_row')} END`,
  `CREATE TRIGGER activity_search_insert AFTER INSERT ON activity BEGIN
    INSERT INTO activity_search (rowid, subject, notes, place) VALUES (new.row_id, new.subject, new.notes, new.place); END`,
  `CREATE TRIGGER activity_search_update AFTER UPDATE OF subject, notes, place ON activity BEGIN
    INSERT OR REPLACE INTO activity_search (rowid, subject, notes, place) VALUES (new.row_id, new.subject, new.notes, new.place); END`,
  `CREATE TRIGGER activity_search_delete AFTER DELETE ON activity BEGIN DELETE FROM activity_search WHERE rowid = old.row_id; END`,
  `CREATE TRIGGER activity_contact_insert AFTER INSERT ON activity WHEN new.contact_row IS NOT NULL BEGIN
    UPDATE contact SET ${nextContact}, ${lastContact} WHERE row_id IN (new.company_row, new.person_row); END`,
  `CREATE TRIGGER activity_contact_moved AFTER UPDATE OF starts_on, starts_time ON activity WHEN new.is_open AND old.is_open AND new.contact_row IS NOT NULL BEGIN
    UPDATE contact SET ${nextContact} WHERE row_id IN (new.company_row, new.person_row); END`,
  `CREATE TRIGGER activity_contact_past AFTER UPDATE OF starts_on, starts_time ON activity WHEN NOT (new.is_open AND old.is_open) AND new.contact_row IS NOT NULL BEGIN
    UPDATE contact SET ${nextContact}, ${lastContact} WHERE row_id IN (new.company_row, new.person_row); END`,
  `CREATE TRIGGER activity_contact_changed AFTER UPDATE OF state, binned_at, company_row, person_row, type_row ON activity BEGIN
    UPDATE contact SET ${nextContact}, ${lastContact} WHERE row_id IN (old.company_row, old.person_row, new.company_row, new.person_row); END`,
  `CREATE TRIGGER activity_contact_deleted AFTER DELETE ON activity WHEN old.contact_row IS NOT NULL BEGIN
    UPDATE contact SET ${nextContact}, ${lastContact} WHERE row_id IN (old.company_row, old.person_row); END`,
  `CREATE TRIGGER activity_type_private AFTER UPDATE OF is_private ON activity_type WHEN new.is_private <> old.is_private BEGIN
    UPDATE contact SET ${nextContact}, ${lastContact}
    WHERE row_id IN (SELECT company_row FROM activity WHERE type_row = new.row_id UNION SELECT person_row FROM activity WHERE type_row = new.row_id); END`,
]

export const contactsAndActivities: Migration = {
  version: 10,
  name: 'contacts-and-activities',
  statements: [...tables, ...search, ...triggers],
}
