/** History in SQLite: read by row and by edit, appended link by link (sync/authority/chain.ts). */
import { randomBytes } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { erasureEntry, linkAfter } from '../../sync/authority/chain.ts'
import type { Erasure, Head, HistoryEntry, StoreView } from '../../sync/authority/store.ts'
import { overwriting } from './overwriting.ts'
import type { StoredEntry, StoredLink } from './stored-shapes.ts'
import { entryFrom, linkFrom, storedLink } from './stored-shapes.ts'

const saltBytes = 16

export function historyIn(database: Database) {
  const judged = database.prepare<[string], StoredEntry>(
    `SELECT chain.name AS chain, edit, row, type, account, person, device, made_at, received_at, stamp, given,
            before, after, result, reason, field, carrier
     FROM history JOIN chain ON chain.number = history.chain WHERE edit = ?`,
  )
  const ofRow = database.prepare<[string], StoredEntry>(
    `SELECT chain.name AS chain, edit, row, type, account, person, device, made_at, received_at, stamp, given,
            before, after, result, reason, field, carrier
     FROM history JOIN chain ON chain.number = history.chain WHERE row = ? ORDER BY history.number`,
  )
  const heads = database.prepare<[], Head>(
    'SELECT name AS chain, last AS number, head AS hash FROM chain ORDER BY name',
  )
  const links = database.prepare<[string, number, number], StoredLink>(
    `SELECT chain.name AS chain, link, edit, row, type, account, person, device, made_at, received_at, stamp,
            given, before, after, salt, content_hash, hash, result, reason, field, carrier
     FROM chain JOIN history ON history.chain = chain.number
     WHERE name = ? AND link > ? ORDER BY link LIMIT ?`,
  )
  return {
    judged: async (edit) => {
      const stored = judged.get(edit)
      return stored && entryFrom(stored)
    },
    history: async (row) => ofRow.all(row).map(entryFrom),
    heads: async () => heads.all(),
    links: async (...query) => links.all(...query).map(linkFrom),
  } satisfies Partial<StoreView>
}

export type KeptHistory = {
  record(entry: HistoryEntry): void
  erase(edit: string, erasure: Erasure): boolean
}

export function historyKeptIn(database: Database): KeptHistory {
  const append = appending(database)
  const find = database.prepare<[string], StoredEntry>(
    `SELECT chain.name AS chain, edit, row, type, account, person, device, made_at, received_at, stamp, given,
            before, after, result, reason, field, carrier
     FROM history JOIN chain ON chain.number = history.chain WHERE edit = ?`,
  )
  const blank = database.prepare<[string]>(
    'UPDATE history SET before = NULL, after = NULL, salt = NULL WHERE edit = ?',
  )
  return {
    record: append,
    erase: (edit, erasure) => {
      const stored = find.get(edit)
      const entry = stored && entryFrom(stored)
      if (!entry || entry.erased || entry.result === 'erased') return false
      // First the record of it: the database lets contents go only where the newest link says so.
      append(erasureEntry(entry, erasure))
      overwriting(database, () => void blank.run(edit))
      return true
    },
  }
}

function appending(database: Database): (entry: HistoryEntry) => void {
  const headOf = database.prepare<[string], Head>(
    'SELECT name AS chain, last AS number, head AS hash FROM chain WHERE name = ?',
  )
  const grow = database
    .prepare<[string, number, string], number>(
      `INSERT INTO chain (name, last, head) VALUES (?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET last = excluded.last, head = excluded.head RETURNING number`,
    )
    .pluck()
  const insert = database.prepare<Omit<StoredLink, 'chain'> & { chain: number }>(
    `INSERT INTO history (chain, link, edit, row, type, account, person, device, made_at, received_at, stamp,
       given, before, after, salt, content_hash, hash, result, reason, field, carrier)
     VALUES (@chain, @link, @edit, @row, @type, @account, @person, @device, @made_at, @received_at, @stamp,
       @given, @before, @after, @salt, @content_hash, @hash, @result, @reason, @field, @carrier)`,
  )
  return (entry) => {
    const salt = randomBytes(saltBytes).toString('hex')
    const link = linkAfter(headOf.get(entry.chain), entry, salt)
    const chain = grow.get(entry.chain, link.number, link.hash)
    if (chain === undefined) throw new Error(`chain ${entry.chain} gave no number`)
    insert.run({ ...storedLink(link), chain })
  }
}
