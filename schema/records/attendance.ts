import { keepsBranch } from '../access.ts'
import { personBucket, workBucket } from '../bucket.ts'
import { defineRecord } from '../define-record.ts'
import { choice, dateTime, field, moment, optional, ref, text, words } from '../field.ts'
import { localYear } from '../rules/calendar.ts'

export const presences = {
  present: words('到会', 'Present'),
  remote: words('远程参加', 'Took part remotely'),
  madeUp: words('已补课', 'Made up'),
  excused: words('请假', 'Excused'),
  absent: words('缺席', 'Absent'),
} as const

export type Presence = keyof typeof presences

/** How it came to be noted. A row that says nothing was ticked in a roll that was called. */
const ways = {
  shown: words('扫了他的码', 'His code was scanned'),
  scanned: words('他扫了会议码', 'He scanned the meeting’s code'),
  asked: words('他请了假', 'He asked for leave'),
  handedIn: words('他交了补课', 'He handed in what he made up'),
} as const

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
    way: field('怎么记的', 'Noted by', optional(choice(ways))),
    confirmedById: field('确认人', 'Confirmed by', optional(ref('person'))),
    confirmedAt: field('确认时间', 'Confirmed at', optional(moment())),
    /** Of a guest alone. Who belongs to no branch of this book has a name and nothing else. */
    guestName: field('外支部党员姓名', 'Guest', optional(text({ max: 40 }))),
    guestFrom: field('来自哪个党支部', 'Guest of', optional(text({ max: 80 }))),
    /** `柳沟村党支部 · 主题党日`: his own branch does not hold the meetings of others. */
    guestAt: field('在哪里参加', 'Took part at', optional(text({ max: 140 }))),
    homeBranchId: field('所在党支部', 'Home branch', optional(ref('organisation')), 'once'),
    proof: field('出示的码', 'Code shown', optional(text({ max: 400 }))),
  },
  seenIn: (body) => [
    workBucket(body.branchId, localYear(body.heldAt)),
    personBucket(body.personId),
    // His own branch sees that he took part elsewhere.
    ...(body.homeBranchId === undefined || body.homeBranchId === body.branchId
      ? []
      : [workBucket(body.homeBranchId, localYear(body.heldAt))]),
  ],
  agrees: { meetingId: 'branchId' },
  write: (actor, { before, after }) =>
    keepsBranch(actor, after.branchId) &&
    (before === undefined || keepsBranch(actor, before.branchId)),
})

/** Of another branch: welcome, noted, and counted in nothing that is this branch's. */
export const isGuest = (body: { readonly guestName?: string }): boolean =>
  body.guestName !== undefined
