import type { Actor } from '../access.ts'
import { keepsBranch, leadsBranch, oversees } from '../access.ts'
import { committeeBucket, personBucket, publicBucket } from '../bucket.ts'
import { defineRecord } from '../define-record.ts'
import {
  choice,
  dateTime,
  day,
  digest,
  document,
  field,
  group,
  integer,
  listOf,
  moment,
  optional,
  ref,
  setOf,
  text,
  words,
  yesNo,
} from '../field.ts'
import { localYear } from '../rules/calendar.ts'
import { matterWords } from '../rules/matters.ts'
import { afterSigning, amendsFairly, countersigns, followsUp } from './after-signing.ts'
import { holdsItsMeeting } from './hand-in.ts'
import { isGroupOfBranch } from './organisation.ts'

export const meetingKinds = {
  themeDay: words('主题党日', 'Theme day'),
  memberMeeting: words('党员大会', 'Member meeting'),
  committee: words('支委会', 'Committee meeting'),
  group: words('党小组会', 'Group meeting'),
  lecture: words('党课', 'Lecture'),
  lifeMeeting: words('组织生活会', 'Organisation-life meeting'),
  evaluation: words('民主评议党员', 'Democratic evaluation'),
  talk: words('谈心谈话', 'Heart-to-heart talks'),
} as const

export type MeetingKind = keyof typeof meetingKinds

/** Whether the record of a meeting is signed. What it says then is what was signed. */
const signings = {
  open: words('未签字', 'Not signed'),
  signed: words('已签字定稿', 'Signed and final'),
} as const

type Signed = {
  readonly branchId: string
  readonly chairId?: string
  readonly recorderId?: string
  readonly notHeld?: string
}

/** Who was in the chair, who wrote it down, or the branch's secretary; of a meeting that was held. */
export const maySign = (actor: Actor, body: Signed): boolean =>
  body.notHeld === undefined &&
  (actor.personId === body.chairId ||
    actor.personId === body.recorderId ||
    leadsBranch(actor, body.branchId))

/**
 * A gathering of the committee alone, or a talk from heart to heart: what is said there is not published to the branch. One that
 * was something else as well is.
 */
export const isAmongCommittee = ({ kinds }: { readonly kinds: readonly MeetingKind[] }): boolean =>
  kinds.length > 0 && kinds.every((kind) => kind === 'committee' || kind === 'talk')

type Naming = Pick<Signed, 'chairId' | 'recorderId'> & {
  readonly resolutions?: Readonly<Record<string, { readonly personId?: string }>>
}

/** Whoever has something to do with its record: he led it, wrote it, or is to carry out what was decided. */
const namedIn = ({ chairId, recorderId, resolutions = {} }: Naming): readonly string[] => {
  const named = [chairId, recorderId, ...Object.values(resolutions).map((each) => each.personId)]
  return [...new Set(named.filter((id) => id !== undefined))]
}

/** What a signature stands for. */
const page = [
  'kinds',
  'groupIds',
  'startsAt',
  'endsAt',
  'place',
  'topic',
  'chairId',
  'recorderId',
  'agenda',
  'minutes',
  'resolutions',
  'votes',
  'ledgerExpected',
  'ledgerPresent',
  'notHeld',
  'noneInstead',
  // A page is not torn out of a book.
  'removedAt',
] as const

const people = () => integer({ min: 0, max: 9_999 })

