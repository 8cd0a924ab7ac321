/** The logs of buckets in SQLite, and the digest of what each of them holds. */
import type { Database } from 'better-sqlite3'
import type { LoggedRow, Place, StoreView } from '../../sync/authority/store.ts'
import type { Digest } from '../../sync/digest.ts'
import { digestWith, digestWithout, emptyDigest } from '../../sync/digest.ts'

type StoredBucket = { name: string; last: number } & Digest
type StoredLogEntry = { sequence: number; row: string; gone: number }
type StoredMember = { id: string; rev: number }

export function bucketsIn(database: Database) {
  const since = database.prepare<[string, number, number], StoredLogEntry>(
    `SELECT sequence, row, gone FROM bucket_log
     WHERE bucket = (SELECT number FROM bucket WHERE name = ?) AND sequence > ? ORDER BY sequence LIMIT ?`,
  )
  const states = database.prepare<[string], StoredBucket>(
    `SELECT name, last, count, high, low FROM json_each(?) AS wanted
     JOIN bucket ON bucket.name = wanted.value`,
  )
  const members = database.prepare<[string], StoredMember>(
    `SELECT row AS id, rev FROM bucket_log WHERE bucket = (SELECT number FROM bucket WHERE name = ?) AND gone = 0`,
  )
  const snapshot = database.prepare<[string, number, string, string, number], Place>(
    `SELECT at, row AS id FROM bucket_log
     WHERE bucket = (SELECT number FROM bucket WHERE name = ?) AND gone = 0 AND sequence <= ? AND (at, row) < (?, ?)
     ORDER BY at DESC, row DESC LIMIT ?`,
  )
  const holds = database
    .prepare<[string, string], number>(
      `SELECT 1 FROM bucket_log WHERE bucket = (SELECT number FROM bucket WHERE name = ?) AND row = ? AND gone = 0`,
    )
    .pluck()
  return {
    entriesSince: async (bucket, sequence, limit) =>
      since.all(bucket, sequence, limit).map((entry) => ({ ...entry, gone: entry.gone === 1 })),
    buckets: async (names) =>
      new Map(
        states
          .all(JSON.stringify(names))
          .map(({ name, last, count, high, low }) => [
            name,
            { last, digest: { count, high, low } },
          ]),
      ),
    members: async (bucket) => members.all(bucket),
    snapshot: async (bucket, upTo, after, limit) =>
      // Every time of a record is a text of digits: nothing sorts behind '~'.
      snapshot.all(bucket, upTo, after?.at ?? '~', after?.id ?? '', limit),
    holds: async (bucket, row) => holds.get(bucket, row) === 1,
  } satisfies Partial<StoreView>
}

/** Writes a row into a bucket's log, and brings sequence and digest of the bucket up to date. */
export function loggingIn(
  database: Database,
): (bucket: string, row: LoggedRow, gone: boolean) => void {
  const known = database.prepare<[string, string], StoredMember>(
    `SELECT row AS id, rev FROM bucket_log WHERE bucket = (SELECT number FROM bucket WHERE name = ?) AND row = ? AND gone = 0`,
  )
  // SQLite has no XOR: what either has, without what both have.
  const next = database.prepare<StoredBucket, { number: number; last: number }>(
    `INSERT INTO bucket (name, last, count, high, low) VALUES (@name, 1, @count, @high, @low)
     ON CONFLICT (name) DO UPDATE SET last = last + 1, count = count + excluded.count,
       high = (high | excluded.high) - (high & excluded.high),
       low = (low | excluded.low) - (low & excluded.low)
     RETURNING number, last`,
  )
  const log = database.prepare<[number, string, number, number, number, string]>(
    `INSERT INTO bucket_log (bucket, row, sequence, gone, rev, at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (bucket, row) DO UPDATE SET sequence = excluded.sequence, gone = excluded.gone,
       rev = excluded.rev, at = excluded.at`,
  )
  return (bucket, row, gone) => {
    const before = known.get(bucket, row.id)
    const without = before ? digestWithout(emptyDigest, before) : emptyDigest
    const change = gone ? without : digestWith(without, row)
    const taken = next.get({ name: bucket, last: 1, ...change })
    if (!taken) throw new Error(`bucket ${bucket} gave no sequence`)
    log.run(taken.number, row.id, taken.last, gone ? 1 : 0, row.rev, row.at)
  }
}
