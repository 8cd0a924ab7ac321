/** For steps of the database's shape: a row as the newest line of a bucket's log, and the bucket counted anew. */
import type { Database } from 'better-sqlite3'
import { countingIn } from './count-buckets.ts'

export type Logged = { readonly id: string; readonly rev: number; readonly at: string }

export function loggingIn(database: Database): (bucket: string, row: Logged, gone: 0 | 1) => void {
  const next = database.prepare<[string], { number: number; last: number }>(
    `INSERT INTO bucket (name, last) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET last = last + 1 RETURNING number, last`,
  )
  const log = database.prepare<[number, string, number, number, number, string]>(
    `INSERT INTO bucket_log (bucket, row, sequence, gone, rev, at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (bucket, row) DO UPDATE SET sequence = excluded.sequence, gone = excluded.gone, rev = excluded.rev, at = excluded.at`,
  )
  const count = countingIn(database)
  return (bucket, { id, rev, at }, gone) => {
    const taken = next.get(bucket)
    if (!taken) throw new Error(`bucket ${bucket} gave no sequence`)
    log.run(taken.number, id, taken.last, gone, rev, at)
    count(taken.number)
  }
}
