import { oversees } from '../access.ts'
import { organisationBucket } from '../bucket.ts'
import { defineRecord } from '../define-record.ts'
import {
  choice,
  field,
  integer,
  listOf,
  optional,
  partialDay,
  ref,
  text,
  words,
  yesNo,
} from '../field.ts'

export const organisationKinds = {
  county: words('县（市、区）党委', 'County committee'),
  township: words('乡镇（街道）党委', 'Township committee'),
  generalBranch: words('党总支', 'General branch'),
  branch: words('党支部', 'Branch'),
  jointBranch: words('联合党支部', 'Joint branch'),
  floatingBranch: words('流动党员党支部', 'Branch of floating members'),
  group: words('党小组', 'Group'),
} as const

/** One Party organisation. Together they are a tree of any depth. */
export const organisation = defineRecord({
  name: 'organisation',
  words: words('党组织', 'Organisation'),
  at: () => '1970-01-01T00:00:00.000Z',
  of: (body) => body.parentId ?? '',
  fields: {
    name: field('党组织全称', 'Full name', text({ max: 80 })),
    kind: field('类别', 'Kind', choice(organisationKinds)),
    parentId: field('上级党组织', 'Superior', optional(ref('organisation'))),
    aliases: field('别名', 'Also called', optional(listOf(text({ max: 80 }), { max: 20 }))),
    sector: field('所属行业', 'Sector', optional(text({ max: 40 }))),
    secretaryName: field('书记', 'Secretary', optional(text({ max: 40 }))),
    phone: field('联系电话', 'Telephone', optional(text({ max: 30 }))),
    termEnds: field('届满日期', 'Term ends', optional(partialDay())),
    hasCommittee: field('是否设支委会', 'Has a committee', optional(yesNo())),
    themeDay: field(
      '每月主题党日',
      'Theme day of the month',
      optional(integer({ min: 1, max: 28 })),
    ),
  },
  seenIn: (_body, id) => [organisationBucket(id)],
  // A root is made by setting the server up, never by an edit.
  write: (actor, { id, before, after }) =>
    before === undefined
      ? after.parentId !== undefined && oversees(actor, after.parentId)
      : oversees(actor, id) &&
        (before.parentId === after.parentId ||
          (oversees(actor, before.parentId ?? '') && oversees(actor, after.parentId ?? ''))),
})
