/** What has come since the last visit, then the latest meetings up to now. */
import type { Gatherings, Rate } from './desk-gatherings.ts'
import type { MeetingRecord, OrganisationRecord } from './desk-records.ts'

export type RecentMeeting = {
  readonly meeting: MeetingRecord
  readonly branch: string
  readonly isNew: boolean
  readonly rate: Rate | undefined
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
    return [{ meeting, branch, isNew, rate: gatherings.rateOf(meeting.id) }]
  })
  return [...listed.filter(({ isNew }) => isNew), ...listed.filter(({ isNew }) => !isNew)].slice(
    0,
    look.limit,
  )
}
