/** The periods that duties are counted in: what they are called, when they begin and end. */
import { words } from '../field.ts'
import { lastDayOf, monthAfter, quarterOf } from './calendar.ts'

export const dutyPeriods = {
  month: words('每月', 'Every month'),
  quarter: words('每季度', 'Every quarter'),
  halfYear: words('每半年', 'Every half-year'),
  year: words('每年', 'Every year'),
} as const

export type Every = keyof typeof dutyPeriods

export type Period = {
  /** `2026-10`, `2026-Q4`, `2026-H2`, `2026` */
  readonly name: string
  readonly first: string
  readonly last: string
  /**
   * Who was not there by this day is asked for nothing: the last month of a quarter, the last quarter of anything longer.
   * It leaves a branch that has just been founded, or a committee just elected, time to meet at all.
   */
  readonly standsBy: string
}

const monthsIn: Record<Every, number> = { month: 1, quarter: 3, halfYear: 6, year: 12 }
const monthsToMeet: Record<Every, number> = { month: 1, quarter: 1, halfYear: 3, year: 3 }

function nameOf(every: Every, first: string): string {
  const year = first.slice(0, 4)
  if (every === 'month') return first
  if (every === 'quarter') return quarterOf(first)
  return every === 'halfYear' ? `${year}-H${first.endsWith('01') ? 1 : 2}` : year
}

/** The period of a month, `2026-10`. */
export function periodOf(every: Every, month: string): Period {
  const length = monthsIn[every]
  const first = monthAfter(month, -((Number(month.slice(5, 7)) - 1) % length))
  const last = monthAfter(first, length - 1)
  return {
    name: nameOf(every, first),
    first: `${first}-01`,
    last: lastDayOf(last),
    standsBy: `${monthAfter(last, 1 - monthsToMeet[every])}-01`,
  }
}

/** Whoever meets so often, this many times, has met in the longer period as well. */
export const fitsInto = (every: Every, longer: Every): boolean =>
  monthsIn[every] <= monthsIn[longer]
