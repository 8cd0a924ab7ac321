/**
 * The step that put the groups of a branch into the bucket of that branch as well, whose members hold it. Those that the township
 * had made before lay in a bucket of their own, which no phone of a member asks for.
 */
import type { Database } from 'better-sqlite3'
import type { Logged } from './log-in-bucket.ts'
import { loggingIn } from './log-in-bucket.ts'

type Missing = Logged & { readonly bucket: string }

export function groupsToBranches(database: Database): void {
  const missing = database
    .prepare<[], Missing>(
      `SELECT id, rev, at, 'org/' || (body ->> 'parentId') AS bucket FROM row
       WHERE type = 'organisation' AND body ->> 'kind' = 'group' AND body ->> 'parentId' IS NOT NULL ORDER BY id`,
    )
    .all()
  const log = loggingIn(database)
  for (const row of missing) log(row.bucket, row, 0)
}
