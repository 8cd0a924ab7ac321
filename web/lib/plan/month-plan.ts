/** One month of a branch, day by day: what is planned and was held, what is due, when there is a holiday. */
import type { MeetingRecord } from '#lib/record/recorded.ts'
import { dayAfter, lastDayOf, localDay } from '#schema/rules/calendar.ts'
import type { Duty } from '#schema/rules/duties.ts'
import type { Phase } from '#schema/rules/phase.ts'
import type { Holiday } from '#schema/rules/rest-days.ts'
import { restOn } from '#schema/rules/rest-days.ts'

export type PlannedMeeting = {
  readonly meeting: MeetingRecord
  readonly state: Phase
}

export type PlanDay = {
  readonly day: string
  readonly isToday: boolean
  /** The name of a holiday; '' on a weekend, undefined on a day of work. */
  readonly rest: string | undefined
  readonly meetings: readonly PlannedMeeting[]
  /** What is to be done by this day and is not. */
  readonly due: readonly Duty[]
}

const isOpen = ({ standing: { state } }: Duty): boolean =>
  state === 'due' || state === 'notDue' || state === 'overdue'

/** Every day of the month, `2026-10`; `now` is an instant. */
export function monthPlan(
  month: string,
  of: {
    readonly meetings: readonly MeetingRecord[]
    readonly duties: readonly Duty[]
    readonly holidays: readonly Holiday[]
    readonly phaseOf: (meeting: MeetingRecord) => Phase
  },
  now: string,
): readonly PlanDay[] {
  const days: PlanDay[] = []
  for (let day = `${month}-01`; day <= lastDayOf(month); day = dayAfter(day, 1)) {
    const rest = restOn(day, of.holidays)
    const meetings = of.meetings
      .filter(({ body }) => localDay(body.startsAt) === day)
      .sort((left, right) => (left.body.startsAt < right.body.startsAt ? -1 : 1))
    days.push({
      day,
      isToday: day === localDay(now),
      rest: rest === 'weekend' ? '' : rest?.holiday,
      meetings: meetings.map((meeting) => ({ meeting, state: of.phaseOf(meeting) })),
      due: of.duties.filter((duty) => isOpen(duty) && duty.dueOn === day),
    })
  }
  return days
}

/** In weeks from Monday to Sunday, undefined where a day is of another month. */
export function weeksOf(days: readonly PlanDay[]): readonly (readonly (PlanDay | undefined)[])[] {
  const [first] = days
  if (!first) return []
  const before = (new Date(`${first.day}T00:00:00Z`).getUTCDay() + 6) % 7
  const cells: (PlanDay | undefined)[] = [
    ...Array.from({ length: before }, () => undefined),
    ...days,
  ]
  while (cells.length % 7 !== 0) cells.push(undefined)
  return Array.from({ length: cells.length / 7 }, (_none, week) =>
    cells.slice(week * 7, week * 7 + 7),
  )
}
