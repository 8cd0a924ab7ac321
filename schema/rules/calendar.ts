/** Days and years as people in China count them: one time zone, UTC+8, no summer time. */
const offsetMs = 8 * 3_600_000

/** `2026-10-15` for an instant. */
export const localDay = (iso: string): string =>
  new Date(Date.parse(iso) + offsetMs).toISOString().slice(0, 10)

/** The same of a clock, ms. */
export const dayAt = (ms: number): string => localDay(new Date(ms).toISOString())

export const localYear = (iso: string): string => localDay(iso).slice(0, 4)

/** The same of a clock, ms. */
export const yearAt = (ms: number): number => Number(localYear(new Date(ms).toISOString()))

/** The instants between which a year lies. */
export const spanOfYear = (year: number): { readonly from: string; readonly until: string } => ({
  from: instantOf(`${year}-01-01`, '00:00'),
  until: instantOf(`${year + 1}-01-01`, '00:00'),
})

/** `2026-10` */
export const localMonth = (iso: string): string => localDay(iso).slice(0, 7)

/** `09:30` */
export const localTime = (iso: string): string =>
  new Date(Date.parse(iso) + offsetMs).toISOString().slice(11, 16)

/** The instant of a local day and time of day, such as `2026-10-15` and `09:30`. */
export const instantOf = (day: string, time: string): string =>
  new Date(Date.parse(`${day}T${time}:00Z`) - offsetMs).toISOString()

/** A quarter, `2026-Q4`, of a month, `2026-10`. */
export const quarterOf = (month: string): string =>
  `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5, 7)) / 3)}`

/** The month `step` months later. */
export function monthAfter(month: string, step: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + step
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
}

/** The last day of a month: `2026-10-31`. */
export const lastDayOf = (month: string): string =>
  new Date(Date.parse(`${monthAfter(month, 1)}-01T00:00:00Z`) - 86_400_000)
    .toISOString()
    .slice(0, 10)

/** The day `step` days later. */
export const dayAfter = (day: string, step: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + step * 86_400_000).toISOString().slice(0, 10)

/** Whole days from one local day to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

/** The last day it may have been: of what is known to the year or the month only, nothing is asked that might be too early. */
export function latestDay(partial: string): string {
  if (partial.length === 4) return `${partial}-12-31`
  return partial.length === 7 ? lastDayOf(partial) : partial
}

/** Whether what began then, as far as it is known, was there on that day. */
export const stoodBy = (day: string, since: string | undefined): boolean =>
  since === undefined || latestDay(since) <= day
