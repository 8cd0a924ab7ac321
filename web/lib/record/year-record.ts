/** A member's own year: at how many gatherings he was expected and took part, and what he may still make up. */
import type { BodyFor } from '#schema/define-record.ts'
import type { attendance, Presence } from '#schema/records/attendance.ts'
import { daysBetween, localDay, localYear } from '#schema/rules/calendar.ts'

type Attendance = Pick<BodyFor<typeof attendance>, 'meetingId' | 'heldAt' | 'status'>

const tookPart: readonly Presence[] = ['present', 'remote', 'madeUp']
const makeUpDays = 90

export const yearOfAttendance = (
  rows: readonly Attendance[],
  year: string,
): { readonly came: number; readonly expected: number } => {
  const ofYear = rows.filter(({ heldAt }) => localYear(heldAt) === year)
  return {
    came: ofYear.filter(({ status }) => tookPart.includes(status)).length,
    expected: ofYear.length,
  }
}

/** Missed in the last 90 days and not made up yet, newest first. */
export const mayMakeUp = <Row extends Attendance>(
  rows: readonly Row[],
  today: string,
): readonly Row[] =>
  rows
    .filter(({ status, heldAt }) => {
      const ago = daysBetween(localDay(heldAt), today)
      return !tookPart.includes(status) && ago >= 0 && ago <= makeUpDays
    })
    .sort((left, right) => (left.heldAt < right.heldAt ? 1 : -1))
