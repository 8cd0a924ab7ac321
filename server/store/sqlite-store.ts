/**
 * The authority's database in SQLite. Bodies, stamps and what an edit wrote are JSON text; what is searched by has a
 * column. better-sqlite3 answers at once, so a promise here never waits for anything but its turn.
 */
import type { Database } from 'better-sqlite3'
import type { Store, StoreTransaction, StoreView } from '../../sync/authority/store.ts'
import type { Connections } from './connections.ts'
import { overwriting } from './overwriting.ts'
import { historyIn, historyKeptIn } from './sqlite-history.ts'
import { bucketsIn, loggingIn } from './sqlite-buckets.ts'
import type { StoredRow } from './stored-shapes.ts'
import { rowFrom, storedRow } from './stored-shapes.ts'

export function makeSqliteStore(connections: Connections): Store {
  const view = viewOf(connections.reader)
  const transaction = transactionOf(connections.writer)
  return {
    read: (work) => connections.read(() => work(view)),
    write: (work) => connections.write(() => work(transaction)),
  }
}

function viewOf(database: Database): StoreView {
  return { ...rowsIn(database), ...bucketsIn(database), ...historyIn(database) }
}

function rowsIn(database: Database) {
  const one = database.prepare<[string], StoredRow>(
    'SELECT id, type, parent, at, rev, body, stamps FROM row WHERE id = ?',
  )
  const many = database.prepare<[string], StoredRow>(
    `SELECT id, type, parent, at, rev, body, stamps FROM row
     WHERE id IN (SELECT value FROM json_each(?))`,
  )
  const under = database.prepare<[string, string], StoredRow>(
    `SELECT id, type, parent, at, rev, body, stamps FROM row
     WHERE type = ? AND parent = ? ORDER BY at, id`,
  )
  const all = database.prepare<[string], StoredRow>(
    'SELECT id, type, parent, at, rev, body, stamps FROM row WHERE type = ? ORDER BY id',
  )
  return {
    row: async (id) => {
      const stored = one.get(id)
      return stored && rowFrom(stored)
    },
    rows: async (ids) =>
      new Map(many.all(JSON.stringify(ids)).map((stored) => [stored.id, rowFrom(stored)])),
    rowsOf: async (type, of) => under.all(type, of).map(rowFrom),
    rowsOfType: async (type) => all.all(type).map(rowFrom),
  } satisfies Partial<StoreView>
}

function transactionOf(database: Database): StoreTransaction {
  const putRow = database.prepare<StoredRow>(
    `INSERT INTO row (id, type, parent, at, rev, body, stamps)
     VALUES (@id, @type, @parent, @at, @rev, @body, @stamps)
     ON CONFLICT (id) DO UPDATE SET type = excluded.type, parent = excluded.parent,
       at = excluded.at, rev = excluded.rev, body = excluded.body, stamps = excluded.stamps`,
  )
  const removeRow = database.prepare<[string]>('DELETE FROM row WHERE id = ?')
  const log = loggingIn(database)
  const kept = historyKeptIn(database)
  return {
    ...viewOf(database),
    putRow: async (row) => {
      mustBeOpen(database)
      putRow.run(storedRow(row))
    },
    removeRow: async (id) => {
      mustBeOpen(database)
      overwriting(database, () => void removeRow.run(id))
    },
    log: async (bucket, row, gone) => {
      mustBeOpen(database)
      log(bucket, row, gone)
    },
    record: async (entry) => {
      mustBeOpen(database)
      kept.record(entry)
    },
    erase: async (edit, erasure) => {
      mustBeOpen(database)
      return kept.erase(edit, erasure)
    },
    attempt: (work) => attempt(database, work),
  }
}

/**
 * A full disk or a broken one makes SQLite end the transaction on its own. What is written after that would be kept
 * without what was written before it.
 */
function mustBeOpen(database: Database): void {
  if (!database.inTransaction) throw new Error('the transaction has already ended')
}

async function attempt<Value>(database: Database, work: () => Promise<Value>): Promise<Value> {
  mustBeOpen(database)
  database.exec('SAVEPOINT attempt')
  try {
    const value = await work()
    database.exec('RELEASE attempt')
    return value
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK TO attempt; RELEASE attempt')
    throw error
  }
}
