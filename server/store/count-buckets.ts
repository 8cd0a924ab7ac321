/** The step that gave every bucket a digest of what it holds, and its log what a snapshot is ordered by. */
import type { Database } from 'better-sqlite3'
import { digestOf } from '../../sync/digest.ts'

const columns = `
ALTER TABLE bucket ADD COLUMN count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE bucket ADD COLUMN high INTEGER NOT NULL DEFAULT 0;
ALTER TABLE bucket ADD COLUMN low INTEGER NOT NULL DEFAULT 0;
ALTER TABLE bucket_log ADD COLUMN rev INTEGER NOT NULL DEFAULT 0;
ALTER TABLE bucket_log ADD COLUMN at TEXT NOT NULL DEFAULT '';
UPDATE bucket_log SET rev = row.rev, at = row.at FROM row WHERE row.id = bucket_log.row;
CREATE INDEX bucket_log_by_time ON bucket_log (bucket, at, row);
`

export function countBuckets(database: Database): void {
  database.exec(columns)
  const numbers = database.prepare<[], number>('SELECT number FROM bucket').pluck().all()
  numbers.forEach(countingIn(database))
}

/** Notes of a bucket what its log holds. */
export function countingIn(database: Database): (bucket: number) => void {
  const members = database.prepare<[number], { id: string; rev: number }>(
    'SELECT row AS id, rev FROM bucket_log WHERE bucket = ? AND gone = 0',
  )
  const note = database.prepare<[number, number, number, number]>(
    'UPDATE bucket SET count = ?, high = ?, low = ? WHERE number = ?',
  )
  return (bucket) => {
    const { count, high, low } = digestOf(members.all(bucket))
    note.run(count, high, low, bucket)
  }
}
