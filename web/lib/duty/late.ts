/** What a branch is late with: of the running periods and of those that ended with the month before, the same at home and at the desk. */
import { dayAt, monthAfter } from '#schema/rules/calendar.ts'
import type { Duty, DutyBranch, Gathering, LocalRules } from '#schema/rules/duties.ts'
import { dutiesOf } from '#schema/rules/duties.ts'

/** A branch as the rules ask about it, and what those above it ask besides. */
export type Asked = { readonly branch: DutyBranch; readonly local: LocalRules }

type Late = { readonly duty: Duty; readonly byDays: number; readonly isOver: boolean }

type When = {
  /** The month in which the book begins: nothing is late in one that was not kept. */
  readonly since: string | undefined
  readonly nowMs: number
}

export function lateDuties(
  { branch, local }: Asked,
  gatherings: readonly Gathering[],
  { since, nowMs }: When,
): readonly Late[] {
  const month = dayAt(nowMs).slice(0, 7)
  const running = dutiesOf(branch, month, gatherings, nowMs, local)
  const last = monthAfter(month, -1)
  const over = dutiesOf(branch, last, gatherings, nowMs, local).filter(
    // A quarter that goes on is one duty in each of its months.
    ({ kind, period }) => !running.some((each) => each.kind === kind && each.period === period),
  )
  const lateOf = (duties: readonly Duty[], isOver: boolean): readonly Late[] =>
    duties.flatMap((duty) =>
      duty.standing.state === 'overdue' ? [{ duty, byDays: duty.standing.byDays, isOver }] : [],
    )
  if (since === undefined || since > month) return []
  return [...lateOf(running, false), ...(since > last ? [] : lateOf(over, true))]
}
