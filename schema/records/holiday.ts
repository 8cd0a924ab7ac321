import { oversees } from '../access.ts'
import { organisationBucket } from '../bucket.ts'
import type { BodyFor } from '../define-record.ts'
import { defineRecord } from '../define-record.ts'
import { day, field, listOf, optional, ref, text, words } from '../field.ts'

/** A public holiday as announced for a year that this release does not know yet (rules/rest-days.ts). */
export const holiday = defineRecord({
  name: 'holiday',
  words: words('节假日', 'Public holiday'),
  at: (body) => `${body.first}T00:00:00.000Z`,
  of: (body) => body.organisationId,
  fields: {
    organisationId: field('填写单位', 'Entered by', ref('organisation'), 'once'),
    name: field('名称', 'Name', text({ max: 20 })),
    first: field('从哪天起', 'From', day()),
    last: field('到哪天止', 'Until', day()),
    workdays: field('调休上班的日子', 'Days worked instead', optional(listOf(day(), { max: 6 }))),
    source: field('文件名称', 'Source', text({ max: 200 })),
  },
  seenIn: (body) => [organisationBucket(body.organisationId)],
  write: (actor, { after }) => oversees(actor, after.organisationId),
})

export type HolidayBody = BodyFor<typeof holiday>
