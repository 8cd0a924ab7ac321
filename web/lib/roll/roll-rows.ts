/** The rows that a roll writes. */
import type { RowDraft } from '#lib/data/types.ts'
import { derivedId } from '#schema/define-record.ts'
import { attendance } from '#schema/records/attendance.ts'
import type { MeetingDraft } from '#lib/meeting/draft.ts'
import type { AttendanceRow, RollLine } from './roll.ts'
import {
  calledRows,
  guestRows,
  isBeside,
  isRollCalled,
  isSaid,
  memberRows,
  missedAs,
  ownRows,
} from './roll.ts'

type Writing = {
  readonly meetingId: string
  readonly draft: MeetingDraft
  readonly startsAt: string
  readonly lines: readonly RollLine[]
  /** Those that stand, and those that come back with a meeting which was held after all. */
  readonly rows: readonly AttendanceRow[]
  readonly nowMs: number
  /** Others are called than when the rows were noted. */
  readonly anew?: boolean
  /** Its roll stays: nothing of it is taken away any more. */
  readonly isSigned?: boolean
}

/**
 * For a roll called the first time one for every expected member, later only for those touched here; where others are called than
 * before, also for those who are new, and whoever is not called any more loses his. A meeting moved in time takes its rows along; one
 * that was not held puts them away, all with one time by which they are found again.
 */
export function attendanceDrafts(parts: Writing): readonly RowDraft[] {
  const { draft, lines, rows } = parts
  if (draft.notHeld) return putAway(parts)
  const listed = new Set(lines.map(({ personId }) => personId))
  const own = memberRows(rows)
  const noted = new Map(own.map((row) => [row.body.personId, row]))
  const called = isRollCalled(lines, rows)
  return [
    ...guestRows(rows).flatMap((row) => staying(parts, row)),
    ...lines.flatMap((line) => lineDrafts(parts, line, noted.get(line.personId), called)),
    ...own.filter(({ body }) => !listed.has(body.personId)).map((row) => takenAway(parts, row)),
  ]
}

/** With what was noted in this form before somebody said that it was not held. */
function putAway(parts: Writing): readonly RowDraft[] {
  const { lines, rows } = parts
  const typed = isRollCalled(lines, rows) ? lines.filter(({ touched }) => touched) : []
  const noted = typed.map((line) => {
    const row = written(parts, line)
    return { ...row, fields: { ...row.fields, ...takenAwayAt(parts) } }
  })
  const ids = new Set(noted.map(({ id }) => id))
  return [...rows.filter(({ id }) => !ids.has(id)).map((row) => takenAway(parts, row)), ...noted]
}

function lineDrafts(
  parts: Writing,
  line: RollLine,
  held: AttendanceRow | undefined,
  called: boolean,
): readonly RowDraft[] {
  const { touched } = line
  const said = touched && isSaid(line)
  if (!held)
    return (called && line.expected) || (said && !line.expected) ? [written(parts, line)] : []
  // Of a talk, or who was not called to it: he took no part after all.
  const leaves =
    !line.expected && (isBeside(line) ? touched && !said : touched || parts.anew === true)
  // He was scanned by mistake.
  const unsaid = !called && touched && held.body.status === 'present' && line.status === 'absent'
  if ((leaves || unsaid) && !parts.isSigned) return [takenAway(parts, held)]
  return touched && (called || !line.expected)
    ? [written(parts, line, held)]
    : staying(parts, held, isBeside(line))
}

/** Received at the door by the code of a branch that he has left: he is one of this branch's own, and counts here. */
const noGuest = (rows: Writing['rows'], { personId }: RollLine) =>
  guestRows(rows).some(({ body }) => body.personId === personId)
    ? { guestName: null, guestFrom: null, guestAt: null }
    : {}

const written = (
  { meetingId, draft, startsAt, rows }: Writing,
  line: RollLine,
  held?: AttendanceRow,
): RowDraft => ({
  type: attendance,
  id: derivedId(attendance.name, [meetingId, line.personId]),
  fields: {
    meetingId,
    personId: line.personId,
    branchId: draft.branchId,
    heldAt: startsAt,
    status: line.status ?? 'absent',
    reason: line.status === 'present' ? null : line.reason.trim() || null,
    thatDay: (line.status === 'madeUp' && held && missedAs(held.body)) || null,
    uncounted: isBeside(line) || null,
    // Said by hand, it is part of the roll, however it was noted before.
    way: null,
    ...noGuest(rows, line),
    // Noted once, taken away with the meeting, and noted again.
    removedAt: null,
  },
})

type At = Pick<Writing, 'nowMs'>

const takenAwayAt = ({ nowMs }: At) => ({ removedAt: new Date(nowMs).toISOString() })

export const takenAway = (parts: At, { id }: AttendanceRow): RowDraft => ({
  type: attendance,
  id,
  fields: takenAwayAt(parts),
})

/** A row goes with its meeting where somebody moved it in time, and comes back with it. */
function staying(
  { startsAt, draft, isSigned = false }: Writing,
  { id, body }: AttendanceRow,
  isUncounted = false,
): readonly RowDraft[] {
  const moves = body.heldAt !== startsAt && draft.typed['startsAt'] !== undefined
  const returns = body.removedAt !== undefined
  const counts = !isSigned && isUncounted !== (body.uncounted === true)
  const fields = {
    ...(moves && { heldAt: startsAt }),
    ...(returns && { removedAt: null }),
    ...(counts && { uncounted: isUncounted || null }),
  }
  return moves || returns || counts ? [{ type: attendance, id, fields }] : []
}

/**
 * What was put away together, last: the roll of a meeting that was noted as not held, or of those whom it called no more. A leave or
 * a scan taken out by itself since is none of it, where any of these were ticked.
 */
export function putAwayLast(rows: readonly AttendanceRow[]): readonly AttendanceRow[] {
  const ticked = calledRows(rows).flatMap(({ body }) => body.removedAt ?? [])
  const times = ticked.length > 0 ? ticked : rows.flatMap(({ body }) => body.removedAt ?? [])
  const last = times.sort().at(-1)
  return rows.filter(({ body }) => body.removedAt !== undefined && body.removedAt === last)
}

export type RollChange = {
  /** Noted before, and not called any more. */
  readonly leaving: number
  /** Called now, and not noted yet. */
  readonly joining: number
}

/** What becomes of a roll that is taken anew. */
export function rollChange(lines: readonly RollLine[], rows: readonly AttendanceRow[]): RollChange {
  const expected = lines.filter((line) => line.expected)
  const called = new Set(expected.map(({ personId }) => personId))
  const own = ownRows(rows)
  return {
    leaving: own.filter(({ body }) => !called.has(body.personId)).length,
    joining: calledRows(rows).length > 0 ? expected.filter(({ status }) => !status).length : 0,
  }
}
