/**
 * The shape of the database, step by step. A step, once released, never changes; a new need is a new step. The number
 * of steps taken stands in `meta`, so that an older server recognises a newer database and leaves it alone.
 */
import type { Database } from 'better-sqlite3'

const records = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE row (
  id TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  parent TEXT NOT NULL,
  at TEXT NOT NULL,
  rev INTEGER NOT NULL,
  body TEXT NOT NULL,
  stamps TEXT NOT NULL
) STRICT;
CREATE INDEX row_by_parent ON row (type, parent, at, id);

CREATE TABLE bucket (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  last INTEGER NOT NULL
) STRICT;
CREATE TABLE bucket_log (
  bucket INTEGER NOT NULL REFERENCES bucket (number),
  row TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  gone INTEGER NOT NULL,
  PRIMARY KEY (bucket, row)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX bucket_log_by_sequence ON bucket_log (bucket, sequence);

CREATE TABLE history (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  edit TEXT NOT NULL UNIQUE,
  row TEXT NOT NULL,
  type TEXT NOT NULL,
  account TEXT NOT NULL,
  person TEXT NOT NULL,
  device TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  stamp TEXT NOT NULL,
  given TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  result TEXT NOT NULL,
  reason TEXT,
  field TEXT
) STRICT;
CREATE INDEX history_by_row ON history (row, number);
CREATE TRIGGER history_is_never_changed BEFORE UPDATE ON history
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER history_is_never_deleted BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
`

const people = `
CREATE TABLE account (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  person TEXT NOT NULL,
  password TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  closed_at INTEGER
) STRICT;
CREATE TABLE session (
  token_hash TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id),
  device TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  renewed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_account ON session (account);
CREATE TABLE device (
  account TEXT NOT NULL REFERENCES account (id),
  id TEXT NOT NULL,
  label TEXT NOT NULL,
  first_contact INTEGER NOT NULL,
  last_contact INTEGER NOT NULL,
  app TEXT,
  unsent INTEGER,
  oldest INTEGER,
  clock_offset INTEGER,
  storage_used INTEGER,
  PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE sign_in_tries (
  subject TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE identity_number (
  person TEXT PRIMARY KEY,
  number TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_number_by_number ON identity_number (number);
`

export const migrations: readonly string[] = [records, people]

/** How many steps a database has taken, undefined where it is none of ours. 0 for an empty one. */
export function stepsTaken(database: Database): number | undefined {
  const tables = database
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
    .pluck()
    .all()
  if (tables.length === 0) return 0
  if (!tables.includes('meta')) return undefined
  const value = database
    .prepare<[], string>(`SELECT value FROM meta WHERE name = 'schemaVersion'`)
    .pluck()
    .get()
  return value === undefined ? undefined : Number(value)
}

/** Takes the missing steps, each with its number or not at all. */
export function migrate(database: Database): void {
  const note = `INSERT INTO meta (name, value) VALUES ('schemaVersion', ?)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value`
  for (let step = stepsTaken(database) ?? 0; step < migrations.length; step += 1) {
    database
      .transaction(() => {
        database.exec(migrations[step] ?? '')
        database.prepare(note).run(String(step + 1))
      })
      .immediate()
  }
}
