import { keepsBranch } from '../access.ts'
import { publicBucket } from '../bucket.ts'
import { defineRecord } from '../define-record.ts'
import {
  choice,
  dateTime,
  day,
  field,
  group,
  integer,
  listOf,
  optional,
  ref,
  setOf,
  text,
  words,
} from '../field.ts'
import { localYear } from '../rules/calendar.ts'

export const meetingKinds = {
  themeDay: words('主题党日', 'Theme day'),
  memberMeeting: words('党员大会', 'Member meeting'),
  committee: words('支委会', 'Committee meeting'),
  group: words('党小组会', 'Group meeting'),
  lecture: words('党课', 'Lecture'),
  lifeMeeting: words('组织生活会', 'Organisation-life meeting'),
  evaluation: words('民主评议党员', 'Democratic evaluation'),
} as const

export type MeetingKind = keyof typeof meetingKinds

/** One gathering, held or not. It may be several kinds at once, and is then entered once. */
export const meeting = defineRecord({
  name: 'meeting',
  words: words('会议', 'Meeting'),
  at: (body) => body.startsAt,
  of: (body) => body.branchId,
  fields: {
    branchId: field('党支部', 'Branch', ref('organisation'), 'once'),
    kinds: field('会议类型', 'Kinds', listOf(choice(meetingKinds), { min: 1, max: 7 })),
    startsAt: field('开始时间', 'Starts', dateTime()),
    endsAt: field('结束时间', 'Ends', optional(dateTime())),
    place: field('地点', 'Place', optional(text({ max: 100 }))),
    topic: field('主题', 'Topic', optional(text({ max: 200 }))),
    chairId: field('主持人', 'Chair', optional(ref('person'))),
    recorderId: field('记录人', 'Recorder', optional(ref('person'))),
    agenda: field(
      '议程',
      'Agenda',
      setOf(
        group({
          order: integer({ min: 0, max: 999 }),
          title: text({ max: 200 }),
          notes: optional(text({ max: 20_000 })),
        }),
      ),
    ),
    minutes: field('会议记录', 'Minutes', optional(text({ max: 60_000 })), 'ask'),
    resolutions: field(
      '决议',
      'Resolutions',
      setOf(
        group({
          order: integer({ min: 0, max: 999 }),
          text: text({ max: 2_000 }),
          personId: optional(ref('person')),
          due: optional(day()),
        }),
      ),
      'ask',
    ),
    notHeld: field('未召开的原因', 'Not held because', optional(text({ max: 500 }))),
  },
  seenIn: (body) => [publicBucket(body.branchId, localYear(body.startsAt))],
  write: (actor, { before, after }) =>
    keepsBranch(actor, after.branchId) &&
    (before === undefined || keepsBranch(actor, before.branchId)),
})
