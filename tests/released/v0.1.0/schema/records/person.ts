import { keepsBranch, oversees } from '../access.ts'
import { peopleBucket } from '../bucket.ts'
import { defineRecord } from '../define-record.ts'
import { choice, field, optional, ref, text, words } from '../field.ts'

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
    kind: field('人员类别', 'Kind', choice(memberKinds)),
  },
  seenIn: (body) => [peopleBucket(body.branchId)],
  write: (actor, { before, after, written }) => {
    if (oversees(actor, after.branchId))
      return before === undefined || oversees(actor, before.branchId)
    // A secretary mends his own roster; who belongs to it is decided above (transfer).
    return (
      before !== undefined &&
      before.branchId === after.branchId &&
      keepsBranch(actor, after.branchId) &&
      !written.includes('kind')
    )
  },
})
