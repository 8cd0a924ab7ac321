import { isSelf } from '../access.ts'
import { personBucket, workBucket } from '../bucket.ts'
import { defineRecord } from '../define-record.ts'
import {
  field,
  group,
  integer,
  listOf,
  moment,
  optional,
  ref,
  setOf,
  text,
  words,
} from '../field.ts'
import { localYear } from '../rules/calendar.ts'

/** One person's way through one lesson: opened, read, attempts at its questions, what he wrote about it. */
export const study = defineRecord({
  name: 'study',
  words: words('学习记录', 'Study'),
  id: (body) => [body.personId, body.lessonId],
  at: (body) => body.openedAt,
  of: (body) => body.personId,
  fields: {
    personId: field('党员', 'Member', ref('person'), 'once'),
    lessonId: field('课程', 'Lesson', ref('lesson'), 'once'),
    branchId: field('党支部', 'Branch', ref('organisation'), 'once'),
    openedAt: field('开始学习', 'Opened', moment()),
    readAt: field('读完', 'Read', optional(moment())),
    attempts: field(
      '答题',
      'Attempts',
      setOf(
        group({
          at: moment(),
          asked: integer({ min: 1, max: 200 }),
          right: integer({ min: 0, max: 200 }),
          wrong: optional(listOf(ref('question'), { max: 200 })),
        }),
      ),
    ),
    notes: field('学习心得', 'Notes', optional(text({ max: 5_000 }))),
  },
  seenIn: (body) => [
    personBucket(body.personId),
    workBucket(body.branchId, localYear(body.openedAt)),
  ],
  // `once` keeps the person and the branch of a row as they were first accepted.
  write: (actor, { before, after }) =>
    isSelf(actor, after.personId) && (before !== undefined || actor.branchId === after.branchId),
})
