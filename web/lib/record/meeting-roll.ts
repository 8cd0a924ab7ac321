/**
 * Who was expected and who came. Expected are the branch's members in good standing; where their files are not on
 * this device, all whom it knows. A meeting that has its rows keeps to them: members who joined later are not late.
 */
import type { BodyFor } from '#schema/define-record.ts'
import { derivedId } from '#schema/define-record.ts'
import type { Presence } from '#schema/records/attendance.ts'
import { attendance, isGuest } from '#schema/records/attendance.ts'
import type { Office } from '#schema/access.ts'
import type { person } from '#schema/records/person.ts'
import type { personFile } from '#schema/records/person-file.ts'
import type { post } from '#schema/records/post.ts'
import type { tally } from '#schema/records/tally.ts'
import type { RowDraft } from '#lib/data/types.ts'
import type { MeetingDraft, RollNote } from './meeting-draft.ts'

type Held<B> = { readonly id: string; readonly body: B }
export type PersonRow = Held<BodyFor<typeof person>>
export type FileRow = Held<BodyFor<typeof personFile>>
export type AttendanceRow = Held<BodyFor<typeof attendance>>

export type RollLine = {
  readonly personId: string
  /** '' where this device no longer knows the person. */
  readonly name: string
  readonly initials: string | undefined
  readonly floating: boolean
  readonly floatingTo: string | undefined
  /** Counted as expected: has a row, or will get one when the roll is called. */
  readonly expected: boolean
  /** undefined while nothing was noted of him. */
  readonly status: Presence | undefined
  readonly reason: string
  /** Noted one by one, by a code or a leave, and not touched here: the roll need not have been called for it. */
  readonly byItself: boolean
}

/** One by one, by a code or a leave: the roll itself was not called for it. */
const isByItself = ({ way }: AttendanceRow['body']): boolean => way !== undefined

/** The rows of a roll that was called: those of its own members, ticked together. */
const calledRows = (rows: readonly AttendanceRow[]): readonly AttendanceRow[] =>
  ownRows(rows).filter(({ body }) => !isByItself(body))

const ownRows = (rows: readonly AttendanceRow[]): readonly AttendanceRow[] =>
  rows.filter(({ body }) => !isGuest(body))

export const guestRows = (rows: readonly AttendanceRow[]): readonly AttendanceRow[] =>
  rows.filter(({ body }) => isGuest(body))

const collator = new Intl.Collator('zh-CN')

const committeeOffices: ReadonlySet<Office> = new Set(['secretary', 'deputy', 'committee'])

/** Out of contact or out of the books: not called. */
const isCalled = (file: FileRow['body'] | undefined): boolean =>
  file === undefined || (file.standing === 'normal' && file.lost !== true)

export function rollOf(parts: {
  branchId: string
  people: readonly PersonRow[]
  files: readonly FileRow[]
  rows: readonly AttendanceRow[]
  roll?: MeetingDraft['roll']
  /** Where only these are called: a meeting of the committee. */
  only?: ReadonlySet<string> | undefined
}): readonly RollLine[] {
  const { branchId, roll = {}, only } = parts
  const rows = ownRows(parts.rows)
  const called = calledRows(rows).length > 0
  const files = new Map(parts.files.map(({ body }) => [body.personId, body]))
  const people = new Map(parts.people.map(({ id, body }) => [id, body]))
  const noted = new Map(rows.map(({ body }) => [body.personId, body]))
  const members = parts.people.filter(
    ({ id, body }) =>
      body.branchId === branchId && isCalled(files.get(id)) && (!only || only.has(id)),
  )
  const ids = new Set([...noted.keys(), ...members.map(({ id }) => id)])
  return [...ids]
    .map((personId) => {
      const file = files.get(personId)
      const said = roll[personId] ?? noted.get(personId)
      return {
        personId,
        name: people.get(personId)?.name ?? '',
        initials: people.get(personId)?.initials,
        floating: file?.floating === true,
        floatingTo: file?.floatingTo,
        expected: !called || noted.has(personId) || roll[personId] !== undefined,
        status: said?.status,
        reason: said?.reason ?? '',
        byItself: roll[personId] === undefined && isNotedByItself(noted.get(personId)),
      }
    })
    .sort(
      (left, right) =>
        Number(right.expected) - Number(left.expected) || collator.compare(left.name, right.name),
    )
}

const isNotedByItself = (body: AttendanceRow['body'] | undefined): boolean =>
  body !== undefined && isByItself(body)

export type Counts = {
  readonly expected: number
  readonly present: number
  readonly madeUp: number
  /** Whole per cent; undefined where nobody was expected. */
  readonly rate: number | undefined
}

const withRate = (counts: Omit<Counts, 'rate'>): Counts => ({
  ...counts,
  rate: counts.expected > 0 ? Math.round((counts.present / counts.expected) * 100) : undefined,
})

export const came = (status: Presence | undefined): boolean =>
  status === 'present' || status === 'remote'

export const countRoll = (lines: readonly Pick<RollLine, 'expected' | 'status'>[]): Counts =>
  withRate({
    expected: lines.filter((line) => line.expected).length,
    present: lines.filter((line) => line.expected && came(line.status)).length,
    madeUp: lines.filter((line) => line.expected && line.status === 'madeUp').length,
  })

export const countRows = (rows: readonly AttendanceRow[]): Counts | undefined =>
  ownRows(rows).length === 0
    ? undefined
    : countRoll(ownRows(rows).map(({ body }) => ({ expected: true, status: body.status })))

