/** Meetings as tests book them. */
import type { MeetingBody } from '#lib/meeting/draft.ts'
import type { RollLine } from '#lib/roll/roll.ts'
import type { Presence } from '#schema/records/attendance.ts'
import { instantOf } from '#schema/rules/calendar.ts'
import type { BookedMeeting } from './booked-meeting.ts'

const names: Readonly<Record<string, string>> = {
  chair: '崔建国',
  recorder: '李秀英',
  far: '阿卜杜热合曼·买买提明',
}

export const nameOf = (personId: string): string | undefined => names[personId]

export const noted = (personId: string, status: Presence, reason = ''): RollLine => ({
  personId,
  name: nameOf(personId) ?? '',
  initials: undefined,
  floating: false,
  floatingTo: undefined,
  lost: false,
  expected: true,
  uncounted: undefined,
  status,
  reason,
  thatDay: undefined,
  byItself: false,
  touched: false,
  noted: status,
})

/** `day`: local. */
export function booked(
  id: string,
  day: string,
  body: Partial<MeetingBody> = {},
  lines: readonly RollLine[] = [],
): BookedMeeting {
  const present = lines.filter(({ status }) => status === 'present').length
  return {
    id,
    body: { branchId: 'east', kinds: ['themeDay'], startsAt: instantOf(day, '09:30'), ...body },
    groups: [],
    counts:
      lines.length === 0
        ? undefined
        : {
            state: 'called',
            expected: lines.length,
            present,
            madeUp: 0,
            rate: Math.round((100 * present) / lines.length),
          },
    lines,
    guests: [],
    beside: [],
    cameWithVote: undefined,
    notCounted: [],
  }
}
