/** The theme day of every branch in every month, as one table. What is asked for comes from the duty rules alone. */
import { dayAt, monthAfter } from '#schema/rules/calendar.ts'
import type { Duty, LocalRules } from '#schema/rules/duties.ts'
import { dutiesOf, nothingLocal } from '#schema/rules/duties.ts'
import type { Gatherings, Rate } from './gatherings.ts'
import { addRates } from './gatherings.ts'
import type { OrganisationRecord } from '#lib/record/recorded.ts'

/** `none`: the book had not begun, or nothing was asked. */
export const heatStates = ['done', 'due', 'over', 'notHeld', 'none'] as const
export type HeatState = (typeof heatStates)[number]

export type HeatCell = {
  readonly month: string
  readonly state: HeatState
  readonly duty: Duty | undefined
  readonly meetingIds: readonly string[]
}

export type HeatRow = {
  readonly branch: OrganisationRecord
  readonly cells: readonly HeatCell[]
  /** Of all its meetings in these months. */
  readonly rate: Rate
}

/** Months up to this one, oldest first. */
export const monthsUpTo = (month: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => monthAfter(month, index - count + 1))

const stateOf: Record<Duty['standing']['state'], HeatState> = {
  done: 'done',
  notHeld: 'notHeld',
  due: 'due',
  notDue: 'due',
  overdue: 'over',
}

export function heatCell(
  branch: OrganisationRecord,
  month: string,
  gatherings: Gatherings,
  nowMs: number,
  local: LocalRules = nothingLocal,
): HeatCell {
  const meetings = gatherings
    .in(branch.id, month)
    .filter(({ body }) => body.kinds.includes('themeDay'))
  const duty = dutiesOf(
    branch.body,
    month,
    meetings.map(gatherings.asGathering),
    nowMs,
    local,
  ).find(({ kind }) => kind === 'themeDay')
  const since = gatherings.sinceOf(branch.id, dayAt(nowMs).slice(0, 7))
  const begun = since !== undefined && month >= since
  return {
    month,
    duty,
    meetingIds: meetings.map(({ id }) => id),
    state: duty && begun ? stateOf[duty.standing.state] : 'none',
  }
}

export const heatTable = (
  branches: readonly OrganisationRecord[],
  months: readonly string[],
  gatherings: Gatherings,
  nowMs: number,
  localFor: (branchId: string) => LocalRules = () => nothingLocal,
): readonly HeatRow[] =>
  branches.map((branch) => {
    const local = localFor(branch.id)
    return {
      branch,
      cells: months.map((month) => heatCell(branch, month, gatherings, nowMs, local)),
      rate: addRates(months.map((month) => gatherings.rate(branch.id, month))),
    }
  })

/** One meeting is opened itself; for several, or none, the branch at that month. */
export const addressOf = ({ branch }: HeatRow, { meetingIds, month }: HeatCell): string =>
  meetingIds.length === 1 ? `/meetings/${meetingIds[0]}` : `/branches/${branch.id}#${month}`
