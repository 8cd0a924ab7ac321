/** Meetings and their published counts, laid out by branch and month: what every figure of a desk is computed from. */
import { localMonth } from '#schema/rules/calendar.ts'
import type { Gathering } from '#schema/rules/duties.ts'
import type { MeetingRecord, OrganisationRecord, TallyRecord } from '#lib/record/recorded.ts'
import type { Counts } from '#lib/roll/counts.ts'
import { countsByMeeting } from '#lib/roll/counts.ts'

export type Rate = { readonly expected: number; readonly present: number }

/** Came of those expected, 0 to 1; undefined where nobody was expected, which is not the same as nobody came. */
export const shareOf = ({ expected, present }: Rate): number | undefined =>
  expected > 0 ? present / expected : undefined

export const addRates = (rates: readonly Rate[]): Rate => ({
  expected: rates.reduce((sum, { expected }) => sum + expected, 0),
  present: rates.reduce((sum, { present }) => sum + present, 0),
})

/** `88.4%` in tables, `88%` in sentences. */
export const sayShare = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)}%`

export type Gatherings = {
  /** Months with a meeting on record, held or not; the earliest is where the township's book begins. */
  readonly since: string | undefined
  /** Where a branch's own book begins, as on its phone; where it has none by this month, the township's. */
  sinceOf(branchId: string, month: string): string | undefined
  /** Newest first. */
  of(branchId: string): readonly MeetingRecord[]
  in(branchId: string, month: string): readonly MeetingRecord[]
  /** How many came in a month. */
  rate(branchId: string, month: string): Rate
  /** Of a roll that was called. */
  rateOf(meetingId: string): Rate | undefined
  countsOf(meetingId: string): Counts | undefined
  /** As the duties count it. */
  readonly asGathering: AsGathering
}

export type AsGathering = (meeting: MeetingRecord) => Gathering

/** With what the meeting’s own row says, and nothing that lies beside it. */
const byItself: AsGathering = ({ body, enteredAt }) => ({ ...body, enteredAt })

const nobody: Rate = { expected: 0, present: 0 }

export function gather(
  meetings: readonly MeetingRecord[],
  tallies: readonly TallyRecord[],
  asGathering: AsGathering = byItself,
): Gatherings {
  const byBranch = new Map<string, MeetingRecord[]>()
  const byMonth = new Map<string, MeetingRecord[]>()
  const counts = countsByMeeting(tallies, meetings)
  let since: string | undefined
  const append = (map: Map<string, MeetingRecord[]>, key: string, meeting: MeetingRecord) => {
    const list = map.get(key)
    if (list) list.push(meeting)
    else map.set(key, [meeting])
  }
  for (const meeting of meetings) {
    const month = localMonth(meeting.body.startsAt)
    if (since === undefined || month < since) since = month
    append(byBranch, meeting.body.branchId, meeting)
    append(byMonth, `${meeting.body.branchId} ${month}`, meeting)
  }
  const newestFirst = (left: MeetingRecord, right: MeetingRecord) =>
    left.body.startsAt < right.body.startsAt ? 1 : -1
  for (const list of byBranch.values()) list.sort(newestFirst)
  for (const list of byMonth.values()) list.sort(newestFirst)
  const rateOf = (meetingId: string) => {
    const known = counts.get(meetingId)
    return known?.state === 'called' ? known : undefined
  }
  const inMonth = (branchId: string, month: string) => byMonth.get(`${branchId} ${month}`) ?? []
  return {
    since,
    sinceOf: (branchId, month) => {
      const first = byBranch.get(branchId)?.at(-1)
      const begun = first && localMonth(first.body.startsAt)
      return begun !== undefined && begun <= month ? begun : since
    },
    of: (branchId) => byBranch.get(branchId) ?? [],
    in: inMonth,
    rateOf,
    countsOf: (meetingId) => counts.get(meetingId),
    asGathering,
    rate: (branchId, month) =>
      addRates(
        inMonth(branchId, month)
          .filter(({ body }) => body.notHeld === undefined)
          .map(({ id }) => rateOf(id) ?? nobody),
      ),
  }
}

/** The same, of these branches only. */
export function gatherOf(
  branches: readonly OrganisationRecord[],
  meetings: readonly MeetingRecord[],
  tallies: readonly TallyRecord[],
  asGathering?: AsGathering,
): Gatherings {
  const ids = new Set(branches.map(({ id }) => id))
  return gather(
    meetings.filter(({ body }) => ids.has(body.branchId)),
    tallies,
    asGathering,
  )
}
