import { publicBucket } from '../bucket.ts'
import { defineRecord } from '../define-record.ts'
import { dateTime, field, integer, ref, words } from '../field.ts'
import type { Body } from '../json.ts'
import { textOf } from '../json.ts'
import { localYear } from '../rules/calendar.ts'
import { presences } from './attendance.ts'

const count = () => integer({ min: 0, max: 100_000 })

/** 1 where the row stands and says one of these, else 0. */
const counts = (source: Body | undefined, ...statuses: readonly string[]): number =>
  source?.['removedAt'] === undefined && statuses.includes(textOf(source, 'status')) ? 1 : 0

const everyStatus = Object.keys(presences)

/** How many were expected and came: what a branch publishes of its attendance, and all that a desk holds of it. */
export const tally = defineRecord({
  name: 'tally',
  words: words('到会人数', 'Attendance count'),
  id: (body) => [body.meetingId],
  at: (body) => body.heldAt,
  of: (body) => body.meetingId,
  fields: {
    meetingId: field('会议', 'Meeting', ref('meeting'), 'once'),
    branchId: field('党支部', 'Branch', ref('organisation'), 'once'),
    heldAt: field('会议时间', 'Held at', dateTime()),
    expected: field('应到', 'Expected', count()),
    present: field('实到', 'Present', count()),
    madeUp: field('补课', 'Made up', count()),
  },
  seenIn: (body) => [publicBucket(body.branchId, localYear(body.heldAt))],
  write: () => false,
  rollUp: {
    from: 'attendance',
    id: (source) => [textOf(source, 'meetingId')],
    fold: (current, before, after) => ({
      meetingId: textOf(after, 'meetingId'),
      branchId: textOf(after, 'branchId'),
      heldAt:
        current && current.heldAt > textOf(after, 'heldAt')
          ? current.heldAt
          : textOf(after, 'heldAt'),
      expected:
        (current?.expected ?? 0) + counts(after, ...everyStatus) - counts(before, ...everyStatus),
      present:
        (current?.present ?? 0) +
        counts(after, 'present', 'remote') -
        counts(before, 'present', 'remote'),
      madeUp: (current?.madeUp ?? 0) + counts(after, 'madeUp') - counts(before, 'madeUp'),
    }),
  },
})
