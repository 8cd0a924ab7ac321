import { isSelf } from '../access.ts'
import { filesBucket, personBucket } from '../bucket.ts'
import { defineRecord } from '../define-record.ts'
import { field, integer, moment, ref, words } from '../field.ts'

/** That a person was shown the privacy notice and went on: one row a version, so that the next one hides none. */
export const noticeRead = defineRecord({
  name: 'noticeRead',
  words: words('已读隐私说明', 'Privacy notice read'),
  id: (body) => [body.personId, String(body.version)],
  at: (body) => body.at,
  of: (body) => body.personId,
  fields: {
    personId: field('党员', 'Member', ref('person'), 'once'),
    branchId: field('党支部', 'Branch', ref('organisation'), 'once'),
    version: field('第几版', 'Version', integer({ min: 1, max: 9_999 }), 'once'),
    at: field('时间', 'At', moment(), 'once'),
  },
  seenIn: (body) => [personBucket(body.personId), filesBucket(body.branchId)],
  write: (actor, { before, after, written }) =>
    isSelf(actor, after.personId) &&
    (before !== undefined || actor.branchId === after.branchId) &&
    !written.includes('removedAt'),
})
