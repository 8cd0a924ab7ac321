/**
 * The step that put photos and papers where their meetings lie: until then their own rows said for whom they are, as phones had
 * written it, and a meeting that became another kind left them behind. What has no meeting is the committee's.
 */
import type { Database } from 'better-sqlite3'
import { localYear } from '../../schema/rules/calendar.ts'
import type { Logged } from './log-in-bucket.ts'
import { loggingIn } from './log-in-bucket.ts'

type Paper = Logged & {
  readonly branchId: string
  readonly heldAt: string
  readonly isApart: 0 | 1
}

export function papersWithMeetings(database: Database): void {
  const astray = database
    .prepare<[], Paper>(
      `WITH paper AS (
         SELECT id, rev, at, body ->> 'branchId' AS branchId, body ->> 'heldAt' AS heldAt,
           coalesce(body ->> 'amongCommittee', 0) AS wasApart,
           NOT EXISTS (
             SELECT 1 FROM row AS meeting, json_each(meeting.body -> 'kinds') AS kind
             WHERE meeting.id = row.parent AND meeting.type = 'meeting' AND kind.value NOT IN ('committee', 'talk')
           ) AS isApart
         FROM row WHERE type = 'attachment'
       )
       SELECT id, rev, at, branchId, heldAt, isApart FROM paper WHERE isApart <> wasApart ORDER BY id`,
    )
    .all()
  const put = database
    .prepare<[number, string], number>(
      `UPDATE row SET rev = max(rev + 1, unixepoch()),
         body = iif(?, json_set(body, '$.amongCommittee', json('true')), json_remove(body, '$.amongCommittee'))
       WHERE id = ? RETURNING rev`,
    )
    .pluck()
  const log = loggingIn(database)
  for (const { branchId, heldAt, isApart, ...paper } of astray) {
    const row = { ...paper, rev: put.get(isApart, paper.id) ?? paper.rev }
    const year = localYear(heldAt)
    log(`branch/${branchId}/public/${year}`, row, isApart)
    log(`branch/${branchId}/committee/${year}`, row, isApart === 1 ? 0 : 1)
  }
}
