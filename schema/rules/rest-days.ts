/**
 * On which days people rest: weekends, and public holidays with the workdays that make up for them, as announced for each
 * year. A year that nobody has announced yet is not guessed at: it has its weekends, and what a county entered.
 */
import type { Words } from '../field.ts'
import { words } from '../field.ts'
import { dayAfter } from './calendar.ts'

export type Holiday = {
  readonly name: string
  readonly first: string
  readonly last: string
  /** Days of a weekend that are worked instead. */
  readonly workdays?: readonly string[] | undefined
}

export type HolidayYear = {
  readonly year: string
  readonly source: Words
  readonly issued: string
  readonly holidays: readonly Holiday[]
}

const holiday = (
  name: string,
  first: string,
  last: string,
  ...workdays: readonly string[]
): Holiday => ({ name, first, last, workdays })

export const announcedYears: readonly HolidayYear[] = [
  {
    year: '2026',
    source: words(
      '《国务院办公厅关于2026年部分节假日安排的通知》',
      'General Office of the State Council: notice on public holidays in 2026',
    ),
    issued: '2025-11-04',
    holidays: [
      holiday('元旦', '2026-01-01', '2026-01-03', '2026-01-04'),
      holiday('春节', '2026-02-15', '2026-02-23', '2026-02-14', '2026-02-28'),
      holiday('清明节', '2026-04-04', '2026-04-06'),
      holiday('劳动节', '2026-05-01', '2026-05-05', '2026-05-09'),
      holiday('端午节', '2026-06-19', '2026-06-21'),
      holiday('中秋节', '2026-09-25', '2026-09-27'),
      holiday('国庆节', '2026-10-01', '2026-10-07', '2026-09-20', '2026-10-10'),
    ],
  },
]

export const announced: readonly Holiday[] = announcedYears.flatMap(({ holidays }) => holidays)

/** The name of the holiday, or that it is a weekend; undefined on a day of work. */
export function restOn(
  day: string,
  holidays: readonly Holiday[],
): { readonly holiday: string } | 'weekend' | undefined {
  if (holidays.some(({ workdays }) => workdays?.includes(day))) return undefined
  const found = holidays.find(({ first, last }) => first <= day && day <= last)
  if (found) return { holiday: found.name }
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday === 0 || weekday === 6 ? 'weekend' : undefined
}

/**
 * The nearest day of work in that direction, within a period; where there is none, the nearest in the other direction. A
 * duty of October does not move into November.
 */
export function workdayNear(
  day: string,
  direction: 'before' | 'after',
  { first, last }: { readonly first: string; readonly last: string },
  holidays: readonly Holiday[],
): string {
  const search = (step: 1 | -1): string | undefined => {
    for (let each = day; each >= first && each <= last; each = dayAfter(each, step))
      if (restOn(each, holidays) === undefined) return each
    return undefined
  }
  const step = direction === 'after' ? 1 : -1
  return search(step) ?? search(step === 1 ? -1 : 1) ?? day
}
