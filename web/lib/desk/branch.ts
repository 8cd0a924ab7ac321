/** What is shown of a branch’s attendance. */
import type { Came } from '#lib/roll/roll.ts'
import { cameAs } from '#lib/roll/roll.ts'
import { isCounted } from '#schema/records/attendance.ts'
import type { AttendanceRecord } from '#lib/record/recorded.ts'

type Away = Exclude<Came, 'present' | 'remote'>
export type Absences = Readonly<Record<Away, number>>

const nobody: Absences = { excused: 0, absent: 0, unsaid: 0, madeUp: 0 }
const isAway = (came: Came): came is Away => came in nobody

/** Who was not there, by meeting; only meetings whose names have arrived. */
export function absencesByMeeting(
  rows: readonly AttendanceRecord[],
): ReadonlyMap<string, Absences> {
  const absences = new Map<string, Absences>()
  for (const { body } of rows) {
    if (!isCounted(body)) continue
    const count = absences.get(body.meetingId) ?? nobody
    const came = cameAs(body)
    absences.set(body.meetingId, isAway(came) ? { ...count, [came]: count[came] + 1 } : count)
  }
  return absences
}
