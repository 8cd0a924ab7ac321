/** A meeting as the papers of a branch take it: its words, how many came, and, for whoever sees names, who. */
import { m } from '#lib/i18n/generated/messages.js'
import type { MeetingBody } from '#lib/meeting/draft.ts'
import type { Counts } from '#lib/roll/counts.ts'
import type { AttendanceRow, RollLine } from '#lib/roll/roll.ts'
import { besideRows, came, guestRows } from '#lib/roll/roll.ts'
import type { NameOf } from '#lib/record/say-element.ts'
import type { ExclusionBody } from '#schema/records/exclusion.ts'
import { localYear } from '#schema/rules/calendar.ts'

export type Guest = { readonly name: string; readonly from: string }

export type BookedMeeting = {
  readonly id: string
  readonly body: MeetingBody
  /** The groups whose meeting it was. */
  readonly groups: readonly string[]
  readonly counts: Counts | undefined
  /** Of whom something was noted; nobody for whoever does not see names. */
  readonly lines: readonly RollLine[]
  readonly guests: readonly Guest[]
  /** Of its own who took part and are not counted among those expected, by name. */
  readonly beside: readonly string[]
  /** Who came and had a vote, by the roll; undefined where none was called. */
  readonly cameWithVote: number | undefined
  /** Who is left out of the count by approval, in words; nobody for whoever may not know. */
  readonly notCounted: readonly { readonly scope: ExclusionBody['scope']; readonly line: string }[]
}

/** Of a roll, those expected of whom something was noted, and whoever else took part. */
export const notedIn = (
  roll: readonly RollLine[],
  rows: readonly AttendanceRow[],
  nameOf: NameOf,
): Pick<BookedMeeting, 'lines' | 'guests' | 'beside'> => ({
  lines: roll.filter(({ status, expected }) => status !== undefined && expected),
  beside: besideRows(rows).map(({ body }) => nameOf(body.personId) ?? m.meetings_somebody()),
  guests: guestRows(rows)
    .filter(({ body }) => came(body.status))
    .map(({ body }) => ({ name: body.guestName ?? '', from: body.guestFrom ?? '' })),
})

export function byMeeting(
  rows: readonly AttendanceRow[],
): ReadonlyMap<string, readonly AttendanceRow[]> {
  const meetings = new Map<string, AttendanceRow[]>()
  for (const row of rows) {
    const known = meetings.get(row.body.meetingId)
    if (known) known.push(row)
    else meetings.set(row.body.meetingId, [row])
  }
  return meetings
}

/**
 * How many should have come and did, as a paper has them: of a roll that was never called here what an older ledger said, or
 * nothing; nobody is expected at a talk, and of what was not held there is nothing to say.
 */
export function sayNumbers({
  counts,
  body,
}: Pick<BookedMeeting, 'counts' | 'body'>): Readonly<Record<'expected' | 'present', string>> {
  const { notHeld, ledgerExpected = '', ledgerPresent = '' } = body
  if (notHeld !== undefined) return { expected: '', present: '' }
  if (counts === undefined || counts.state === 'uncalled')
    return { expected: String(ledgerExpected), present: String(ledgerPresent) }
  const expected = counts.state === 'called' ? String(counts.expected) : ''
  return { expected, present: String(counts.present) }
}

export const isHeld = ({ body }: Pick<BookedMeeting, 'body'>): boolean => body.notHeld === undefined

/** What has begun by now of a year, first things first: what is only planned stands in no ledger. */
export const bookOf = <Row extends { readonly id: string; readonly body: MeetingBody }>(
  rows: readonly Row[],
  year: number,
  nowMs: number,
): readonly Row[] =>
  rows
    .filter(
      ({ body }) => Number(localYear(body.startsAt)) === year && Date.parse(body.startsAt) <= nowMs,
    )
    .sort(
      (left, right) =>
        left.body.startsAt.localeCompare(right.body.startsAt) || left.id.localeCompare(right.id),
    )
