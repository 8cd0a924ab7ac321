/**
 * Who was expected and who came. Expected are the branch's members in good standing; where their files are not on
 * this device, all whom it knows. Out of contact is no reason to leave somebody out; only an exclusion that was approved is.
 * A meeting that has its rows keeps to them: members who joined later are not late. Where it calls others than it did as
 * these were noted, its roll is taken anew: of those who are called now, what was noted stays.
 */
import type { BodyFor } from '#schema/define-record.ts'
import type { attendance, Presence } from '#schema/records/attendance.ts'
import { isMemberOn } from '#schema/rules/membership.ts'
import { isCounted, isGuest, isOneByOne } from '#schema/records/attendance.ts'
import type { person } from '#schema/records/person.ts'
import type { personFile } from '#schema/records/person-file.ts'
import type { MeetingDraft, RollNote } from '#lib/meeting/draft.ts'

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
  /** Out of contact. */
  readonly lost: boolean
  /** Counted as expected: has a row, or will get one when the roll is called. In a talk, whoever took part. */
  readonly expected: boolean
  /** `leftOut`: by an approved exclusion · `notCalled`: it calls others · `notThen`: he was not called when the roll was. */
  readonly uncounted: 'leftOut' | 'notCalled' | 'notThen' | undefined
  /** undefined while nothing was noted of him. */
  readonly status: Presence | undefined
  readonly reason: string
  /** Of who made it up. */
  readonly thatDay: 'excused' | 'absent' | undefined
  /** Noted one by one, by a code or a leave, and not touched here: the roll need not have been called for it. */
  readonly byItself: boolean
  /** Said by what is being written down here. */
  readonly touched: boolean
  /** What is on record of him, whatever is said here. */
  readonly noted: Presence | undefined
}

/** The rows of a roll that was called: those expected, ticked together. */
export const calledRows = (rows: readonly AttendanceRow[]): readonly AttendanceRow[] =>
  ownRows(rows).filter(({ body }) => !isOneByOne(body))

/** What stays of a roll that was taken back. */
export const uncalledRows = (rows: readonly AttendanceRow[]): readonly AttendanceRow[] =>
  rows.filter((row) => !calledRows([row]).length)

/** Of those expected. */
export const ownRows = (rows: readonly AttendanceRow[]): readonly AttendanceRow[] =>
  rows.filter(({ body }) => isCounted(body))

/** Of the branch's own, also of those who are not counted. */
export const memberRows = (rows: readonly AttendanceRow[]): readonly AttendanceRow[] =>
  rows.filter(({ body }) => !isGuest(body))

/** Of its own who took part and are not counted among those expected. */
export const besideRows = (rows: readonly AttendanceRow[]): readonly AttendanceRow[] =>
  memberRows(rows).filter(({ body }) => !isCounted(body) && came(body.status))

export const guestRows = (rows: readonly AttendanceRow[]): readonly AttendanceRow[] =>
  rows.filter(({ body }) => isGuest(body))

const collator = new Intl.Collator('zh-CN')

type RollParts = {
  branchId: string
  /** Of the meeting: who joined the Party later is not called to one noted down afterwards. Without one, nobody is too late. */
  day?: string | undefined
  people: readonly PersonRow[]
  files: readonly FileRow[]
  rows: readonly AttendanceRow[]
  roll?: MeetingDraft['roll']
  /** Where only these are called: a meeting of the committee, of groups. */
  only?: ReadonlySet<string> | undefined
  /** Approved not to be counted among those expected. */
  leftOut?: ReadonlySet<string>
  /** Nobody is called to it. */
  isTalk?: boolean
  /** Others are called than when the rows were noted. */
  anew?: boolean
  /** Who has a row keeps it. */
  isSigned?: boolean
}

export function rollOf(parts: RollParts): readonly RollLine[] {
  const { branchId, roll = {}, only, isTalk = false, anew = false } = parts
  const isMeant = (personId: string) => !only || only.has(personId)
  const rows = memberRows(parts.rows).filter(
    ({ body }) => !anew || !isCounted(body) || isMeant(body.personId),
  )
  const expects = expecting(parts, rows)
  const files = new Map(parts.files.map(({ body }) => [body.personId, body]))
  const people = new Map(parts.people.map(({ id, body }) => [id, body]))
  const noted = new Map(rows.map(({ body }) => [body.personId, body]))
  const members = parts.people.filter(
    ({ id, body }) =>
      body.branchId === branchId && isMemberOn(files.get(id) ?? {}, parts.day) && isMeant(id),
  )
  const ids = new Set([...noted.keys(), ...members.map(({ id }) => id)])
  const lines = [...ids].map((personId): RollLine => {
    const file = files.get(personId)
    const row = noted.get(personId)
    const note = parts.isSigned && row ? undefined : standingNote(roll[personId], row)
    const said = note ?? row
    return {
      personId,
      name: people.get(personId)?.name ?? '',
      initials: people.get(personId)?.initials,
      floating: file?.floating === true,
      floatingTo: file?.floatingTo,
      lost: file?.lost === true,
      ...expects(personId, row, note),
      status: said?.status,
      reason: said?.reason ?? '',
      thatDay: said?.status === 'madeUp' && row ? missedAs(row) : undefined,
      byItself: note === undefined && isNotedByItself(row),
      touched: note !== undefined,
      noted: row?.status,
    }
  })
  // In a talk nobody moves up as he is ticked.
  const rank = ({ expected }: RollLine) => Number(expected && !isTalk)
  return lines.sort(
    (left, right) => rank(right) - rank(left) || collator.compare(left.name, right.name),
  )
}

