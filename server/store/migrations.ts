/**
 * The shape of the database, step by step. A step, once released, never changes; a new need is a new step. The number
 * of steps taken stands in `meta`, so that an older server recognises a newer database and leaves it alone.
 */
import type { Database } from 'better-sqlite3'
import { chainHistory } from './chain-history.ts'
import { committeeApart } from './committee-apart.ts'
import { countBuckets } from './count-buckets.ts'
import { groupsToBranches } from './groups-to-branches.ts'
import { papersWithMeetings } from './papers-with-meetings.ts'

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

/** What the server handed out that no device holds. */
const disclosures = `
CREATE TABLE disclosure (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  account TEXT NOT NULL,
  device TEXT NOT NULL,
  person TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX disclosure_by_account ON disclosure (account, at);
CREATE INDEX disclosure_by_person ON disclosure (person, number);
CREATE TRIGGER disclosure_is_never_changed BEFORE UPDATE ON disclosure
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER disclosure_is_never_deleted BEFORE DELETE ON disclosure
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
`

/** Sessions that can be taken back, ways to be let in, and a log of what happened at the door. */
const gettingIn = `
ALTER TABLE session ADD COLUMN idle_ms INTEGER NOT NULL DEFAULT 15552000000;
ALTER TABLE session ADD COLUMN revoked_at INTEGER;
ALTER TABLE session ADD COLUMN ended_at INTEGER;
CREATE INDEX account_by_person ON account (person);
CREATE TABLE second_factor (
  account TEXT PRIMARY KEY REFERENCES account (id),
  secret TEXT,
  pending TEXT,
  set_at INTEGER,
  last_step INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE recovery_code (
  account TEXT NOT NULL REFERENCES account (id),
  code_hash TEXT NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (account, code_hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE entry_code (
  code_hash TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  person TEXT NOT NULL,
  issued_by TEXT,
  expires_at INTEGER NOT NULL,
  also_factor INTEGER NOT NULL,
  used_at INTEGER,
  device TEXT,
  proof_hash TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_code_by_person ON entry_code (person, kind);
CREATE TABLE security_event (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  event TEXT NOT NULL,
  account TEXT,
  person TEXT,
  device TEXT,
  address TEXT,
  detail TEXT
) STRICT;
CREATE TRIGGER security_event_is_never_changed BEFORE UPDATE ON security_event
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER security_event_is_kept BEFORE DELETE ON security_event
WHEN OLD.at > (SELECT max(at) FROM security_event) - 16070400000
BEGIN SELECT RAISE(ABORT, 'the log is kept for six months'); END;
`

export type Step = string | ((database: Database) => void)

/** Who brought an edit here in a file: part of its hash where there is one (sync/authority/chain.ts). */
const carriers = 'ALTER TABLE history ADD COLUMN carrier TEXT;'

/** Notes of numbers shown outlive three years by at most the time until somebody erases what is due. */
const disclosuresEnd = `
DROP TRIGGER disclosure_is_never_deleted;
CREATE TRIGGER disclosure_is_kept BEFORE DELETE ON disclosure
WHEN OLD.at > (unixepoch() - 3 * 365 * 86400) * 1000
BEGIN SELECT RAISE(ABORT, 'the log is kept for three years'); END;
`

/**
 * What there is of files: their bytes lie beside the database (server/files). A file is named by its contents; a link says for
 * which row somebody brought it, having had all of it in hand.
 */
const files = `
CREATE TABLE upload (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  row TEXT NOT NULL,
  digest TEXT NOT NULL,
  length INTEGER NOT NULL,
  owner TEXT NOT NULL,
  begun_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX upload_by_account ON upload (account);
CREATE TABLE file (
  digest TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE file_link (
  row TEXT NOT NULL,
  digest TEXT NOT NULL REFERENCES file (digest),
  owner TEXT NOT NULL,
  account TEXT NOT NULL,
  linked_at INTEGER NOT NULL,
  PRIMARY KEY (row, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX file_link_by_digest ON file_link (digest);
CREATE INDEX file_link_by_owner ON file_link (owner, linked_at);
`

/** When a device that was taken back had brought what it had: kept with the device, for the rows of old sessions go. */
export const endedDevices = `
ALTER TABLE device ADD COLUMN ended_at INTEGER;
UPDATE device SET ended_at = (
  SELECT max(ended_at) FROM session
  WHERE session.account = device.account AND session.device = device.id
);
`

/** Of an earlier session nobody knows whether it had a second proof: whoever works for the committee signs in once more. */
export const committeeSessions =
  'ALTER TABLE session ADD COLUMN for_committee INTEGER NOT NULL DEFAULT 0;'

export const migrations: readonly Step[] = [
  records,
  people,
  chainHistory,
  countBuckets,
  disclosures,
  gettingIn,
  carriers,
  disclosuresEnd,
  files,
  groupsToBranches,
  committeeApart,
  papersWithMeetings,
  endedDevices,
  committeeSessions,
]

/** In `meta`: when the database last came back from a backup, and the newest that it then knew, ms. */
export const restoredNotes = { at: 'restoredAt', to: 'restoredTo' } as const

function take(database: Database, step: Step): void {
  if (typeof step === 'string') database.exec(step)
  else step(database)
}

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
        take(database, migrations[step] ?? '')
        database.prepare(note).run(String(step + 1))
      })
      .immediate()
  }
}
