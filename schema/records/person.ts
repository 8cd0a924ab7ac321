import { keepsBranch, oversees } from '../access.ts'
import { peopleBucket } from '../bucket.ts'
import { defineRecord } from '../define-record.ts'
import { choice, field, former, optional, ref, text, words } from '../field.ts'
import { isGroupOfBranch } from './organisation.ts'

export const memberKinds = {
  full: words('正式党员', 'Full member'),
  probationary: words('预备党员', 'Probationary member'),
} as const

/** A member as his comrades know him. What is in his file is a record of its own, with fewer readers. */
export const person = defineRecord({
  name: 'person',
  words: words('党员', 'Member'),
  at: () => '1970-01-01T00:00:00.000Z',
  of: (body) => body.branchId,
  fields: {
    name: field('姓名', 'Name', text({ max: 40 })),
    /** Of the name, for searching: `hmw`. */
    initials: field('拼音首字母', 'Pinyin initials', optional(text({ max: 20 }))),
    branchId: field('所在党支部', 'Branch', ref('organisation')),
    /** Where he chaired, recorded and came before: their records go on naming him (0032). */
    formerBranchIds: field(
      '以前所在的党支部',
      'Former branches',
      former('branchId', ref('organisation')),
    ),
    /** It counts only while that group is there and lies under his branch (rules/groups.ts). */
    groupId: field('所在党小组', 'Group', optional(ref('organisation'))),
    kind: field('人员类别', 'Kind', choice(memberKinds), 'ask'),
  },
  mayName: { groupId: isGroupOfBranch },
  seenIn: (body) => [body.branchId, ...(body.formerBranchIds ?? [])].map(peopleBucket),
  asks: (body) => body.branchId,
  write: (actor, { before, after, written }) => {
    if (oversees(actor, after.branchId))
      return before === undefined || oversees(actor, before.branchId)
    // A secretary mends his own roster; who belongs to it is decided above (transfer).
    return (
      before !== undefined &&
      before.branchId === after.branchId &&
      keepsBranch(actor, after.branchId) &&
      !written.includes('kind') &&
      !written.includes('removedAt')
    )
  },
})
