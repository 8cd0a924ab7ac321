/**
 * Times as people say them: 刚刚, 5 分钟前, 今天 09:30, 昨天 16:20, 10月8日. What is said is decided first, as a
 * value, and only then put into words.
 */
import { m } from '#lib/i18n/generated/messages.js'
import { daysBetween, localDay, localTime, localYear } from '#schema/rules/calendar.ts'

export type PeopleTime =
  | { readonly said: 'justNow' }
  | { readonly said: 'minutesAgo'; readonly minutes: number }
  | { readonly said: 'today' | 'yesterday' | 'tomorrow'; readonly time: string }
  | { readonly said: 'thisYear' | 'otherYear'; readonly day: string }

const minuteMs = 60_000
/** Beyond this, the time of day is clearer than counting. */
const countedMinutes = 30

export function peopleTime(iso: string, nowMs: number): PeopleTime {
  const agoMs = nowMs - Date.parse(iso)
  // A screen's now may be half a minute old: what was written since is no future.
  if (Math.abs(agoMs) < minuteMs) return { said: 'justNow' }
  if (agoMs > 0 && agoMs < countedMinutes * minuteMs) {
    return { said: 'minutesAgo', minutes: Math.floor(agoMs / minuteMs) }
  }
  const now = new Date(nowMs).toISOString()
  const day = localDay(iso)
  const near = { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' } as const
  const distance = String(daysBetween(localDay(now), day))
  if (distance === '-1' || distance === '0' || distance === '1') {
    return { said: near[distance], time: localTime(iso) }
  }
  return { said: localYear(iso) === localYear(now) ? 'thisYear' : 'otherYear', day }
}

export function sayTime(time: PeopleTime): string {
  switch (time.said) {
    case 'justNow':
      return m.frame_time_just_now()
    case 'minutesAgo':
      return m.frame_time_minutes_ago({ minutes: time.minutes })
    case 'today':
      return m.frame_time_today({ time: time.time })
    case 'yesterday':
      return m.frame_time_yesterday({ time: time.time })
    case 'tomorrow':
      return m.frame_time_tomorrow({ time: time.time })
    case 'thisYear':
      return shortDay(time.day)
    case 'otherYear':
      return sayDay(time.day)
  }
}

const parts = (day: string) => {
  const [year = '', month = '1', date = '1'] = day.split('-')
  const names = m.frame_month_names().split(' ')
  return { year, month: names[Number(month) - 1] ?? month, day: Number(date) }
}

/** `10月8日` of `2026-10-08` */
export const shortDay = (day: string): string => m.frame_day_short(parts(day))

/** `2026年10月8日` of `2026-10-08` */
export const sayDay = (day: string): string => m.frame_day(parts(day))

/** `10月` of `2026-10` */
export const sayMonth = (month: string): string => m.frame_month(parts(month))

/** `2026年10月8日 09:30` */
export const exactTime = (iso: string): string =>
  m.frame_time_exact({ day: sayDay(localDay(iso)), time: localTime(iso) })
