/**
 * Who came, as far as a ledger says it. A member's attendance is noted only where the ledger accounts for everybody who
 * should have come: otherwise the count of the meeting, which is made of such notes, would be another than the ledger's. And
 * nobody is noted whom neither the ledger names nor its numbers and the roster of that day together mean.
 */
import type { Presence } from '../../schema/records/attendance.ts'
import type { MeetingKind } from '../../schema/records/meeting.ts'
import type { RowNote } from '../../sync/wire/import.ts'
import type { BranchPeople } from './branch-people.ts'
import type { Mention } from './mentions.ts'

export type SaidOfRoll = {
  readonly expected: number | undefined
  readonly present: number | undefined
  /** undefined where the ledger names nobody; empty where it says that there was nobody. */
  readonly attended: readonly Mention[] | undefined
  readonly absent: readonly Mention[] | undefined
  readonly onLeave: readonly Mention[] | undefined
}

export type RollRow = {
  readonly personId: string
  readonly status: Presence
  readonly reason?: string
}

/** No rows: what the ledger says of the roll stays words. */
export type Roll = { readonly rows: readonly RollRow[]; readonly note: RowNote }

/** Meetings to which all members are called; who belongs to a committee or a group of then is on no roster. */
const ofAll: ReadonlySet<MeetingKind> = new Set([
  'themeDay',
  'memberMeeting',
  'lecture',
  'lifeMeeting',
  'evaluation',
])

/** undefined where the ledger says nothing of who came. */
export function rollOf(
  said: SaidOfRoll,
  kinds: readonly MeetingKind[],
  people: BranchPeople,
  day: string,
): Roll | undefined {
  const { expected, present, attended, absent, onLeave } = said
  const gone = absent || onLeave ? [...(absent ?? []), ...(onLeave ?? [])] : undefined
  if (attended === undefined && gone === undefined)
    return expected === undefined && present === undefined ? undefined : asWords('countsOnly')
  const named = [...(attended ?? []), ...(gone ?? [])].map(({ personId }) => personId)
  if (named.includes(undefined) || gone?.some(isStory)) return asWords('rollUnclear')
  const should = expected ?? sum(present, gone?.length)
  if (should === undefined) return asWords('rollUnclear')
  const came = attended?.length ?? should - (gone?.length ?? 0)
  const addsUp =
    new Set(named).size === named.length &&
    (present ?? came) === came &&
    should === came + (gone?.length ?? 0)
  if (!addsUp) return asWords('rollNotAddingUp')
  const rows = [...(absent ?? []).map(absentRow), ...(onLeave ?? []).map(leaveRow)]
  if (attended) return noted([...attended.map(presentRow), ...rows])
  if (!kinds.every((kind) => ofAll.has(kind))) return asWords('rollOfSome')
  const away = new Set(rows.map(({ personId }) => personId))
  const called = people.calledOn(day, away)
  const fits = called.length === should && rows.every(({ personId }) => called.includes(personId))
  if (!fits) return asWords('rollOfOthers', [should, called.length])
  const others = called.filter((id) => !away.has(id))
  return noted([...others.map((personId) => presentRow({ personId })), ...rows])
}

/** Longer than a reason may be. */
const isStory = ({ reason = '' }: Mention): boolean => reason.length > 200

const sum = (left: number | undefined, right: number | undefined): number | undefined =>
  left === undefined || right === undefined ? undefined : left + right

const asWords = (note: RowNote['note'], counts?: RowNote['counts']): Roll => ({
  rows: [],
  note: { note, ...(counts && { counts }) },
})

function noted(rows: readonly RollRow[]): Roll {
  const present = rows.filter(({ status }) => status === 'present').length
  return { rows, note: { note: 'rollNoted', counts: [present, rows.length - present] } }
}

type Known = Pick<Mention, 'personId' | 'reason'>

// Every mention that comes here was found on the roster.
const rowOf = ({ personId = '', reason = '' }: Known, status: Presence): RollRow => {
  // 请假：跑车 says twice that it was leave.
  const why = status === 'excused' ? reason.replace(leaveWord, '') : reason
  return { personId, status, ...(why && status !== 'present' && { reason: why }) }
}

const leaveWord = /^请假(?:[：:，,\s]\s*|$)/

const presentRow = (mention: Known) => rowOf(mention, 'present')
const leaveRow = (mention: Known) => rowOf(mention, 'excused')
/** Who stayed away for a reason did not thereby ask for leave. */
const absentRow = (mention: Known) =>
  rowOf(
    mention,
    /(?<![未没无])[请病事公产婚丧]假/.test(mention.reason ?? '') ? 'excused' : 'absent',
  )
