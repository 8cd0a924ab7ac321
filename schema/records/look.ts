import { keepsBranch, oversees } from '../access.ts'
import { personBucket, workBucket } from '../bucket.ts'
import { defineRecord } from '../define-record.ts'
import { choice, field, moment, nameOf, optional, ref, text, words } from '../field.ts'
import { isList } from '../json.ts'
import { localYear } from '../rules/calendar.ts'

export const lookKinds = {
  file: words('打开档案', 'Opened the file'),
  number: words('查看完整身份证号', 'Saw the whole identity number'),
  export: words('导出档案', 'Exported the file'),
} as const

/**
 * That somebody looked at another's personal file: written by whoever looks, also offline, so that the member can read it
 * on his own phone. Once written it is nobody's to change, and nobody's to take away.
 */
export const look = defineRecord({
  name: 'look',
  words: words('查阅记录', 'Look at a file'),
  id: (body) => [body.viewerId, body.personId, body.key],
  at: (body) => body.at,
  of: (body) => body.personId,
  fields: {
    personId: field('被查阅的党员', 'Whose file', ref('person'), 'once'),
    branchId: field('所在党支部', 'Branch', ref('organisation'), 'once'),
    viewerId: field('查阅人', 'Who looked', ref('person'), 'once'),
    /** He may be of another branch, whose people the member's phone does not hold. */
    viewerName: field('查阅人姓名', 'Name', nameOf('viewerId', { max: 40 }), 'once'),
    organisationId: field(
      '查阅人任职的党组织',
      'For which organisation',
      ref('organisation'),
      'once',
    ),
    kind: field('做了什么', 'What', choice(lookKinds), 'once'),
    /** Of opening a file the day, so that one viewer makes one row a day; else anything new. */
    key: field('编号', 'Key', { ...text({ max: 40 }), silent: true }, 'once'),
    at: field('时间', 'At', moment(), 'once'),
    reason: field('事由', 'Reason', optional(text({ max: 200 })), 'once'),
  },
  mayName: {
    // He may have moved since somebody looked.
    personId: ({ branchId }, person) =>
      person['branchId'] === branchId ||
      (isList(person['formerBranchIds']) && person['formerBranchIds'].includes(branchId)),
  },
  seenIn: (body) => [personBucket(body.personId), workBucket(body.branchId, localYear(body.at))],
  // A second phone of his may write the same look: `once` keeps the first, and it is no refusal.
  write: (actor, { before, after, written }) =>
    actor.personId === after.viewerId &&
    (before === undefined || before.viewerId === after.viewerId) &&
    !written.includes('removedAt') &&
    (keepsBranch(actor, after.branchId) || oversees(actor, after.branchId)) &&
    actor.offices.some(
      ({ organisationId, covers }) =>
        organisationId === after.organisationId && covers.includes(after.branchId),
    ) &&
    (after.kind === 'file' || after.reason !== undefined),
})