/** Whether somebody is expected, and why he is not. */
function expecting(
  { only, leftOut, isTalk = false, anew = false }: RollParts,
  rows: readonly AttendanceRow[],
) {
  const keepsToRows = !anew && calledRows(rows).length > 0
  const lackOf = (personId: string) => {
    if (leftOut?.has(personId)) return 'leftOut'
    return only?.has(personId) === false ? 'notCalled' : undefined
  }
  return (
    personId: string,
    row: AttendanceRow['body'] | undefined,
    note: RollNote | undefined,
  ): Pick<RollLine, 'expected' | 'uncounted'> => {
    if (isTalk) return { expected: came((note ?? row)?.status), uncounted: undefined }
    const lack = lackOf(personId)
    const isExpected =
      keepsToRows && row ? isCounted(row) : lack === undefined && (!keepsToRows || isSaid(note))
    const uncounted = lack ?? (row ? 'notCalled' : 'notThen')
    return { expected: isExpected, uncounted: isExpected ? undefined : uncounted }
  }
}

const isNotedByItself = (body: AttendanceRow['body'] | undefined): boolean =>
  body !== undefined && isOneByOne(body)

/** What was said of everybody does not go over what somebody noted of one since: a leave, a make-up, a roll called elsewhere. */
const standingNote = (
  note: RollNote | undefined,
  row: AttendanceRow['body'] | undefined,
): RollNote | undefined =>
  note?.over !== undefined && row && row.status !== note.over ? undefined : note

/** Who did not come without a word is not called absent: why, nobody has said. */
export type Came = Presence | 'unsaid'

export const cameAs = (line: Partial<Pick<RollLine, 'status' | 'reason'>>): Came =>
  isSaid(line) && line.status ? line.status : 'unsaid'

/** What the day was for somebody who made it up, or may: undefined where he was there. */
export const missedAs = ({
  status,
  thatDay,
}: Pick<AttendanceRow['body'], 'status' | 'thatDay'>): 'excused' | 'absent' | undefined =>
  status === 'excused' || status === 'absent' ? status : thatDay

const anHourMs = 3_600_000

/** People come a little before. What is only planned has nobody in it yet who came. */
export const mayBeCalled = (startsAt: string, nowMs: number): boolean =>
  startsAt === '' || Date.parse(startsAt) - anHourMs <= nowMs

export const statusesOf = (lines: readonly RollLine[]): ReadonlyMap<string, Presence> =>
  new Map(lines.flatMap(({ personId, status }) => (status ? [[personId, status] as const] : [])))

export const came = (status: Presence | undefined): boolean =>
  status === 'present' || status === 'remote'

/** The roll was called once somebody came or somebody's absence was explained; looking at the list calls nobody. */
export function isRollCalled(lines: readonly RollLine[], rows: readonly AttendanceRow[]): boolean {
  const listed = new Set(lines.map(({ personId }) => personId))
  return (
    calledRows(rows).some(({ body }) => listed.has(body.personId)) ||
    lines.some((line) => line.expected && !line.byItself && isSaid(line))
  )
}

/** Somebody said something of him. Who is merely not ticked is absent without a word. */
export const isSaid = (line: Partial<Pick<RollLine, 'status' | 'reason'>> = {}): boolean =>
  line.status !== undefined && (line.status !== 'absent' || Boolean(line.reason))

/** Not expected, neither now nor when the roll was called: what is noted of him is noted beside. */
export const isBeside = ({ uncounted }: Pick<RollLine, 'uncounted'>): boolean =>
  uncounted === 'leftOut' || uncounted === 'notCalled'

/** It is known why he is not there, or he is out of contact or left out: whoever calls everybody does not mean him. */
export const isAside = (line: RollLine): boolean =>
  line.status !== 'present' && (isSaid(line) || line.lost || isBeside(line))

/** Ticked and unticked names as notes: present, or not there, for the reason that was given or one still to be given. */
export function tickRoll(
  lines: readonly RollLine[],
  roll: MeetingDraft['roll'],
  ticked: readonly string[],
): MeetingDraft['roll'] {
  const here = new Set(ticked)
  const changed = lines.flatMap((line): [string, RollNote][] => {
    const { personId, status, reason } = line
    if (here.has(personId) === (status === 'present')) return []
    if (!here.has(personId))
      return [[personId, { status: roll[personId]?.was ?? 'absent', reason }]]
    const was = isSaid(line) && status !== undefined && { was: status }
    return [[personId, { status: 'present', reason, ...was }]]
  })
  return { ...roll, ...Object.fromEntries(changed) }
}

/**
 * A roll taken back is put by, and is there again where that was a mistake. Whoever was noted by name since stays as he was noted
 * then; what was said since of everybody does not go over what was put by.
 */
export function rollTakenBack(
  { roll, uncalled }: MeetingDraft,
  back: boolean,
): Pick<MeetingDraft, 'roll' | 'uncalled'> {
  if (back) return { uncalled: roll, roll: {} }
  const byName = Object.entries(roll).filter(([, { over }]) => over === undefined)
  return { uncalled: undefined, roll: { ...roll, ...uncalled, ...Object.fromEntries(byName) } }
}

/** Everybody came who is not aside. Where all of them were noted one by one, this calls the roll. */
export function tickAll(
  lines: readonly RollLine[],
  roll: MeetingDraft['roll'],
): MeetingDraft['roll'] {
  const meant = lines.filter((line) => !isAside(line))
  const isThere = ({ status }: RollLine) => status === 'present'
  const calls = meant.every((line) => line.byItself && isThere(line))
  const notes = meant
    .filter((line) => calls || !isThere(line))
    .map(({ personId, noted }): [string, RollNote] => [
      personId,
      { status: 'present', reason: '', over: noted ?? '' },
    ])
  return { ...roll, ...Object.fromEntries(notes) }
}
