/** The rounds of a meeting's record between its branch and those above: which is the last, and what may be done now. */
import type { Row } from '#lib/data/types.ts'
import type { HandInBody, HandInState } from '#schema/records/hand-in.ts'
import { holdsItsMeeting } from '#schema/records/hand-in.ts'
import type { MeetingBody } from '#lib/meeting/draft.ts'

export type Round = Row<HandInBody>
type Numbered = { readonly body: Pick<HandInBody, 'meetingId' | 'round'> }

export const stateOf = ({ state = 'handedIn' }: Pick<HandInBody, 'state'>): HandInState => state

/** Oldest first. */
export const inOrder = <R extends Numbered>(rows: readonly R[]): readonly R[] =>
  [...rows].sort((left, right) => left.body.round - right.body.round)

/** Of each meeting the last one. */
export const lastRounds = <R extends Numbered>(rows: readonly R[]): ReadonlyMap<string, R> =>
  new Map(inOrder(rows).map((row) => [row.body.meetingId, row]))

export type Remarks = NonNullable<HandInBody['remarks']>

/** What is still to be mended: what was remarked when the last round came back. */
export function remarksStanding(rounds: readonly Pick<Round, 'body'>[]): Remarks {
  const last = inOrder(rounds).at(-1)?.body
  return last && stateOf(last) === 'returned' ? (last.remarks ?? {}) : {}
}

type Held = { readonly id: string; readonly body: MeetingBody }

/** Each with the meeting it is of, as far as that is here and not taken away; the longest waiting first. */
export function withMeetings<R extends { readonly body: HandInBody }>(
  rounds: readonly R[],
  meetings: readonly Held[],
  since: (body: HandInBody) => string,
): readonly { readonly round: R; readonly body: MeetingBody }[] {
  const held = new Map(meetings.map(({ id, body }) => [id, body]))
  return rounds
    .flatMap((round) => {
      const body = held.get(round.body.meetingId)
      return body ? [{ round, body }] : []
    })
    .sort((left, right) => (since(left.round.body) < since(right.round.body) ? -1 : 1))
}

/** What is read above: a record that is signed, or one of a meeting that was not held, which nobody signs. */
export const isComplete = ({ stage, notHeld }: Pick<MeetingBody, 'stage' | 'notHeld'>): boolean =>
  stage === 'signed' || notHeld !== undefined

/** What of a record stays as it is while it is read above, and once it was accepted: the note that it was not held, or the roll. */
export type HeldPart = {
  readonly part: 'note' | 'roll'
  readonly by: 'handedIn' | 'accepted'
}

export function heldBy(
  body: MeetingBody,
  rounds: readonly Pick<Round, 'body'>[],
): HeldPart | undefined {
  const states = rounds.filter(({ body: round }) => holdsItsMeeting(round)).map(stateIn)
  if (states.length === 0 || !isComplete(body)) return undefined
  return {
    part: body.notHeld === undefined ? 'roll' : 'note',
    by: states.includes('accepted') ? 'accepted' : 'handedIn',
  }
}

const stateIn = ({ body }: Pick<Round, 'body'>): HandInState => stateOf(body)

/** When something was last signed or put right in it. */
const lastWordAt = ({ signedAt = '', amendments = {} }: MeetingBody): string =>
  [signedAt, ...Object.values(amendments).map(({ at }) => at)].sort().at(-1) ?? ''

/** Once accepted, only a record that says something new. */
export function mayHandIn(body: MeetingBody, last: Pick<Round, 'body'> | undefined): boolean {
  if (body.removedAt !== undefined || !isComplete(body)) return false
  if (!last) return true
  const state = stateOf(last.body)
  if (state === 'accepted') return lastWordAt(body) > (last.body.answeredAt ?? '')
  return state !== 'handedIn'
}

/**
 * What is known here of the way to the authority: it is still on this device, it was not taken, or it is there — with the
 * time as soon as the authority has told it, and without one where it has left what this device is told.
 */
export type Arrival =
  | { readonly state: 'waiting' }
  | { readonly state: 'refused' }
  | { readonly state: 'there'; readonly at?: string }

export function arrivalOf({
  edits,
  revision,
  body,
}: Pick<Round, 'edits' | 'revision' | 'body'>): Arrival {
  const first = edits.find(({ fields }) => fields['round'] !== undefined)
  if (first) return { state: first.refused ? 'refused' : 'waiting' }
  // What this device wrote stands there until the authority has told its own time.
  return revision > edits.length ? { state: 'there', at: body.arrivedAt } : { state: 'there' }
}

/** A step taken here, of which the authority does not know yet. */
export const isStepUnsent = ({ edits }: Pick<Round, 'edits'>): boolean =>
  edits.some(({ fields, refused }) => fields['state'] !== undefined && !refused)
