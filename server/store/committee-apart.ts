/**
 * The step that took gatherings of the committee alone, and talks from heart to heart, out of what a branch publishes to its
 * members: into what its committee holds, and what concerns those whom the record names. Their photos and papers go along.
 */
import type { Database } from 'better-sqlite3'
import { localYear } from '../../schema/rules/calendar.ts'
import type { Logged } from './log-in-bucket.ts'
import { loggingIn } from './log-in-bucket.ts'

type Gathering = Logged & { readonly branchId: string; readonly startsAt: string }
type Paper = Logged & { readonly branchId: string; readonly heldAt: string }

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
  // The mark counts as written with the rest of the row: whatever is written of it from now on is later.
  const papers = database.prepare<[string], Paper>(
    `UPDATE row SET rev = max(rev + 1, unixepoch()), body = json_set(body, '$.amongCommittee', json('true')),
       stamps = json_set(stamps, '$.amongCommittee', (SELECT max(value) FROM json_each(stamps)))
     WHERE type = 'attachment' AND parent = ? AND body ->> 'amongCommittee' IS NULL
     RETURNING id, rev, at, body ->> 'branchId' AS branchId, body ->> 'heldAt' AS heldAt`,
  )
  const log = loggingIn(database)
  const toCommittee = (row: Logged, branchId: string, year: string) => {
    log(`branch/${branchId}/public/${year}`, row, 1)
    log(`branch/${branchId}/committee/${year}`, row, 0)
  }
  for (const row of apart) {
    toCommittee(row, row.branchId, localYear(row.startsAt))
    for (const person of named.all(row.id, row.id, row.id)) log(`person/${person}`, row, 0)
    for (const paper of papers.all(row.id))
      toCommittee(paper, paper.branchId, localYear(paper.heldAt))
  }
}
