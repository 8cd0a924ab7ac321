/**
 * The day of the month that a branch fixed for its theme day. Another day is chosen from a month on, like a rule: what was asked of
 * the months before stays as it was, and so does what was missed in them.
 */
import { monthAfter } from './calendar.ts'

type FromMonth = { readonly day?: number | undefined }

export type ThemeDays = {
  /** From the beginning on. */
  readonly themeDay?: number | undefined
  /** By the month from which each is in force, `2026-12`; without a day none is fixed any more. */
  readonly themeDays?: Readonly<Record<string, FromMonth>> | undefined
}

/** Undefined where none is fixed. */
export function themeDayIn(
  { themeDay, themeDays = {} }: ThemeDays,
  month: string,
): number | undefined {
  const from = Object.keys(themeDays)
    .filter((each) => each <= month)
    .sort()
    .at(-1)
  return from === undefined ? themeDay : themeDays[from]?.day
}

/**
 * The month from which a day chosen today is in force: the next one, so that nothing missed is undone and nothing is late at once.
 * Where none was fixed and the day is still to come, this month has it already.
 */
export function inForceFrom(branch: ThemeDays, day: number | undefined, today: string): string {
  const month = today.slice(0, 7)
  const isFirst = themeDayIn(branch, month) === undefined
  return isFirst && day !== undefined && day >= Number(today.slice(8))
    ? month
    : monthAfter(month, 1)
}

/** The day chosen last, where it is not in force yet. */
export function themeDayAhead(
  { themeDays = {} }: ThemeDays,
  month: string,
): { readonly from: string; readonly day: number | undefined } | undefined {
  const from = Object.keys(themeDays).sort().at(-1)
  return from !== undefined && from > month ? { from, day: themeDays[from]?.day } : undefined
}
