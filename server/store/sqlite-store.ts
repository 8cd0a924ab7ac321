/**
 * The authority's database in SQLite. Bodies, stamps and what an edit wrote are JSON text; what is searched by has a
 * column. better-sqlite3 answers at once, so a promise here never waits for anything but its turn.
 */
import type { Database } from 'better-sqlite3'
import type {
  HistoryEntry,
  Store,
  StoreTransaction,
  StoreView,
} from '../../sync/authority/store.ts'
import type { Connections } from './connections.ts'
import type { StoredEntry, StoredRow } from './stored-shapes.ts'
import { entryFrom, rowFrom, storedEntry, storedRow } from './stored-shapes.ts'

export function makeSqliteStore(connections: Connections): Store {
  const view = viewOf(connections.reader)
  const transaction = transactionOf(connections.writer)
  return {
    read: (work) => connections.read(() => work(view)),
    write: (work) => connections.write(() => work(transaction)),
  }
}

function viewOf(database: Database): StoreView {
  return { ...rowsIn(database), ...logsIn(database), ...historyIn(database) }
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

function logsIn(database: Database) {
  type StoredLogEntry = { sequence: number; row: string; gone: number }
  const since = database.prepare<[string, number, number], StoredLogEntry>(
    `SELECT sequence, row, gone FROM bucket_log
     WHERE bucket = (SELECT number FROM bucket WHERE name = ?) AND sequence > ?
     ORDER BY sequence LIMIT ?`,
  )
  const moved = database
    .prepare<[string], string>(
      `SELECT bucket.name FROM json_each(?) AS known JOIN bucket ON bucket.name = known.value ->> 0
       WHERE bucket.last > known.value ->> 1`,
    )
    .pluck()
  const holds = database
    .prepare<[string, string], number>(
      `SELECT 1 FROM bucket_log
       WHERE bucket = (SELECT number FROM bucket WHERE name = ?) AND row = ? AND gone = 0`,
    )
    .pluck()
  return {
    entriesSince: async (bucket, sequence, limit) =>
      since.all(bucket, sequence, limit).map((entry) => ({ ...entry, gone: entry.gone === 1 })),
    moved: async (positions) => moved.all(JSON.stringify([...positions])),
    holds: async (bucket, row) => holds.get(bucket, row) === 1,
  } satisfies Partial<StoreView>
}

function historyIn(database: Database) {
  const judged = database.prepare<[string], StoredEntry>(
    `SELECT edit, row, type, account, person, device, made_at, received_at, stamp, given, before, after,
            result, reason, field
     FROM history WHERE edit = ?`,
  )
  const ofRow = database.prepare<[string], StoredEntry>(
    `SELECT edit, row, type, account, person, device, made_at, received_at, stamp, given, before, after,
            result, reason, field
     FROM history WHERE row = ? ORDER BY number`,
  )
  return {
    judged: async (edit) => {
      const stored = judged.get(edit)
      return stored && entryFrom(stored)
    },
    history: async (row) => ofRow.all(row).map(entryFrom),
  } satisfies Partial<StoreView>
}

function transactionOf(database: Database): StoreTransaction {
  const putRow = database.prepare<StoredRow>(
    `INSERT INTO row (id, type, parent, at, rev, body, stamps)
     VALUES (@id, @type, @parent, @at, @rev, @body, @stamps)
     ON CONFLICT (id) DO UPDATE SET type = excluded.type, parent = excluded.parent,
       at = excluded.at, rev = excluded.rev, body = excluded.body, stamps = excluded.stamps`,
  )
  const next = database.prepare<[string], { number: number; last: number }>(
    `INSERT INTO bucket (name, last) VALUES (?, 1)
     ON CONFLICT (name) DO UPDATE SET last = last + 1 RETURNING number, last`,
  )
  const log = database.prepare<[number, string, number, number]>(
    `INSERT INTO bucket_log (bucket, row, sequence, gone) VALUES (?, ?, ?, ?)
     ON CONFLICT (bucket, row) DO UPDATE SET sequence = excluded.sequence, gone = excluded.gone`,
  )
  const record = recording(database)
  return {
    ...viewOf(database),
    putRow: async (row) => {
      mustBeOpen(database)
      putRow.run(storedRow(row))
    },
    log: async (bucket, row, gone) => {
      mustBeOpen(database)
      const taken = next.get(bucket)
      if (!taken) throw new Error(`bucket ${bucket} gave no sequence`)
      log.run(taken.number, row, taken.last, gone ? 1 : 0)
    },
    record: async (entry) => {
      mustBeOpen(database)
      record(entry)
    },
    attempt: (work) => attempt(database, work),
  }
}

function recording(database: Database): (entry: HistoryEntry) => void {
  const insert = database.prepare<StoredEntry>(
    `INSERT INTO history (edit, row, type, account, person, device, made_at, received_at, stamp,
       given, before, after, result, reason, field)
     VALUES (@edit, @row, @type, @account, @person, @device, @made_at, @received_at, @stamp,
       @given, @before, @after, @result, @reason, @field)`,
  )
  return (entry) => insert.run(storedEntry(entry))
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
