/** Who came to what in a year: a line a member, a column a meeting whose roll was called, which is never that of a talk. In the order of names, never of merit. */
import { m } from '#lib/i18n/generated/messages.js'
import { compareNames } from '#lib/i18n/compare-names.ts'
import { sayList } from '#lib/i18n/say-words.ts'
import { sortKinds } from '#lib/meeting/draft.ts'
import { sayKinds } from '#lib/meeting/words.ts'
import type { Came } from '#lib/roll/roll.ts'
import { cameAs } from '#lib/roll/roll.ts'
import { localDay } from '#schema/rules/calendar.ts'
import { callsOf } from '#schema/rules/calls.ts'
import type { BookedMeeting } from './booked-meeting.ts'
import { isHeld } from './booked-meeting.ts'

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
  /** Held, and yet no column: how many. */
  readonly left: Readonly<Record<'uncalled' | 'talks', number>>
  readonly members: readonly MemberLine[]
}

function shortKinds(kinds: readonly string[]): string {
  const [first = ''] = sortKinds(kinds)
  const kind = sayKinds([first])
  return kinds.length > 1 ? m.paper_and_others({ kind }) : kind
}

type Noted = BookedMeeting['lines'][number]

/** `meetings`: first things first. */
export function attendanceTable(meetings: readonly BookedMeeting[]): AttendanceTable {
  const held = meetings.filter(isHeld)
  const called = held.filter(({ lines, counts }) => lines.length > 0 && counts?.state === 'called')
  const talks = held.filter(({ body }) => callsOf(body).whom === 'nobody').length
  const names = new Map<string, string>()
  const notes = called.map(({ lines }) => {
    for (const { personId, name } of lines) names.set(personId, name)
    return new Map(lines.map((line) => [line.personId, line]))
  })
  const members = [...names].map(([personId, name]) => {
    const lines = notes.map((noted) => noted.get(personId))
    const came = lines.map((line) => line && cameAs(line))
    const counts = { ...countsOf(came), excused: lines.filter(isExcused).length }
    return { personId, name: name || m.meetings_somebody(), came, counts }
  })
  return {
    left: { uncalled: held.length - called.length - talks, talks },
    columns: called.map(({ id, body }) => ({
      id,
      day: localDay(body.startsAt),
      kinds: sayKinds(body.kinds),
      short: shortKinds(body.kinds),
    })),
    members: members.sort(
      (left, right) =>
        compareNames(left.name, right.name) || left.personId.localeCompare(right.personId),
    ),
  }
}

/** Also who made it up since: that he had leave that day stays. */
const isExcused = (line: Noted | undefined): boolean =>
  line?.status === 'excused' || line?.thatDay === 'excused'

function countsOf(came: readonly (Came | undefined)[]): Omit<MemberCounts, 'excused'> {
  const of = (...wanted: readonly Came[]) =>
    came.filter((each) => each !== undefined && wanted.includes(each)).length
  return {
    expected: came.filter((each) => each !== undefined).length,
    came: of('present', 'remote'),
    madeUp: of('madeUp'),
    missed: of('absent', 'unsaid'),
  }
}

/** Why there are fewer columns than meetings; '' where there are as many. */
export function sayLeft({ left: { uncalled, talks } }: AttendanceTable): string {
  const what = [
    ...(uncalled > 0 ? [m.paper_uncalled({ count: uncalled })] : []),
    ...(talks > 0 ? [m.paper_talks({ count: talks })] : []),
  ]
  return what.length === 0 ? '' : m.paper_not_in_table({ what: sayList(what) })
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