/** One gathering, held or not. It may be several kinds at once, and is then entered once. */
export const meeting = defineRecord({
  name: 'meeting',
  version: 2,
  words: words('会议', 'Meeting'),
  at: (body) => body.startsAt,
  of: (body) => body.branchId,
  fields: {
    branchId: field('党支部', 'Branch', ref('organisation'), 'once'),
    kinds: field('会议类型', 'Kinds', listOf(choice(meetingKinds), { min: 1, max: 8 })),
    /** Of a group meeting: whose it is. Where it says nothing, all groups met, or the branch has none. */
    groupIds: field('党小组', 'Groups', optional(listOf(ref('organisation'), { max: 20 }))),
    startsAt: field('开始时间', 'Starts', dateTime()),
    endsAt: field('结束时间', 'Ends', optional(dateTime())),
    place: field('地点', 'Place', optional(text({ max: 100 }))),
    topic: field('主题', 'Topic', optional(text({ max: 200 }))),
    /** Told with the notice of a planned meeting; no part of its record, and so of no signature. */
    bring: field('带什么、注意什么', 'To bring and to note', optional(text({ max: 300 }))),
    chairId: field('主持人', 'Chair', optional(ref('person'))),
    recorderId: field('记录人', 'Recorder', optional(ref('person'))),
    agenda: field(
      '议程',
      'Agenda',
      setOf(
        group({
          order: integer({ min: 0, max: 999 }),
          title: text({ max: 200 }),
          /** Of a gathering of several kinds, the one this item belongs to: each prints its own form. */
          kind: optional(choice(meetingKinds)),
          notes: optional(text({ max: 20_000 })),
        }),
      ),
      'ask',
    ),
    minutes: field('会议记录', 'Minutes', document({ max: 60_000 })),
    resolutions: field(
      '决议',
      'Resolutions',
      setOf(
        group({
          order: integer({ min: 0, max: 999 }),
          text: text({ max: 2_000 }),
          personId: optional(ref('person')),
          due: optional(day()),
        }),
      ),
      'ask',
    ),
    /** Numbers of votes and nothing else: who voted how is nowhere recorded. */
    votes: field(
      '表决',
      'Votes',
      setOf(
        group({
          order: integer({ min: 0, max: 999 }),
          matter: choice(matterWords),
          subject: text({ max: 200 }),
          /** Who should have come and has a vote; who of them was there. As counted in the meeting. */
          entitled: optional(people()),
          there: optional(people()),
          /** Absent where too few had come to vote at all. */
          yes: optional(people()),
          no: optional(people()),
          abstained: optional(people()),
          invalid: optional(people()),
          /** Handed in in writing before the meeting by voters who were not there. */
          writtenYes: optional(people()),
          writtenNo: optional(people()),
        }),
      ),
      'ask',
    ),
    /** As a ledger of earlier years says it. A roll goes before them: no sum is made of both. */
    ledgerExpected: field('台账上的应到人数', 'Expected, by the ledger', optional(people())),
    ledgerPresent: field('台账上的实到人数', 'Present, by the ledger', optional(people())),
    notHeld: field('未召开的原因', 'Not held because', optional(text({ max: 500 }))),
    /** Of one not held: no other takes its place in the period it was asked in. */
    noneInstead: field('不再补开', 'None in its place', optional(yesNo())),
    stage: field('签字情况', 'Signing', optional(choice(signings)), 'workflow'),
    signedById: field('签字人', 'Signed by', optional(ref('person'))),
    signedAt: field('签字时间', 'Signed at', optional(moment())),
    seal: field('签字内容的校验码', 'Digest of what was signed', optional(digest())),
    ...afterSigning,
  },
  workflows: {
    stage: {
      begins: 'open',
      steps: [{ from: 'open', to: 'signed', may: maySign }],
      // A signature stands for the whole page, as on paper. The roll is a page of its own: who makes up later is noted there.
      freezes: {
        signed: page,
      },
      signatures: { signed: { by: 'signedById', at: 'signedAt', seal: 'seal' } },
    },
  },
  upgrades: [
    // Version 1 wrote the minutes as plain words, the later over the earlier.
    ({ minutes, ...others }) => ({
      ...others,
      ...(minutes !== undefined && { minutes: { text: minutes ?? '' } }),
    }),
  ],
  mayName: { groupIds: isGroupOfBranch },
  seenIn: (body) => {
    const year = localYear(body.startsAt)
    if (!isAmongCommittee(body)) return [publicBucket(body.branchId, year)]
    return [committeeBucket(body.branchId, year), ...namedIn(body).map(personBucket)]
  },
  asks: (body) => body.branchId,
  // Nobody signs that a meeting was not held: while it is read above, and once it was accepted, it stays as it was handed in.
  heldBy: {
    type: 'handIn',
    fields: page,
    holds: (round, before) => before?.notHeld !== undefined && holdsItsMeeting(round),
  },
  write: (actor, change) => {
    const { before, after, written } = change
    const only = (...names: readonly string[]) => written.every((name) => names.includes(name))
    if (written.includes('amendments') && !amendsFairly(actor, change)) return false
    if (written.includes('followUps') && !followsUp(actor, change)) return false
    if (written.includes('countersignatures'))
      return (
        only('countersignatures') &&
        before !== undefined &&
        maySign(actor, before) &&
        countersigns(actor, change)
      )
    if (keepsBranch(actor, after.branchId))
      return before === undefined || keepsBranch(actor, before.branchId)
    if (before === undefined) return false
    // Those above may say which of two versions stands of what was said and decided, and have no other business in the book.
    if (oversees(actor, before.branchId)) return only('agenda', 'resolutions', 'votes')
    return only('followUps') || (only('amendments') && maySign(actor, before))
  },
})
