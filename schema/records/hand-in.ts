import type { Actor } from '../access.ts'
import { isSelf, keepsBranch, oversees } from '../access.ts'
import { conflictsBucket, workBucket } from '../bucket.ts'
import type { BodyFor } from '../define-record.ts'
import { defineRecord } from '../define-record.ts'
import {
  arrival,
  choice,
  dateTime,
  digest,
  field,
  group,
  integer,
  moment,
  optional,
  ref,
  setOf,
  text,
  words,
} from '../field.ts'
import { localYear } from '../rules/calendar.ts'

export const handInStates = {
  handedIn: words('等镇里审阅', 'Waiting for review'),
  returned: words('退回修改', 'Returned'),
  accepted: words('审阅通过', 'Accepted'),
  takenBack: words('支部撤回', 'Taken back by the branch'),
} as const

export type HandInState = keyof typeof handInStates

type Reviewed = {
  readonly branchId: string
  readonly state?: HandInState
  readonly remarks?: Readonly<Record<string, unknown>>
  readonly answer?: string
}

/** Whoever works for an organisation above. Nothing is returned without a word about what to mend. */
const mayReview = (actor: Actor, body: Reviewed): boolean =>
  oversees(actor, body.branchId) &&
  (body.state !== 'returned' ||
    body.answer !== undefined ||
    Object.keys(body.remarks ?? {}).length > 0)

const mayTakeBack = (actor: Actor, { branchId }: Reviewed): boolean => keepsBranch(actor, branchId)

const said = ['remarks', 'answer'] as const
const answered = { by: 'answeredById', at: 'answeredAt', seal: 'seal' } as const
const decided = ['note', ...said] as const

/**
 * One round of a meeting's record between the branch that hands it in and the organisation that reads it: the rounds of a
 * meeting are its history. The record itself stays the branch's; nobody above writes in it (docs/decisions/0028).
 */
export const handIn = defineRecord({
  name: 'handIn',
  words: words('上报', 'Hand-in'),
  // Two keepers who hand in the same round offline make one.
  id: (body) => [body.meetingId, String(body.round)],
  at: (body) => body.heldAt,
  of: (body) => body.meetingId,
  fields: {
    meetingId: field('会议', 'Meeting', ref('meeting'), 'once'),
    branchId: field('党支部', 'Branch', ref('organisation'), 'once'),
    heldAt: field('会议时间', 'Held at', dateTime()),
    round: field('第几次上报', 'Round', integer({ min: 1, max: 99 }), 'once'),
    handedInById: field('上报人', 'Handed in by', ref('person'), 'once'),
    handedInAt: field('上报时间', 'Handed in at', moment(), 'once'),
    arrivedAt: field('送达时间', 'Arrived at', arrival(), 'once'),
    note: field('附言', 'Note', optional(text({ max: 500 }))),
    /** By the part of the record; of one that a release does not know, the words say enough. */
    remarks: field('审阅意见', 'Remarks', setOf(group({ text: text({ max: 500 }) }))),
    answer: field('总的意见', 'Answer', optional(text({ max: 500 }))),
    state: field('审阅情况', 'State', optional(choice(handInStates)), 'workflow'),
    answeredById: field('审阅人', 'Reviewed by', optional(ref('person'))),
    answeredAt: field('审阅时间', 'Reviewed at', optional(moment())),
    seal: field('审阅内容的校验码', 'Digest of the review', optional(digest())),
  },
  workflows: {
    state: {
      begins: 'handedIn',
      steps: [
        { from: 'handedIn', to: 'returned', may: mayReview },
        { from: 'handedIn', to: 'accepted', may: mayReview },
        { from: 'handedIn', to: 'takenBack', may: mayTakeBack },
      ],
      freezes: { returned: decided, accepted: decided, takenBack: decided },
      signatures: { returned: answered, accepted: answered },
    },
  },
  agrees: { meetingId: 'branchId' },
  // What is read above does not move meanwhile: it is signed, or of a meeting that was not held.
  needs: { meetingId: ({ stage, notHeld }) => stage === 'signed' || notHeld !== undefined },
  seenIn: (body) => [
    workBucket(body.branchId, localYear(body.heldAt)),
    // While it waits it lies where those above look without opening each branch.
    ...(isWaiting(body) ? [conflictsBucket(body.branchId)] : []),
  ],
  write: (actor, { before, after, written }) => {
    const remarks = written.filter((name) => (said as readonly string[]).includes(name))
    if (before !== undefined && remarks.length > 0)
      return oversees(actor, before.branchId) && remarks.length === written.length
    return (
      keepsBranch(actor, after.branchId) &&
      remarks.length === 0 &&
      (before === undefined
        ? isSelf(actor, after.handedInById)
        : keepsBranch(actor, before.branchId) && !written.includes('removedAt'))
    )
  },
})

export type HandInBody = BodyFor<typeof handIn>

/** What those above read, and what they accepted, stays as it was handed in. */
export const holdsItsMeeting = ({ state = 'handedIn' }: Pick<Reviewed, 'state'>): boolean =>
  state === 'handedIn' || state === 'accepted'

export const isWaiting = ({ state = 'handedIn' }: Pick<Reviewed, 'state'>): boolean =>
  state === 'handedIn'
