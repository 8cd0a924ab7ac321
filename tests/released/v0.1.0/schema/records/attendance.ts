import { keepsBranch } from '../access.ts'
import { personBucket, workBucket } from '../bucket.ts'
import { defineRecord } from '../define-record.ts'
import { choice, dateTime, field, optional, ref, text, words } from '../field.ts'
import { localYear } from '../rules/calendar.ts'

export const presences = {
  present: words('到会', 'Present'),
  remote: words('远程参加', 'Took part remotely'),
  madeUp: words('已补课', 'Made up'),
  excused: words('请假', 'Excused'),
  absent: words('缺席', 'Absent'),
} as const

export type Presence = keyof typeof presences

/** One member at one gathering. Two people noting the same fact make one row. */
export const attendance = defineRecord({
  name: 'attendance',
  words: words('出勤', 'Attendance'),
  id: (body) => [body.meetingId, body.personId],
  at: (body) => body.heldAt,
  of: (body) => body.meetingId,
  fields: {
    meetingId: field('会议', 'Meeting', ref('meeting'), 'once'),
    personId: field('党员', 'Member', ref('person'), 'once'),
    branchId: field('党支部', 'Branch', ref('organisation'), 'once'),
    heldAt: field('会议时间', 'Held at', dateTime()),
    status: field('出勤情况', 'Attendance', choice(presences)),
    reason: field('事由', 'Reason', optional(text({ max: 200 }))),
  },
  seenIn: (body) => [
    workBucket(body.branchId, localYear(body.heldAt)),
    personBucket(body.personId),
  ],
  write: (actor, { before, after }) =>
    keepsBranch(actor, after.branchId) &&
    (before === undefined || keepsBranch(actor, before.branchId)),
})
