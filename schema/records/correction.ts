import type { Actor } from '../access.ts'
import { isSelf, keepsBranch, oversees } from '../access.ts'
import { conflictsBucket, filesBucket, personBucket } from '../bucket.ts'
import type { BodyFor } from '../define-record.ts'
import { defineRecord } from '../define-record.ts'
import { choice, digest, field, moment, optional, ref, text, words } from '../field.ts'
import { textOf } from '../json.ts'

export const correctionStates = {
  asked: words('等支部答复', 'Waiting for an answer'),
  accepted: words('已改', 'Corrected'),
  declined: words('没有改', 'Not corrected'),
  withdrawn: words('本人撤回', 'Taken back'),
} as const

export type CorrectionState = keyof typeof correctionStates

type Asked = {
  readonly personId: string
  readonly branchId: string
  readonly state?: CorrectionState
  readonly answer?: string
}

/** Whoever keeps the member's file; nobody answers himself but those above. A no says why. */
export const mayAnswer = (actor: Actor, body: Asked): boolean =>
  (oversees(actor, body.branchId) ||
    (keepsBranch(actor, body.branchId) && !isSelf(actor, body.personId))) &&
  (body.state !== 'declined' || body.answer !== undefined)

const mayWithdraw = (actor: Actor, body: Asked): boolean => isSelf(actor, body.personId)

const answered = { by: 'answeredById', at: 'answeredAt', seal: 'seal' } as const
const request = ['field', 'wanted', 'why', 'askedAt'] as const

/**
 * A member asks that something in his file be put right; whoever keeps the file says yes, and writes it, or no, and why. Those
 * above a branch hold it unasked only while it waits.
 */
export const correction = defineRecord({
  name: 'correction',
  words: words('更正申请', 'Request for correction'),
  at: (body) => body.askedAt,
  of: (body) => body.personId,
  fields: {
    personId: field('党员', 'Member', ref('person'), 'once'),
    branchId: field('党支部', 'Branch', ref('organisation'), 'once'),
    /** A field of the file; `name` of the person. */
    field: field('哪一项', 'What', text({ max: 40 }), 'once'),
    wanted: field('应该是', 'What it should say', text({ max: 200 }), 'once'),
    why: field('说明', 'Why', optional(text({ max: 500 })), 'once'),
    askedAt: field('申请时间', 'Asked at', moment(), 'once'),
    state: field('办理情况', 'State', optional(choice(correctionStates)), 'workflow'),
    answer: field('答复', 'Answer', optional(text({ max: 500 }))),
    answeredById: field('答复人', 'Answered by', optional(ref('person'))),
    answeredAt: field('答复时间', 'Answered at', optional(moment())),
    seal: field('答复内容的校验码', 'Digest of what was answered', optional(digest())),
  },
  workflows: {
    state: {
      begins: 'asked',
      steps: [
        { from: 'asked', to: 'accepted', may: mayAnswer },
        { from: 'asked', to: 'declined', may: mayAnswer },
        { from: 'asked', to: 'withdrawn', may: mayWithdraw },
      ],
      freezes: {
        accepted: [...request, 'answer'],
        declined: [...request, 'answer'],
        withdrawn: [...request, 'answer'],
      },
      signatures: { accepted: answered, declined: answered },
    },
  },
  // It waits with whoever keeps his file by now: the branch that he left reads it no more.
  follows: {
    type: 'person',
    says: (above) => (above ? { branchId: textOf(above, 'branchId') } : {}),
  },
  seenIn: (body) => [
    personBucket(body.personId),
    filesBucket(body.branchId),
    ...(isWaiting(body) ? [conflictsBucket(body.branchId)] : []),
  ],
  write: (actor, { before, after, written }) =>
    before === undefined
      ? isSelf(actor, after.personId) &&
        actor.branchId === after.branchId &&
        !written.includes('answer')
      : mayAnswer(actor, before) && written.every((name) => name === 'answer'),
})

export type CorrectionBody = BodyFor<typeof correction>

export const isWaiting = ({ state = 'asked' }: Pick<Asked, 'state'>): boolean => state === 'asked'
