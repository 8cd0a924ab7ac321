/** A meeting as the papers of a branch take it: its words, how many came, and, for whoever sees names, who. */
import type { MeetingBody } from '#lib/record/meeting-draft.ts'
import type { AttendanceRow, Counts, RollLine } from '#lib/record/meeting-roll.ts'
import { came, guestRows } from '#lib/record/meeting-roll.ts'
import { localYear } from '#schema/rules/calendar.ts'

export type Guest = { readonly name: string; readonly from: string }

export type BookedMeeting = {
  readonly id: string
  readonly body: MeetingBody
  readonly counts: Counts | undefined
  /** Of whom something was noted; nobody for whoever does not see names. */
  readonly lines: readonly RollLine[]
  readonly guests: readonly Guest[]
}

/** Of a roll, those of whom something was noted, and the members of other branches who took part. */
export const notedIn = (
  roll: readonly RollLine[],
  rows: readonly AttendanceRow[],
): Pick<BookedMeeting, 'lines' | 'guests'> => ({
  lines: roll.filter(({ status }) => status !== undefined),
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
