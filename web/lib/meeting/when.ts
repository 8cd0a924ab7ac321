/** When a meeting was, to the minute, as far as that is known. */
import { m } from '#lib/i18n/generated/messages.js'
import { exactTime, sayDay } from '#lib/i18n/people-time.ts'
import { localDay, localTime } from '#schema/rules/calendar.ts'
import { hourOf } from './hour.ts'

/** `2026年10月15日 09:30`, the day alone where nobody noted the hour. */
export const sayBeginning = (iso: string): string =>
  hourOf(iso) === '' ? sayDay(localDay(iso)) : exactTime(iso)

type Span = { readonly startsAt: string; readonly endsAt: string }

/** `2026年10月15日 09:30 至 11:00`; '' where nothing is known. */
export function sayWhen({ startsAt, endsAt }: Span): string {
  if (startsAt === '') return ''
  const from = sayBeginning(startsAt)
  if (endsAt === '') return from
  const sameDay = localDay(startsAt) === localDay(endsAt)
  return m.meetings_until({ from, to: sameDay ? localTime(endsAt) : exactTime(endsAt) })
}
