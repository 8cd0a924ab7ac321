/** What the keeper of a book writes when he answers a member's own word, or receives somebody at the door. */
import type { Row, RowDraft } from '#lib/data/types.ts'
import type { BodyFor } from '#schema/define-record.ts'
import { derivedId } from '#schema/define-record.ts'
import type { Presence } from '#schema/records/attendance.ts'
import { attendance, isGuest, isOneByOne } from '#schema/records/attendance.ts'
import type { OwnWord, Said } from '#schema/records/own-word.ts'
import { ownWord } from '#schema/records/own-word.ts'
import type { MemberCode } from './attendance-code.ts'
import { missedAs } from './roll.ts'

type By = { readonly personId: string; readonly nowMs: number }
type Way = NonNullable<BodyFor<typeof attendance>['way']>
type Meeting = {
  readonly id: string
  readonly branchId: string
  readonly startsAt: string
  /** The branch and what it held, in words for a guest's own branch. */
  readonly said: string
}

/** Noted by this device. */
export const momentOf = (nowMs: number) => new Date(nowMs).toISOString()

/** `standing`: left out of a guest. */
function noted(
  word: Pick<OwnWord, 'meetingId' | 'personId' | 'branchId' | 'heldAt'>,
  status: Presence,
  way: Way,
  by: By,
  standing?: Standing,
): RowDraft {
  const { meetingId, personId, branchId } = word
  const heldAt = standing?.heldAt ?? word.heldAt
  const uncounted = standing && isUncounted(standing)
  return {
    type: attendance,
    id: notedAt(word),
    fields: {
      ...{ meetingId, personId, branchId, heldAt, status },
      ...(!isCalled(standing?.row) && { way }),
      reason: null,
      thatDay: null,
      ...(uncounted !== undefined && { uncounted: uncounted || null }),
      confirmedById: by.personId,
      confirmedAt: momentOf(by.nowMs),
      removedAt: null,
    },
  }
}

/** What the branch noted of him, and whether it expects him. */
export type Standing = {
  readonly row?: Noted | undefined
  readonly isExpected: boolean
  /** When the meeting is by now: what a member said of it keeps the time that he knew. */
  readonly heldAt?: string | undefined
}

/** He is not among those expected; undefined where a row of him stands that says so already. */
const isUncounted = ({ row, isExpected }: Standing): boolean | undefined =>
  row === undefined || row.removedAt !== undefined ? !isExpected : undefined

/** Ticked in a roll that was called, which it stays: what is said of one since does not make it one that was noted one by one. */
const isCalled = (row: Noted | undefined): boolean =>
  row !== undefined && row.removedAt === undefined && !isGuest(row) && !isOneByOne(row)

const withFields = (draft: RowDraft, fields: RowDraft['fields']): RowDraft => ({
  ...draft,
  fields: { ...draft.fields, ...fields },
})

export const grantLeave = (word: OwnWord, by: By, standing: Standing): RowDraft =>
  withFields(noted(word, 'excused', 'asked', by, standing), {
    reason: word.leaveReason ?? null,
  })

/** That he was missing, and why, stays: making up is added to it. */
export function confirmMakeUp(word: OwnWord, by: By, standing: Standing): RowDraft {
  const { row } = standing
  const missed = row && row.removedAt === undefined ? missedAs(row) : undefined
  const stays = missed === undefined ? {} : { thatDay: missed, reason: row?.reason ?? null }
  return withFields(noted(word, 'madeUp', 'handedIn', by, standing), stays)
}

export const confirmScan = (word: OwnWord, by: By, standing: Standing): RowDraft =>
  noted(word, 'present', 'scanned', by, standing)

/** He can come after all: what was noted of his leave is taken out of the roll. */
export const endLeave = (word: OwnWord, by: By): RowDraft => ({
  type: attendance,
  id: notedAt(word),
  fields: { removedAt: momentOf(by.nowMs) },
})

/** A no, to what and why: it goes back to the member. */
export const sendBack = (
  id: string,
  { remark, answeredFor }: { readonly remark: string; readonly answeredFor: readonly Said[] },
  by: By,
): RowDraft => ({
  type: ownWord,
  id,
  fields: {
    remark,
    answeredFor: [...answeredFor],
    answeredById: by.personId,
    answeredAt: momentOf(by.nowMs),
  },
})

/** Whoever shows his code at the door: a member of the branch, or a guest whose own branch will see it. */
export function receive(
  meeting: Meeting,
  code: MemberCode,
  proof: string,
  by: By,
  standing: Standing,
): RowDraft {
  if (code.branchId === meeting.branchId) return receiveMember(meeting, code.personId, by, standing)
  const { id: meetingId, branchId, startsAt: heldAt } = meeting
  const word = { meetingId, personId: code.personId, branchId, heldAt }
  const { name, branchName, branchId: homeBranchId } = code
  return withFields(noted(word, 'present', 'shown', by), {
    guestName: name,
    ...(branchName !== '' && { guestFrom: branchName }),
    ...(meeting.said !== '' && { guestAt: meeting.said }),
    homeBranchId,
    proof,
  })
}

export function receiveMember(
  { id: meetingId, branchId, startsAt: heldAt }: Meeting,
  personId: string,
  by: By,
  standing: Standing,
): RowDraft {
  const word = { meetingId, personId, branchId, heldAt }
  return noted(word, 'present', 'shown', by, standing)
}

/** A guest without a code: his name and branch as he says them. `personId`: a fresh id, because his own is not known here. */
export function receiveByName(
  meeting: Meeting,
  guest: Guest & { readonly personId: string },
  by: By,
): RowDraft {
  const { id: meetingId, branchId, startsAt: heldAt } = meeting
  const word = { meetingId, personId: guest.personId, branchId, heldAt }
  return withFields(noted(word, 'present', 'shown', by), {
    guestName: guest.name,
    ...(guest.from !== '' && { guestFrom: guest.from }),
  })
}

export type Guest = { readonly name: string; readonly from: string }

/** Whether a guest of this name and branch took part already. */
export const isNotedGuest = (rows: readonly { readonly body: Noted }[], guest: Guest): boolean =>
  rows.some(
    ({ body: { status, removedAt, guestName, guestFrom = '' } }) =>
      status === 'present' &&
      removedAt === undefined &&
      guestName === guest.name &&
      guestFrom === guest.from,
  )

export const isNotedPresent = (row: Noted | undefined): boolean =>
  row?.status === 'present' && row.removedAt === undefined

/** Where what he says would be noted. */
export const notedAt = ({ meetingId, personId }: Pick<OwnWord, 'meetingId' | 'personId'>): string =>
  derivedId(attendance.name, [meetingId, personId])

type Noted = BodyFor<typeof attendance>

export const notedById = (
  rows: readonly Pick<Row<Noted>, 'id' | 'body'>[],
): ReadonlyMap<string, Noted> => new Map(rows.map(({ id, body }) => [id, body]))