/**
 * From the names where this device holds them all, else as the branch published it. Whoever keeps the book holds them always;
 * whoever does not see them has no rows.
 */
export function knownCounts(facts: {
  readonly rows: readonly AttendanceRow[]
  readonly published: Counts | undefined
  readonly keeps: boolean
}): Counts | undefined {
  const { published, keeps } = facts
  const own = countRows(facts.rows)
  if (keeps) return own ?? published
  return own && own.expected >= (published?.expected ?? 0) ? own : published
}

/** A count published with nobody in it is a roll that was taken back. */
export const countTally = (body: BodyFor<typeof tally> | undefined): Counts | undefined =>
  body && body.expected > 0
    ? withRate({ expected: body.expected, present: body.present, madeUp: body.madeUp })
    : undefined

export const countsByMeeting = (
  rows: readonly Held<BodyFor<typeof tally>>[],
): ReadonlyMap<string, Counts | undefined> =>
  new Map(rows.map(({ body }) => [body.meetingId, countTally(body)]))

/** The roll was called once somebody came or somebody's absence was explained; looking at the list calls nobody. */
export const isRollCalled = (lines: readonly RollLine[], rows: readonly AttendanceRow[]): boolean =>
  calledRows(rows).length > 0 ||
  lines.some(
    ({ status, reason, byItself }) =>
      !byItself && status !== undefined && (status !== 'absent' || reason !== ''),
  )

/** Who sits on the branch's committee on that day; undefined where no posts are known. */
export function committeeOn(
  posts: readonly Held<BodyFor<typeof post>>[],
  branchId: string,
  day: string,
): ReadonlySet<string> | undefined {
  const seats = posts.filter(
    ({ body }) =>
      body.organisationId === branchId &&
      committeeOffices.has(body.office) &&
      body.from <= day &&
      (body.until === undefined || body.until >= day),
  )
  return seats.length > 0 ? new Set(seats.map(({ body }) => body.personId)) : undefined
}

/** He asked for leave, or handed in what he made up: whoever calls everybody does not mean him. */
export const saidAway = ({ byItself, status }: RollLine): boolean =>
  byItself && status !== undefined && status !== 'present'

/** Ticked and unticked names as notes: present, or not there for a reason still to be given. */
export function tickRoll(
  lines: readonly RollLine[],
  roll: MeetingDraft['roll'],
  ticked: readonly string[],
): MeetingDraft['roll'] {
  const here = new Set(ticked)
  const changed = lines.flatMap(({ personId, status }): [string, RollNote][] => {
    if (here.has(personId) === (status === 'present')) return []
    return [[personId, { status: here.has(personId) ? 'present' : 'absent', reason: '' }]]
  })
  return { ...roll, ...Object.fromEntries(changed) }
}

/**
 * The rows to write: for a roll called the first time one for every expected member, later only for those touched
 * here. A meeting moved in time takes its rows along; one that was not held has none.
 */
export function attendanceDrafts(parts: {
  meetingId: string
  draft: MeetingDraft
  startsAt: string
  lines: readonly RollLine[]
  rows: readonly AttendanceRow[]
  nowMs: number
}): readonly RowDraft[] {
  const { meetingId, draft, startsAt, lines, rows } = parts
  if (draft.notHeld) {
    const removedAt = new Date(parts.nowMs).toISOString()
    return rows.map(({ id }) => ({ type: attendance, id, fields: { removedAt } }))
  }
  const moved = movedGuests(parts)
  if (!isRollCalled(lines, rows)) return [...moved, ...movedAlong(parts)]
  const noted = new Map(rows.map(({ id, body }) => [body.personId, { id, body }]))
  const written = lines.flatMap((line): readonly RowDraft[] => {
    const held = noted.get(line.personId)
    const touched = draft.roll[line.personId] !== undefined
    if (held && !touched) return moveTo(startsAt, draft, held)
    if (!touched && !line.expected) return []
    const status = line.status ?? 'absent'
    return [
      {
        type: attendance,
        id: derivedId(attendance.name, [meetingId, line.personId]),
        fields: {
          meetingId,
          personId: line.personId,
          branchId: draft.branchId,
          heldAt: startsAt,
          status,
          reason: status === 'present' ? null : line.reason.trim() || null,
          // Said by hand, it is part of the roll, however it was noted before.
          ...(held?.body.way !== undefined && { way: null }),
          // Noted once, taken away with the meeting, and noted again.
          removedAt: null,
        },
      },
    ]
  })
  return [...moved, ...written]
}

/** A row goes with its meeting where somebody moved it in time. */
const moveTo = (
  startsAt: string,
  { typed }: MeetingDraft,
  { id, body }: AttendanceRow,
): readonly RowDraft[] =>
  body.heldAt === startsAt || typed['startsAt'] === undefined
    ? []
    : [{ type: attendance, id, fields: { heldAt: startsAt } }]

type Moving = Pick<Parameters<typeof attendanceDrafts>[0], 'draft' | 'startsAt' | 'rows'>

const movedGuests = ({ draft, startsAt, rows }: Moving): readonly RowDraft[] =>
  guestRows(rows).flatMap((row) => moveTo(startsAt, draft, row))

const movedAlong = ({ draft, startsAt, rows }: Moving): readonly RowDraft[] =>
  ownRows(rows).flatMap((row) => moveTo(startsAt, draft, row))
