/**
 * How far a gathering has come. What was entered before it began is a plan, and a plan is no proof that anybody met: once its time
 * has come it counts when something was recorded of it. What was entered after it had begun is the record itself, however short:
 * three taps are enough (docs/decisions/0035).
 */
import type { BodyFor } from '../define-record.ts'
import type { attachment } from '../records/attachment.ts'
import { isGuest, isOneByOne } from '../records/attendance.ts'
import type { attendance } from '../records/attendance.ts'
import type { meeting } from '../records/meeting.ts'
import type { tally } from '../records/tally.ts'

/** `unrecorded`: its time has come, and nobody has written down that it was held, or that it was not. */
export type Phase = 'planned' | 'unrecorded' | 'held' | 'notHeld'

type MeetingBody = BodyFor<typeof meeting>
type RecordedIn = 'agenda' | 'minutes' | 'resolutions' | 'votes' | 'ledgerPresent' | 'stage'

/** What of a meeting says how far it has come. */
export type Coming = Pick<MeetingBody, 'startsAt'> &
  Partial<Pick<MeetingBody, RecordedIn>> & {
    readonly notHeld?: string | undefined
    /** When its row was begun, ms, by the stamps of the row; undefined where nobody knows. */
    readonly enteredAt?: number | undefined
    /** Something is recorded of it beside its own row: who came, what was photographed. */
    readonly noted?: boolean | undefined
  }

const some = <Element>(
  set: Readonly<Record<string, Element>> | undefined,
  says: (element: Element) => boolean,
): boolean => Object.values(set ?? {}).some(says)

/** A title, a place or an end that somebody expects is still a plan. */
const speaks = ({ agenda, minutes, resolutions, votes, ledgerPresent, stage }: Coming): boolean =>
  stage === 'signed' ||
  ledgerPresent !== undefined ||
  (minutes ?? '') !== '' ||
  some(agenda, ({ notes }) => notes !== undefined) ||
  some(resolutions, () => true) ||
  some(votes, ({ there, yes }) => there !== undefined || yes !== undefined)

export function phaseOf(coming: Coming, nowMs: number): Phase {
  if (coming.notHeld !== undefined) return 'notHeld'
  const startsMs = Date.parse(coming.startsAt)
  if (startsMs > nowMs) return 'planned'
  const wasPlanned = coming.enteredAt !== undefined && coming.enteredAt < startsMs
  return !wasPlanned || coming.noted === true || speaks(coming) ? 'held' : 'unrecorded'
}

/** A roll was called, or somebody came. That a leave was granted says nothing of whether they met. */
export const notesGathering = (
  row: Pick<BodyFor<typeof attendance>, 'status' | 'way' | 'guestName' | 'removedAt'>,
): boolean => {
  if (row.removedAt !== undefined) return false
  const came = row.status === 'present' || row.status === 'remote'
  return came || (!isGuest(row) && (row.status === 'madeUp' || !isOneByOne(row)))
}

/** The same, by what a branch published of such rows. */
export const talliesGathering = ({
  expected,
  present,
  madeUp,
  oneByOne = 0,
  guests = 0,
}: BodyFor<typeof tally>): boolean => expected > oneByOne || present > 0 || madeUp > 0 || guests > 0

/** Taken, or laid beside it, once it had begun: what is handed out beforehand is a part of the plan. */
export const showsGathering = ({
  addedAt,
  heldAt,
}: Pick<BodyFor<typeof attachment>, 'addedAt' | 'heldAt'>): boolean =>
  Date.parse(addedAt) >= Date.parse(heldAt)
