/** What is shown of a branch’s attendance. */
import type { AttendanceRecord } from './desk-records.ts'

export type Absences = {
  readonly excused: number
  readonly absent: number
  readonly madeUp: number
}

/** Who was not there, by meeting; only meetings whose names have arrived. */
export function absencesByMeeting(
  rows: readonly AttendanceRecord[],
): ReadonlyMap<string, Absences> {
  const absences = new Map<string, Absences>()
  for (const { body } of rows) {
    const count = absences.get(body.meetingId) ?? { excused: 0, absent: 0, madeUp: 0 }
    const { status } = body
    absences.set(
      body.meetingId,
      status === 'excused' || status === 'absent' || status === 'madeUp'
        ? { ...count, [status]: count[status] + 1 }
        : count,
    )
  }
  return absences
}
