/**
 * The step that put history into hash chains. What an earlier release had written is linked, in the order in which it was
 * judged, into one chain of its own: its home buckets are not derived anew from rows that have changed since.
 */
import { randomBytes } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { linkAfter } from '../../sync/authority/chain.ts'
import type { Head } from '../../sync/authority/store.ts'
import type { StoredEntry, StoredLink } from './stored-shapes.ts'
import { entryFrom, storedLink } from './stored-shapes.ts'

/** No bucket is called so. */
const earlierChain = 'earlier'

const tables = `
CREATE TABLE chain (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  last INTEGER NOT NULL,
  head TEXT NOT NULL
) STRICT;
CREATE TABLE linked_history (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  chain INTEGER NOT NULL REFERENCES chain (number),
  link INTEGER NOT NULL,
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
  before TEXT,
  after TEXT,
  salt TEXT,
  content_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  result TEXT NOT NULL,
  reason TEXT,
  field TEXT,
  UNIQUE (chain, link),
  CHECK ((before IS NULL) = (after IS NULL) AND (before IS NULL) = (salt IS NULL))
) STRICT;
`

const takePlace = `
DROP TABLE history;
ALTER TABLE linked_history RENAME TO history;
CREATE INDEX history_by_row ON history (row, number);
`

/** Contents may go, and nothing else, and only when the newest link of the chain has just said so. */
const guards = `
CREATE TRIGGER history_is_never_changed BEFORE UPDATE ON history
WHEN NOT (
  NEW.before IS NULL AND NEW.after IS NULL AND NEW.salt IS NULL
  AND (NEW.number, NEW.chain, NEW.link, NEW.edit, NEW.row, NEW.type, NEW.account, NEW.person, NEW.device,
       NEW.made_at, NEW.received_at, NEW.stamp, NEW.given, NEW.content_hash, NEW.hash, NEW.result, NEW.reason,
       NEW.field)
   IS (OLD.number, OLD.chain, OLD.link, OLD.edit, OLD.row, OLD.type, OLD.account, OLD.person, OLD.device,
       OLD.made_at, OLD.received_at, OLD.stamp, OLD.given, OLD.content_hash, OLD.hash, OLD.result, OLD.reason,
       OLD.field)
  AND EXISTS (
    SELECT 1 FROM chain JOIN history ON history.chain = chain.number AND history.link = chain.last
    WHERE chain.number = OLD.chain AND history.result = 'erased' AND history.after ->> 'edit' = OLD.edit
  )
)
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER history_is_never_deleted BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER chain_only_grows BEFORE UPDATE ON chain
WHEN (NEW.number, NEW.name, NEW.last) IS NOT (OLD.number, OLD.name, OLD.last + 1)
BEGIN SELECT RAISE(ABORT, 'a chain only grows'); END;
CREATE TRIGGER chain_is_never_deleted BEFORE DELETE ON chain
BEGIN SELECT RAISE(ABORT, 'a chain only grows'); END;
`

export function chainHistory(database: Database): void {
  database.exec(tables)
  linkEarlier(database)
  database.exec(takePlace)
  database.exec(guards)
}

type EarlierEntry = StoredEntry & { number: number }

function linkEarlier(database: Database): void {
  const next = database.prepare<[string, number], EarlierEntry>(
    `SELECT ? AS chain, number, edit, row, type, account, person, device, made_at, received_at, stamp, given,
            before, after, result, reason, field
     FROM history WHERE number > ? ORDER BY number LIMIT 1`,
  )
  const insert = database.prepare<Omit<StoredLink, 'chain'> & { number: number }>(
    `INSERT INTO linked_history (number, chain, link, edit, row, type, account, person, device, made_at,
       received_at, stamp, given, before, after, salt, content_hash, hash, result, reason, field)
     VALUES (@number, 1, @link, @edit, @row, @type, @account, @person, @device, @made_at, @received_at, @stamp,
       @given, @before, @after, @salt, @content_hash, @hash, @result, @reason, @field)`,
  )
  let stored = next.get(earlierChain, 0)
  if (!stored) return
  database
    .prepare(`INSERT INTO chain (number, name, last, head) VALUES (1, ?, 0, '')`)
    .run(earlierChain)
  let head: Head | undefined
  while (stored) {
    const link = linkAfter(head, entryFrom(stored), randomBytes(16).toString('hex'))
    insert.run({ ...storedLink(link), number: stored.number })
    head = { chain: earlierChain, number: link.number, hash: link.hash }
    stored = next.get(earlierChain, stored.number)
  }
  database
    .prepare('UPDATE chain SET last = ?, head = ? WHERE number = 1')
    .run(head?.number, head?.hash)
}
