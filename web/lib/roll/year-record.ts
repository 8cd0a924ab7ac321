/** A member's own year: at how many gatherings he was expected and took part, and what he may still make up. */
import type { BodyFor } from '#schema/define-record.ts'
import type { attendance, Presence } from '#schema/records/attendance.ts'
import { daysBetween, dayAt, localDay, localYear } from '#schema/rules/calendar.ts'
import { callsOf } from '#schema/rules/calls.ts'
import { isOff } from '#schema/rules/own-words.ts'
import type { MeetingBody } from '#lib/meeting/draft.ts'

type Attendance = Pick<BodyFor<typeof attendance>, 'meetingId' | 'heldAt' | 'status' | 'uncounted'>
type Gathering = Pick<MeetingBody, 'kinds' | 'startsAt' | 'notHeld' | 'removedAt'>

/** Those that this device holds, also those taken away; another branch's, or an old one's, it need not know. */
type Meetings = ReadonlyMap<string, Gathering>

const tookPart: readonly Presence[] = ['present', 'remote', 'madeUp']
const makeUpDays = 90

/** It has begun and was not called off: only then can it be attended, missed or made up. */
export const isUnderWay = (
  met: Pick<Gathering, 'startsAt' | 'notHeld' | 'removedAt'>,
  nowMs: number,
): boolean => !isOff(met) && Date.parse(met.startsAt) <= nowMs

/** To talks nobody is called: whoever had none did not miss any. */
export const isTalkOfOthers = (
  { status }: Pick<Attendance, 'status'>,
  { kinds }: Pick<Gathering, 'kinds'>,
): boolean => status === 'absent' && callsOf({ kinds }).whom === 'nobody'

const counts = (row: Attendance, meetings: Meetings, nowMs: number): boolean => {
  // Where he was not expected he missed nothing.
  if (row.uncounted) return false
  const met = meetings.get(row.meetingId)
  return met ? isUnderWay(met, nowMs) && !isTalkOfOthers(row, met) : Date.parse(row.heldAt) <= nowMs
}

/** Of the year in which this moment lies. */
export const yearOfAttendance = (
  rows: readonly Attendance[],
  meetings: Meetings,
  nowMs: number,
): { readonly came: number; readonly expected: number } => {
  const year = dayAt(nowMs).slice(0, 4)
  const ofYear = rows.filter(
    (row) => localYear(row.heldAt) === year && counts(row, meetings, nowMs),
  )
  return {
    came: ofYear.filter(({ status }) => tookPart.includes(status)).length,
    expected: ofYear.length,
  }
}

/** Missed in the last 90 days and not made up yet, newest first. */
export const mayMakeUp = <Row extends Attendance>(
  rows: readonly Row[],
  meetings: Meetings,
  nowMs: number,
): readonly Row[] =>
  rows
    .filter(
      (row) =>
        !tookPart.includes(row.status) &&
        counts(row, meetings, nowMs) &&
        daysBetween(localDay(row.heldAt), dayAt(nowMs)) <= makeUpDays,
    )
    .sort((left, right) => (left.heldAt < right.heldAt ? 1 : -1))
