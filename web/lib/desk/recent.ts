/** What has come since the last visit, then the latest meetings up to now. */
import type { Gatherings } from './gatherings.ts'
import type { MeetingRecord, OrganisationRecord } from '#lib/record/recorded.ts'
import type { Counts } from '#lib/roll/counts.ts'
import type { Phase } from '#schema/rules/phase.ts'
import { phaseOf } from '#schema/rules/phase.ts'

export type RecentMeeting = {
  readonly meeting: MeetingRecord
  readonly branch: string
  readonly isNew: boolean
  readonly phase: Phase
  readonly counts: Counts | undefined
}

/** `meetings` newest first; one still to come is listed only where it is news. */
export function recentMeetings(
  meetings: readonly MeetingRecord[],
  branches: readonly OrganisationRecord[],
  gatherings: Gatherings,
  look: { readonly fresh: ReadonlySet<string>; readonly now: string; readonly limit: number },
): readonly RecentMeeting[] {
  const names = new Map(branches.map(({ id, body }) => [id, body.name]))
  const listed = meetings.flatMap((meeting): RecentMeeting[] => {
    const branch = names.get(meeting.body.branchId)
    const isNew = look.fresh.has(meeting.id)
    if (branch === undefined || (!isNew && meeting.body.startsAt > look.now)) return []
    const phase = phaseOf(gatherings.asGathering(meeting), Date.parse(look.now))
    return [{ meeting, branch, isNew, phase, counts: gatherings.countsOf(meeting.id) }]
  })
  return [...listed.filter(({ isNew }) => isNew), ...listed.filter(({ isNew }) => !isNew)].slice(
    0,
    look.limit,
  )
}
