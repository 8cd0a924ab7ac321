import { oversees } from '../access.ts'
import { lessonsBucket } from '../bucket.ts'
import { defineRecord } from '../define-record.ts'
import { choice, dateTime, field, integer, listOf, optional, ref, text, words } from '../field.ts'

export const audiences = {
  all: words('全体党员', 'Everybody'),
  secretaries: words('书记、支委', 'Secretaries'),
  drivers: words('在外跑车的党员', 'Drivers'),
  farmers: words('农村党员', 'Farmers'),
} as const

/** A short lesson to read. Its text is Markdown: headings, paragraphs, lists, quotes, bold. */
export const lesson = defineRecord({
  name: 'lesson',
  words: words('课程', 'Lesson'),
  at: (body) => body.publishedAt,
  of: (body) => body.publisherId,
  fields: {
    publisherId: field('发布单位', 'Published by', ref('organisation'), 'once'),
    publishedAt: field('发布时间', 'Published at', dateTime()),
    order: field('次序', 'Order', integer({ min: 0, max: 9_999 })),
    title: field('标题', 'Title', text({ max: 100 })),
    titleEn: field('英文标题', 'English title', optional(text({ max: 200 }))),
    summary: field('内容提要', 'Summary', text({ max: 300 })),
    audience: field('适合谁学', 'For', choice(audiences)),
    minutes: field('大约几分钟', 'Minutes', integer({ min: 1, max: 240 })),
    text: field('正文', 'Text', text({ max: 30_000 })),
    sources: field('依据', 'Sources', optional(listOf(text({ max: 200 }), { max: 20 }))),
  },
  seenIn: (body) => [lessonsBucket(body.publisherId)],
  write: (actor, { after }) => oversees(actor, after.publisherId),
})
