import { keepsBranch } from '../access.ts'
import { committeeBucket, publicBucket } from '../bucket.ts'
import type { BodyFor } from '../define-record.ts'
import { defineRecord } from '../define-record.ts'
import {
  choice,
  dateTime,
  digest,
  field,
  integer,
  moment,
  optional,
  ref,
  text,
  yesNo,
} from '../field.ts'
import { localYear } from '../rules/calendar.ts'
import { documentBytes, fileKinds, thumbLimits } from '../rules/files.ts'
import type { meeting } from './meeting.ts'
import { isAmongCommittee } from './meeting.ts'

/** Of the digest, as much as an id has room for: 160 bits. */
const digestInId = 40

/**
 * A photo or a paper that lies with a meeting. The row says what it is; its bytes travel apart and are named by their SHA-256, so
 * the same photo chosen twice is one row. It is never demanded, and says nothing of where it was taken.
 */
export const attachment = defineRecord({
  name: 'attachment',
  words: { zh: '照片和材料', en: 'Photo or paper' },
  id: (body) => [body.meetingId, body.digest.slice(0, digestInId)],
  at: (body) => body.heldAt,
  of: (body) => body.meetingId,
  fields: {
    meetingId: field('会议', 'Meeting', ref('meeting'), 'once'),
    branchId: field('党支部', 'Branch', ref('organisation'), 'once'),
    heldAt: field('会议时间', 'Held at', dateTime()),
    addedAt: field('添加时间', 'Added at', moment(), 'once'),
    digest: field('内容校验码', 'Digest of its contents', digest(), 'once'),
    kind: field('类型', 'Kind', choice(fileKinds)),
    bytes: field('大小', 'Bytes', integer({ min: 1, max: documentBytes }), 'once'),
    width: field('宽', 'Width', optional(integer({ min: 1, max: 20_000 })), 'once'),
    height: field('高', 'Height', optional(integer({ min: 1, max: 20_000 })), 'once'),
    thumb: field('小图的校验码', 'Digest of the small picture', optional(digest()), 'once'),
    thumbBytes: field(
      '小图大小',
      'Bytes of the small picture',
      optional(integer({ min: 1, max: thumbLimits.bytes })),
      'once',
    ),
    name: field('文件名', 'File name', optional(text({ max: 100 }))),
    caption: field('说明', 'Caption', optional(text({ max: 200 }))),
    order: field('次序', 'Order', integer({ min: 0, max: 9_999 })),
    /** It belongs to a gathering of the committee alone (isAmongCommittee). */
    amongCommittee: field('只给支委会看', 'For the committee alone', optional(yesNo())),
  },
  seenIn: (body) => [
    (body.amongCommittee === true ? committeeBucket : publicBucket)(
      body.branchId,
      localYear(body.heldAt),
    ),
  ],
  agrees: { meetingId: 'branchId' },
  follows: {
    type: 'meeting',
    says: (above) => {
      if (!above) return { amongCommittee: true }
      // Told apart by its type before it is asked.
      const met = above as unknown as BodyFor<typeof meeting>
      return { amongCommittee: isAmongCommittee(met) || null, heldAt: met.startsAt }
    },
  },
  files: ({ branchId, digest: whole, bytes, kind, thumb, thumbBytes }) => [
    { digest: whole, bytes, kind, owner: branchId },
    ...(thumb !== undefined && thumbBytes !== undefined
      ? [{ digest: thumb, bytes: thumbBytes, kind: 'jpeg' as const, owner: branchId }]
      : []),
  ],
  write: (actor, { before, after }) =>
    keepsBranch(actor, after.branchId) &&
    (before === undefined || keepsBranch(actor, before.branchId)),
})
