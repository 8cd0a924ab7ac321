/**
 * The step that took gatherings of the committee alone, and talks from heart to heart, out of what a branch publishes to its
 * members: into what its committee holds, and what concerns those whom the record names.
 */
import type { Database } from 'better-sqlite3'
import { localYear } from '../../schema/rules/calendar.ts'
import type { Logged } from './log-in-bucket.ts'
import { loggingIn } from './log-in-bucket.ts'

type Gathering = Logged & { readonly branchId: string; readonly startsAt: string }

export function committeeApart(database: Database): void {
  const apart = database
    .prepare<[], Gathering>(
      `SELECT id, rev, at, body ->> 'branchId' AS branchId, body ->> 'startsAt' AS startsAt FROM row
       WHERE type = 'meeting' AND body ->> 'branchId' IS NOT NULL AND body ->> 'startsAt' IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM json_each(body -> 'kinds') WHERE value NOT IN ('committee', 'talk'))
       ORDER BY id`,
    )
    .all()
  const named = database
    .prepare<[string, string, string], string>(
      `SELECT body ->> 'chairId' FROM row WHERE id = ? AND body ->> 'chairId' IS NOT NULL
       UNION SELECT body ->> 'recorderId' FROM row WHERE id = ? AND body ->> 'recorderId' IS NOT NULL
       UNION SELECT decided.value ->> 'personId' FROM row, json_each(body -> 'resolutions') AS decided
         WHERE row.id = ? AND decided.value ->> 'personId' IS NOT NULL`,
    )
    .pluck()
  const log = loggingIn(database)
  for (const row of apart) {
    const year = localYear(row.startsAt)
    log(`branch/${row.branchId}/public/${year}`, row, 1)
    log(`branch/${row.branchId}/committee/${year}`, row, 0)
    for (const person of named.all(row.id, row.id, row.id)) log(`person/${person}`, row, 0)
  }
}
