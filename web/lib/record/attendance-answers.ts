/** What the keeper of a book writes when he answers a member's own word, or receives somebody at the door. */
import type { Row, RowDraft } from '#lib/data/types.ts'
import type { BodyFor } from '#schema/define-record.ts'
import { derivedId } from '#schema/define-record.ts'
import type { Presence } from '#schema/records/attendance.ts'
import { attendance } from '#schema/records/attendance.ts'
import type { OwnWord } from '#schema/records/own-word.ts'
import { ownWord } from '#schema/records/own-word.ts'
import type { MemberCode } from './attendance-code.ts'

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

function noted(
  word: Pick<OwnWord, 'meetingId' | 'personId' | 'branchId' | 'heldAt'>,
  status: Presence,
  way: Way,
  by: By,
  reason?: string,
): RowDraft {
  const { meetingId, personId, branchId, heldAt } = word
  return {
    type: attendance,
    id: derivedId(attendance.name, [meetingId, personId]),
    fields: {
      ...{ meetingId, personId, branchId, heldAt, status, way },
      reason: reason ?? null,
      confirmedById: by.personId,
      confirmedAt: momentOf(by.nowMs),
      removedAt: null,
    },
  }
}

export const grantLeave = (word: OwnWord, by: By): RowDraft =>
  noted(word, 'excused', 'asked', by, word.leaveReason)

export const confirmMakeUp = (word: OwnWord, by: By): RowDraft =>
  noted(word, 'madeUp', 'handedIn', by)

export const confirmScan = (word: OwnWord, by: By): RowDraft =>
  noted(word, 'present', 'scanned', by)

/** A no, and why: it goes back to the member. */
export const sendBack = (id: string, remark: string, by: By): RowDraft => ({
  type: ownWord,
  id,
  fields: { remark, answeredById: by.personId, answeredAt: momentOf(by.nowMs) },
})

/** Whoever shows his code at the door: a member of the branch, or a guest whose own branch will see it. */
export function receive(meeting: Meeting, code: MemberCode, proof: string, by: By): RowDraft {
  const { id: meetingId, branchId, startsAt: heldAt } = meeting
  const draft = noted(
    { meetingId, personId: code.personId, branchId, heldAt },
    'present',
    'shown',
    by,
  )
  if (code.branchId === branchId) return draft
  const { name, branchName, branchId: homeBranchId } = code
  return {
    ...draft,
    fields: {
      ...draft.fields,
      guestName: name,
      guestFrom: branchName,
      ...(meeting.said !== '' && { guestAt: meeting.said }),
      homeBranchId,
      proof,
    },
  }
}

/** A guest without a code: his name and branch as he says them. `personId`: a fresh id, because his own is not known here. */
export function receiveByName(
  meeting: Meeting,
  guest: { readonly personId: string; readonly name: string; readonly from: string },
  by: By,
): RowDraft {
  const { id: meetingId, branchId, startsAt: heldAt } = meeting
  const word = { meetingId, personId: guest.personId, branchId, heldAt }
  const draft = noted(word, 'present', 'shown', by)
  return {
    ...draft,
    fields: {
      ...draft.fields,
      guestName: guest.name,
      ...(guest.from !== '' && { guestFrom: guest.from }),
    },
  }
}

type Noted = BodyFor<typeof attendance>

export const notedById = (
  rows: readonly Pick<Row<Noted>, 'id' | 'body'>[],
): ReadonlyMap<string, Noted> => new Map(rows.map(({ id, body }) => [id, body]))
