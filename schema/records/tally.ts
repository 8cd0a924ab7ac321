import { publicBucket } from '../bucket.ts'
import { defineRecord } from '../define-record.ts'
import { dateTime, field, integer, optional, ref, words } from '../field.ts'
import type { Body } from '../json.ts'
import { textOf } from '../json.ts'
import { localYear } from '../rules/calendar.ts'
import { isCounted, isGuest, isOneByOne } from './attendance.ts'

const count = () => integer({ min: 0, max: 100_000 })

const stands = (source: Body | undefined): source is Body =>
  source !== undefined && source['removedAt'] === undefined

const says = (source: Body, ...statuses: readonly string[]): boolean =>
  statuses.includes(textOf(source, 'status'))

type Counted = (source: Body) => boolean

/** What of a row that stands is counted, and where. Those expected, and the guests. */
const counted = {
  expected: isCounted,
  present: (source) => isCounted(source) && says(source, 'present', 'remote'),
  madeUp: (source) => isCounted(source) && says(source, 'madeUp'),
  oneByOne: (source) => isCounted(source) && isOneByOne(source),
  guests: (source) => isGuest(source) && says(source, 'present', 'remote'),
} as const satisfies Readonly<Record<string, Counted>>

/** Taking out what the row was and putting in what it is. A count published by an earlier release may know less than it takes out. */
const folded = (
  counts: Counted,
  current: number | undefined,
  before: Body | undefined,
  after: Body,
): number => {
  const of = (source: Body | undefined) => (stands(source) && counts(source) ? 1 : 0)
  return Math.max(0, (current ?? 0) - of(before) + of(after))
}

/** The rows of a roll move with their meeting, to an earlier day as well as to a later one: a row that is new, or that moved, says when it is. */
const heldAtOf = (current: Body | undefined, before: Body | undefined, after: Body): string =>
  textOf(
    current !== undefined && before !== undefined && before['heldAt'] === after['heldAt']
      ? current
      : after,
    'heldAt',
  )

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
    /** Of those expected: where it is all of them, no roll was called, and nobody knows who else should have come. */
    oneByOne: field('没有点名、单个记下的', 'Noted one by one', optional(count())),
    guests: field('外支部党员', 'Guests', optional(count())),
  },
  seenIn: (body) => [publicBucket(body.branchId, localYear(body.heldAt))],
  write: () => false,
  rollUp: {
    from: 'attendance',
    id: (source) => [textOf(source, 'meetingId')],
    fold: (current, before, after) => {
      const count = (name: keyof typeof counted) =>
        folded(counted[name], current?.[name], before, after)
      return {
        meetingId: textOf(after, 'meetingId'),
        branchId: textOf(after, 'branchId'),
        heldAt: heldAtOf(current, before, after),
        expected: count('expected'),
        present: count('present'),
        madeUp: count('madeUp'),
        oneByOne: count('oneByOne'),
        guests: count('guests'),
      }
    },
  },
})
