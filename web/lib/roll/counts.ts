/**
 * How many were expected and came, from rows and from what a branch published of them. While no roll was called nobody knows who
 * else should have come: what is known then is who was noted, one by one. A talk calls nobody, so that whoever is noted took part.
 */
import { isOneByOne } from '#schema/records/attendance.ts'
import type { MeetingKind } from '#schema/records/meeting.ts'
import { callsOf } from '#schema/rules/calls.ts'
import type { BodyFor } from '#schema/define-record.ts'
import type { tally } from '#schema/records/tally.ts'
import type { AttendanceRow, RollLine } from './roll.ts'
import { came, ownRows } from './roll.ts'

type Held<B> = { readonly id: string; readonly body: B }

/** Of a roll. */
export type Rolled = {
  readonly expected: number
  readonly present: number
  readonly madeUp: number
  /** Whole per cent; undefined where nobody was expected. */
  readonly rate: number | undefined
}

/** One by one. */
type Noted = {
  readonly noted: number
  readonly present: number
  readonly madeUp: number
  readonly excused: number
}

export type Counts =
  | ({ readonly state: 'called' } & Rolled)
  | ({ readonly state: 'uncalled' } & Noted)
  | { readonly state: 'talk'; readonly present: number }

const withRate = (counts: Omit<Rolled, 'rate'>): Rolled => ({
  ...counts,
  rate: counts.expected > 0 ? Math.round((counts.present / counts.expected) * 100) : undefined,
})

export const countRoll = (lines: readonly Pick<RollLine, 'expected' | 'status'>[]): Rolled =>
  withRate({
    expected: lines.filter((line) => line.expected).length,
    present: lines.filter((line) => line.expected && came(line.status)).length,
    madeUp: lines.filter((line) => line.expected && line.status === 'madeUp').length,
  })

/** What a branch's attendance of a gathering comes to. A count with nobody in it is a roll that was taken back. */
function countsOf(
  kinds: readonly MeetingKind[],
  { expected, present, madeUp, oneByOne }: Omit<Rolled, 'rate'> & { readonly oneByOne: number },
): Counts | undefined {
  if (callsOf({ kinds }).whom === 'nobody')
    return present > 0 ? { state: 'talk', present } : undefined
  if (expected <= 0) return undefined
  if (oneByOne < expected) return { state: 'called', ...withRate({ expected, present, madeUp }) }
  // One by one is noted who is here, who made it up, and whose leave was granted.
  const excused = Math.max(0, expected - present - madeUp)
  return { state: 'uncalled', noted: expected, present, madeUp, excused }
}

export function countRows(
  rows: readonly AttendanceRow[],
  kinds: readonly MeetingKind[],
): Counts | undefined {
  const own = ownRows(rows)
  const { rate: _none, ...counts } = countRoll(
    own.map(({ body }) => ({ expected: true, status: body.status })),
  )
  return countsOf(kinds, {
    ...counts,
    oneByOne: own.filter(({ body }) => isOneByOne(body)).length,
  })
}

export const countTally = (
  body: BodyFor<typeof tally> | undefined,
  kinds: readonly MeetingKind[],
): Counts | undefined => body && countsOf(kinds, { ...body, oneByOne: body.oneByOne ?? 0 })

/** What each of these meetings published. */
export function countsByMeeting(
  tallies: readonly Held<BodyFor<typeof tally>>[],
  meetings: readonly Held<{ readonly kinds: readonly MeetingKind[] }>[],
): ReadonlyMap<string, Counts | undefined> {
  const published = new Map(tallies.map(({ body }) => [body.meetingId, body]))
  return new Map(meetings.map(({ id, body }) => [id, countTally(published.get(id), body.kinds)]))
}

/** Of how many something is known. */
function sizeOf(counts: Counts | undefined): number {
  switch (counts?.state) {
    case undefined:
      return 0
    case 'called':
      return counts.expected
    case 'uncalled':
      return counts.noted
    case 'talk':
      return counts.present
  }
}

/**
 * From the names where this device holds them all, else as the branch published it. Whoever keeps the book holds them always;
 * whoever does not see them has no rows.
 */
export function knownCounts(facts: {
  readonly rows: readonly AttendanceRow[]
  readonly kinds: readonly MeetingKind[]
  readonly published: Counts | undefined
  readonly keeps: boolean
}): Counts | undefined {
  const { published, keeps } = facts
  const own = countRows(facts.rows, facts.kinds)
  if (keeps) return own ?? published
  return own && sizeOf(own) >= sizeOf(published) ? own : published
}
