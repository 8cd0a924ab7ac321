/** Rows and history entries as they lie in their tables, and back. */
import type { HistoryEntry, Link, Row } from '../../sync/authority/store.ts'

export type StoredRow = {
  id: string
  type: string
  parent: string
  at: string
  rev: number
  body: string
  stamps: string
}

export const storedRow = (row: Row): StoredRow => ({
  id: row.id,
  type: row.type,
  parent: row.of,
  at: row.at,
  rev: row.rev,
  body: JSON.stringify(row.body),
  stamps: JSON.stringify(row.stamps),
})

export const rowFrom = (stored: StoredRow): Row => ({
  id: stored.id,
  type: stored.type,
  of: stored.parent,
  at: stored.at,
  rev: stored.rev,
  // Both were written by storedRow: this server's own words need no second check.
  body: JSON.parse(stored.body) as Row['body'],
  stamps: JSON.parse(stored.stamps) as Row['stamps'],
})

export type StoredEntry = {
  chain: string
  edit: string
  row: string
  type: string
  account: string
  person: string
  device: string
  made_at: number
  received_at: number
  stamp: string
  given: string
  /** Null in an entry whose contents were erased, as are `after` and `salt`. */
  before: string | null
  after: string | null
  result: string
  reason: string | null
  field: string | null
  /** Of an entry from before the second release there was none to ask for. */
  carrier?: string | null
}

export type StoredLink = StoredEntry & {
  link: number
  salt: string | null
  content_hash: string
  hash: string
}

export const storedLink = ({ entry, number, salt, contentHash, hash }: Link): StoredLink => ({
  chain: entry.chain,
  link: number,
  edit: entry.edit,
  row: entry.row,
  type: entry.type,
  account: entry.account,
  person: entry.person,
  device: entry.device,
  made_at: entry.madeAt,
  received_at: entry.receivedAt,
  stamp: entry.stamp,
  given: entry.given,
  before: JSON.stringify(entry.before),
  after: JSON.stringify(entry.after),
  salt,
  content_hash: contentHash,
  hash,
  result: entry.result,
  reason: entry.reason ?? null,
  field: entry.field ?? null,
  carrier: entry.carrier ?? null,
})

export const entryFrom = (stored: StoredEntry): HistoryEntry => ({
  chain: stored.chain,
  edit: stored.edit,
  row: stored.row,
  type: stored.type,
  account: stored.account,
  person: stored.person,
  device: stored.device,
  madeAt: stored.made_at,
  receivedAt: stored.received_at,
  stamp: stored.stamp,
  given: stored.given,
  // Written by storedLink alone, and history cannot be changed afterwards.
  before: JSON.parse(stored.before ?? '{}') as HistoryEntry['before'],
  after: JSON.parse(stored.after ?? '{}') as HistoryEntry['after'],
  ...((stored.before === null || stored.after === null) && { erased: true }),
  result: stored.result as HistoryEntry['result'],
  ...(stored.reason !== null && { reason: stored.reason as NonNullable<HistoryEntry['reason']> }),
  ...(stored.field !== null && { field: stored.field }),
  ...(typeof stored.carrier === 'string' && { carrier: stored.carrier }),
})

/** What somebody else wrote in their place is no JSON, perhaps. It must still be read, to be found out by its hash. */
function readable(contents: string | null): string | null {
  try {
    JSON.parse(contents ?? '{}')
    return contents
  } catch {
    return JSON.stringify({ unreadable: contents })
  }
}

export const linkFrom = (stored: StoredLink): Link => ({
  entry: entryFrom({ ...stored, before: readable(stored.before), after: readable(stored.after) }),
  number: stored.link,
  salt: stored.salt ?? '',
  contentHash: stored.content_hash,
  hash: stored.hash,
})
