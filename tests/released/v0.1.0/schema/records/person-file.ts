import { keepsBranch, oversees } from '../access.ts'
import { filesBucket, personBucket } from '../bucket.ts'
import { defineRecord } from '../define-record.ts'
import { choice, field, optional, partialDay, ref, text, words, yesNo } from '../field.ts'

export const sexes = { male: words('男', 'Male'), female: words('女', 'Female') } as const

export const standings = {
  normal: words('正常', 'Normal'),
  suspended: words('停止党籍', 'Membership suspended'),
  transferred: words('已转出', 'Transferred'),
  left: words('出党', 'No longer a member'),
  deceased: words('去世', 'Deceased'),
} as const

/** A member's file: what his secretary, the organisations above and he himself see. Never the full identity number. */
export const personFile = defineRecord({
  name: 'personFile',
  words: words('党员档案', 'Member file'),
  id: (body) => [body.personId],
  at: () => '1970-01-01T00:00:00.000Z',
  of: (body) => body.personId,
  fields: {
    personId: field('党员', 'Member', ref('person'), 'once'),
    branchId: field('所在党支部', 'Branch', ref('organisation')),
    sex: field('性别', 'Sex', optional(choice(sexes))),
    idTail: field('公民身份号码后四位', 'Identity number, last four', optional(text({ max: 4 }))),
    ethnicity: field('民族', 'Ethnicity', optional(text({ max: 20 }))),
    bornOn: field('出生日期', 'Born', optional(partialDay())),
    education: field('学历', 'Education', optional(text({ max: 30 }))),
    joinedOn: field('加入党组织日期', 'Joined the Party', optional(partialDay())),
    fullMemberOn: field('转为正式党员日期', 'Became a full member', optional(partialDay())),
    job: field('工作岗位', 'Occupation', optional(text({ max: 60 }))),
    mobile: field('手机号码', 'Mobile', optional(text({ max: 20 }))),
    landline: field('固定电话', 'Landline', optional(text({ max: 20 }))),
    address: field('家庭住址', 'Address', optional(text({ max: 200 }))),
    standing: field('党籍状态', 'Standing', choice(standings)),
    lost: field('是否为失联党员', 'Out of contact', optional(yesNo())),
    lostSince: field('失去联系日期', 'Out of contact since', optional(partialDay())),
    floating: field('是否为流动党员', 'Floating member', optional(yesNo())),
    floatingTo: field('外出流向', 'Gone to', optional(text({ max: 100 }))),
  },
  seenIn: (body) => [filesBucket(body.branchId), personBucket(body.personId)],
  write: (actor, { before, after }) =>
    oversees(actor, after.branchId)
      ? before === undefined || oversees(actor, before.branchId)
      : before?.branchId === after.branchId && keepsBranch(actor, after.branchId),
})
