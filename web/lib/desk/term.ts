/** When a committee's term ends, and whether that is near: a delay needs the approval of the organisation above. */
import { daysBetween, lastDayOf, monthAfter } from '#schema/rules/calendar.ts'

export type Term =
  | { readonly state: 'unknown' }
  /** `ends` is the last day meant: a term known to end in 2026-02 ends on the 28th. */
  | { readonly state: 'running' | 'soon' | 'over'; readonly ends: string; readonly inDays: number }

const warnedMonths = 6

function lastDayMeant(partialDay: string): string {
  if (partialDay.length === 4) return `${partialDay}-12-31`
  return partialDay.length === 7 ? lastDayOf(partialDay) : partialDay
}

export function termOf(termEnds: string | undefined, today: string): Term {
  if (termEnds === undefined) return { state: 'unknown' }
  const ends = lastDayMeant(termEnds)
  const inDays = daysBetween(today, ends)
  if (inDays < 0) return { state: 'over', ends, inDays }
  const warnedUntil = `${monthAfter(today.slice(0, 7), warnedMonths)}${today.slice(7)}`
  return { state: ends <= warnedUntil ? 'soon' : 'running', ends, inDays }
}
