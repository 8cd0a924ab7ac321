import { keepsBranch } from '../access.ts'
import { personBucket, workBucket } from '../bucket.ts'
import { defineRecord } from '../define-record.ts'
import { choice, dateTime, field, moment, optional, ref, text, words, yesNo } from '../field.ts'
import { textOf } from '../json.ts'
import { localYear } from '../rules/calendar.ts'
import { holdsItsMeeting } from './hand-in.ts'

export const presences = {
  present: words('到会', 'Present'),
  remote: words('远程参加', 'Took part remotely'),
  madeUp: words('已补课', 'Made up'),
  excused: words('请假', 'Excused'),
  absent: words('缺席', 'Absent'),
} as const

export type Presence = keyof typeof presences

/** What a day was for somebody who made it up later. */
const missedAs = { excused: presences.excused, absent: presences.absent } as const

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
    // Two who call a roll apart from each other: neither note goes under unseen (S4).
    status: field('出勤情况', 'Attendance', choice(presences), 'ask'),
    reason: field('事由', 'Reason', optional(text({ max: 200 })), 'ask'),
    /** Of who made it up: that he was missing, and why, stays as it was noted. */
    thatDay: field('当天的情况', 'That day', optional(choice(missedAs))),
    /** He was not called, or is left out by approval: where he took part all the same, he is named beside those expected. */
    uncounted: field('不计入应到', 'Not counted', optional(yesNo())),
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
  asks: (body) => body.branchId,
  agrees: { meetingId: 'branchId' },
  // Whoever moves a meeting on his phone moves its roll, though it was signed meanwhile and stays where it is.
  follows: {
    type: 'meeting',
    says: (above) => (above ? { heldAt: textOf(above, 'startsAt') } : {}),
  },
  // A signed meeting keeps its roll: whoever took it away without knowing would have taken away its roll alone.
  staysWith: { meetingId: (body, { stage }) => stage === 'signed' && !isGuest(body) },
  // What was counted as it was handed in stays counted so, and nobody is ticked any more.
  heldBy: {
    type: 'handIn',
    under: 'meetingId',
    fields: ['status', 'uncounted', 'guestName', 'way', 'removedAt'],
    holds: (round, before, after) => !isAddedByItself(before, after) && holdsItsMeeting(round),
  },
  write: (actor, { before, after }) =>
    keepsBranch(actor, after.branchId) &&
    (before === undefined || keepsBranch(actor, before.branchId)),
})

/** Of another branch: welcome, noted, and counted in nothing that is this branch's. */
export const isGuest = (body: { readonly guestName?: string }): boolean =>
  body.guestName !== undefined

/** One of those expected. */
export const isCounted = (body: {
  readonly guestName?: string
  readonly uncounted?: boolean
}): boolean => !isGuest(body) && body.uncounted !== true

/** By a code, a leave or what was made up: no roll was called for it. */
export const isOneByOne = (body: { readonly way?: string }): boolean => body.way !== undefined

type Noted = {
  readonly status: Presence
  readonly way?: string
  readonly uncounted?: boolean
  readonly guestName?: string
  readonly confirmedAt?: string
  readonly removedAt?: string
}

/** Noted of one member who was not noted yet, or as missing: a make-up above all, a leave, a scan that is confirmed later. */
const isAddedByItself = (before: Noted | undefined, after: Noted): boolean => {
  const isNew = before === undefined || before.removedAt !== undefined
  const wasMissing = isNew || Object.hasOwn(missedAs, before.status)
  const countsAlike = isNew || isCounted(before) === isCounted(after)
  const stands = after.removedAt === undefined && after.status !== 'absent'
  // Of one called in a roll, its row goes on to say so.
  const isByItself =
    isOneByOne(after) ||
    (after.confirmedAt !== undefined && after.confirmedAt !== before?.confirmedAt)
  return isByItself && wasMissing && countsAlike && stands
}
