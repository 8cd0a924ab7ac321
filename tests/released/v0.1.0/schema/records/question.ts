import { oversees } from '../access.ts'
import { lessonsBucket } from '../bucket.ts'
import { defineRecord } from '../define-record.ts'
import { choice, field, integer, listOf, optional, ref, text, words } from '../field.ts'

export const questionKinds = {
  single: words('单选题', 'One answer'),
  multiple: words('多选题', 'Several answers'),
  trueFalse: words('判断题', 'True or false'),
} as const

/** A question with its answer and why, so that feedback works without a network. */
export const question = defineRecord({
  name: 'question',
  words: words('题目', 'Question'),
  at: () => '1970-01-01T00:00:00.000Z',
  of: (body) => body.lessonId ?? '',
  fields: {
    publisherId: field('发布单位', 'Published by', ref('organisation'), 'once'),
    lessonId: field('课程', 'Lesson', optional(ref('lesson'))),
    kind: field('题型', 'Kind', choice(questionKinds)),
    stem: field('题干', 'Question', text({ max: 1_000 })),
    options: field('选项', 'Options', listOf(text({ max: 300 }), { min: 2, max: 8 })),
    answer: field('答案', 'Answer', listOf(integer({ min: 0, max: 7 }), { min: 1, max: 8 })),
    explanation: field('解析', 'Explanation', optional(text({ max: 1_000 }))),
    difficulty: field('难度', 'Difficulty', optional(integer({ min: 1, max: 5 }))),
    tag: field('标签', 'Tag', optional(text({ max: 40 }))),
  },
  seenIn: (body) => [lessonsBucket(body.publisherId)],
  write: (actor, { after }) => oversees(actor, after.publisherId),
})
