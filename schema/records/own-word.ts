import { isSelf, keepsBranch } from '../access.ts'
import { personBucket, workBucket } from '../bucket.ts'
import type { BodyFor } from '../define-record.ts'
import { defineRecord } from '../define-record.ts'
import { choice, dateTime, field, listOf, moment, optional, ref, text, words } from '../field.ts'
import { localYear } from '../rules/calendar.ts'

/** What whoever keeps the book writes into it: a no, and why. A yes is the attendance itself. */
const answers = ['remark', 'answeredFor', 'answeredById', 'answeredAt'] as const

/** What somebody may say of one gathering and have sent back. */
export const saidOf = {
  leave: words('请假', 'Leave'),
  scan: words('扫码', 'Scan'),
  makeUp: words('补课', 'Making up'),
} as const

export type Said = keyof typeof saidOf

/**
 * What a member says himself of one gathering: that he cannot come and why, the code he scanned there, what he wrote when he
 * made it up. It is his word; the branch's word is `attendance`, which only its keepers write. So the two never meet in one
 * field, and nobody's scan writes over what the secretary noted.
 */
export const ownWord = defineRecord({
  name: 'ownWord',
  words: words('本人说明', 'Own word'),
  id: (body) => [body.meetingId, body.personId],
  at: (body) => body.heldAt,
  of: (body) => body.meetingId,
  fields: {
    meetingId: field('会议', 'Meeting', ref('meeting'), 'once'),
    personId: field('党员', 'Member', ref('person'), 'once'),
    branchId: field('党支部', 'Branch', ref('organisation'), 'once'),
    heldAt: field('会议时间', 'Held at', dateTime(), 'once'),
    leaveReason: field('请假的事由', 'Reason for leave', optional(text({ max: 200 }))),
    leaveAt: field('请假时间', 'Leave asked at', optional(moment())),
    /** Where the meeting was moved since, it is not when it is held now. */
    leaveFor: field('请的是哪次的假', 'Leave for', optional(dateTime())),
    code: field('扫的会议码', 'Code scanned', optional(text({ max: 120 }))),
    codeAt: field('扫码时间', 'Scanned at', optional(moment())),
    lines: field('补课写的话', 'Written when made up', optional(text({ max: 2_000 }))),
    handedInAt: field('补课交来的时间', 'Handed in at', optional(moment())),
    remark: field('支部的答复', 'Remark of the branch', optional(text({ max: 300 }))),
    /** A no to his make-up is none to the leave that still waits. Where it says nothing, it answers all he had said. */
    answeredFor: field(
      '答复的是',
      'Answered for',
      optional(listOf(choice(saidOf), { min: 1, max: 3 })),
    ),
    answeredById: field('答复人', 'Answered by', optional(ref('person'))),
    answeredAt: field('答复时间', 'Answered at', optional(moment())),
  },
  seenIn: (body) => [
    personBucket(body.personId),
    workBucket(body.branchId, localYear(body.heldAt)),
  ],
  agrees: { meetingId: 'branchId' },
  write: (actor, { before, after, written }) => {
    const answered = written.filter((name) => answers.some((each) => each === name))
    if (answered.length > 0)
      return (
        before !== undefined &&
        answered.length === written.length &&
        keepsBranch(actor, before.branchId) &&
        !isSelf(actor, before.personId)
      )
    return (
      isSelf(actor, after.personId) &&
      (before !== undefined || actor.branchId === after.branchId) &&
      !written.includes('removedAt')
    )
  },
})

export type OwnWord = BodyFor<typeof ownWord>
