import { oversees } from '../access.ts'
import { organisationBucket } from '../bucket.ts'
import type { BodyFor } from '../define-record.ts'
import { defineRecord } from '../define-record.ts'
import { choice, day, field, integer, listOf, month, optional, ref, text, words } from '../field.ts'
import { dutyPeriods } from '../rules/duty-period.ts'
import { meetingKinds } from './meeting.ts'
import { organisationKinds } from './organisation.ts'

export const restDayWays = {
  stays: words('不变', 'The day stays'),
  after: words('顺延到后面的工作日', 'The next working day'),
  before: words('提前到前面的工作日', 'The working day before'),
} as const

/** Without these, what is asked in months gone by would change. */
const mayChange: readonly string[] = ['until', 'source', 'issued', 'removedAt']

/**
 * How often those below an organisation shall meet, besides what is asked everywhere (rules/duty-rules.ts). What it asks never
 * changes once it is written: other numbers are another rule, from a month on, so that earlier months stay judged by the
 * earlier one. It can only end.
 */
export const dutyRule = defineRecord({
  name: 'dutyRule',
  words: words('本地要求', 'Local rule'),
  at: (body) => `${body.from}-01T00:00:00.000Z`,
  of: (body) => body.organisationId,
  fields: {
    organisationId: field('提出单位', 'Asked by', ref('organisation'), 'once'),
    kind: field('会议类型', 'Kind', choice(meetingKinds), 'once'),
    every: field('多久一次', 'How often', choice(dutyPeriods), 'once'),
    /** 0: no number is asked, where the regulations fix none. */
    times: field('次数', 'Times', integer({ min: 0, max: 12 }), 'once'),
    only: field(
      '适用的党组织',
      'Asked of',
      optional(listOf(choice(organisationKinds), { max: 7 })),
      'once',
    ),
    day: field('固定日期', 'Fixed day', optional(integer({ min: 1, max: 28 })), 'once'),
    onRestDay: field(
      '遇休息日',
      'Where that day is one of rest',
      optional(choice(restDayWays)),
      'once',
    ),
    from: field('从哪月起', 'From', month(), 'once'),
    until: field('到哪月止', 'Until', optional(month())),
    source: field('文件名称', 'Source', text({ max: 200 })),
    issued: field('发文日期', 'Issued', optional(day())),
  },
  seenIn: (body) => [organisationBucket(body.organisationId)],
  write: (actor, { before, after, written }) =>
    oversees(actor, after.organisationId) &&
    (before === undefined || written.every((name) => mayChange.includes(name))),
})

export type DutyRuleBody = BodyFor<typeof dutyRule>
