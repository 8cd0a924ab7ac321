/** Who came to what in a year: a line a member, a column a meeting whose roll was called. In the order of names, never of merit. */
import { m } from '#lib/i18n/generated/messages.js'
import { sortKinds } from '#lib/record/meeting-draft.ts'
import { sayKinds } from '#lib/record/meeting-words.ts'
import type { Presence } from '#schema/records/attendance.ts'
import { localDay } from '#schema/rules/calendar.ts'
import type { BookedMeeting } from './booked-meeting.ts'
import { isHeld } from './booked-meeting.ts'

/** Who did not come without a word is not called absent: why, nobody has said. */
export type Came = Presence | 'unsaid'

export type Column = {
  readonly id: string
  /** Local day: `2026-10-15` */
  readonly day: string
  readonly kinds: string
  /** The same where room is scarce: the first of them. */
  readonly short: string
}

export type MemberCounts = Readonly<
  Record<'expected' | 'came' | 'madeUp' | 'excused' | 'missed', number>
>

export type MemberLine = {
  readonly personId: string
  readonly name: string
  /** By column; undefined where he was not expected. */
  readonly came: readonly (Came | undefined)[]
  readonly counts: MemberCounts
}

export type AttendanceTable = {
  readonly columns: readonly Column[]
  readonly members: readonly MemberLine[]
}

function shortKinds(kinds: readonly string[]): string {
  const [first = ''] = sortKinds(kinds)
  const kind = sayKinds([first])
  return kinds.length > 1 ? m.paper_and_others({ kind }) : kind
}

type Noted = BookedMeeting['lines'][number]

const collator = new Intl.Collator('zh-CN')

const cameOf = ({ status, reason }: Noted): Came =>
  (status ?? 'absent') === 'absent' && reason === '' ? 'unsaid' : (status ?? 'absent')

/** `meetings`: first things first. */
export function attendanceTable(meetings: readonly BookedMeeting[]): AttendanceTable {
  const called = meetings.filter((meeting) => isHeld(meeting) && meeting.lines.length > 0)
  const names = new Map<string, string>()
  const notes = called.map(({ lines }) => {
    for (const { personId, name } of lines) names.set(personId, name)
    return new Map(lines.map((line) => [line.personId, cameOf(line)]))
  })
  const members = [...names].map(([personId, name]) => {
    const came = notes.map((noted) => noted.get(personId))
    return { personId, name: name || m.meetings_somebody(), came, counts: countsOf(came) }
  })
  return {
    columns: called.map(({ id, body }) => ({
      id,
      day: localDay(body.startsAt),
      kinds: sayKinds(body.kinds),
      short: shortKinds(body.kinds),
    })),
    members: members.sort(
      (left, right) =>
        collator.compare(left.name, right.name) || left.personId.localeCompare(right.personId),
    ),
  }
}

function countsOf(came: readonly (Came | undefined)[]): MemberCounts {
  const of = (...wanted: readonly Came[]) =>
    came.filter((each) => each !== undefined && wanted.includes(each)).length
  return {
    expected: came.filter((each) => each !== undefined).length,
    came: of('present', 'remote'),
    madeUp: of('madeUp'),
    excused: of('excused'),
    missed: of('absent', 'unsaid'),
  }
}

/** The columns of each sheet: as many as needed, and about as many on each. */
export function sheetsOf(
  columns: readonly Column[],
  most: number,
): readonly { readonly from: number; readonly columns: readonly Column[] }[] {
  const sheets = Math.max(1, Math.ceil(columns.length / most))
  const each = Math.ceil(columns.length / sheets)
  return Array.from({ length: sheets }, (_none, sheet) => ({
    from: sheet * each,
    columns: columns.slice(sheet * each, (sheet + 1) * each),
  }))
}
