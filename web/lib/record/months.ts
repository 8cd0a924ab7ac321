import { localDay, localMonth } from '#schema/rules/calendar.ts'
import type { MeetingRecord } from './recorded.ts'

/** The local day of a moment in ms. */
export const dayOf = (ms: number): string => localDay(isoOf(ms))

export const isoOf = (ms: number): string => new Date(ms).toISOString()

export type MonthOfMeetings = {
  readonly month: string
  readonly meetings: readonly MeetingRecord[]
}

/** Meetings under the month they fall in, in the order given. */
export function groupByMonth(meetings: readonly MeetingRecord[]): readonly MonthOfMeetings[] {
  const months = new Map<string, MeetingRecord[]>()
  for (const meeting of meetings) {
    const month = localMonth(meeting.body.startsAt)
    const list = months.get(month)
    if (list) list.push(meeting)
    else months.set(month, [meeting])
  }
  return [...months].map(([month, list]) => ({ month, meetings: list }))
}
