import { isSelf, keepsBranch } from '../access.ts'
import { filesBucket, personBucket } from '../bucket.ts'
import type { BodyFor } from '../define-record.ts'
import { defineRecord } from '../define-record.ts'
import { field, optional, ref, setOf, text, words } from '../field.ts'

/**
 * What codes are signed with: a branch's own for the codes its meetings show, a member's own for the code he shows. Whoever
 * keeps the branch holds both kinds and can check without a network; other members hold nobody's. A set, because two phones
 * that never met may each have begun one (docs/decisions/0026-codes-at-the-door.md).
 */
export const codeKey = defineRecord({
  name: 'codeKey',
  words: words('扫码凭证', 'Key of codes'),
  id: (body) => [body.personId ?? body.branchId],
  at: () => '1970-01-01T00:00:00.000Z',
  of: (body) => body.branchId,
  fields: {
    branchId: field('党支部', 'Branch', ref('organisation')),
    personId: field('党员', 'Member', optional(ref('person')), 'once'),
    keys: field('密钥', 'Keys', setOf(text({ max: 43 }))),
  },
  seenIn: (body) => [
    filesBucket(body.branchId),
    ...(body.personId === undefined ? [] : [personBucket(body.personId)]),
  ],
  write: (actor, { before, after, written }) =>
    !written.includes('removedAt') &&
    (after.personId === undefined
      ? keepsBranch(actor, after.branchId) &&
        (before?.branchId ?? after.branchId) === after.branchId
      : isSelf(actor, after.personId) && actor.branchId === after.branchId),
})

export type CodeKey = BodyFor<typeof codeKey>
