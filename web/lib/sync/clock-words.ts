/** A wrong clock in words: 慢了 3 小时. */
import { m } from '#lib/i18n/generated/messages.js'

const minuteMs = 60_000
const worthSayingMs = 10 * minuteMs

/** `offsetMs`: how far the device is behind. Undefined where it is right enough. */
export function sayWrongClock(offsetMs: number | undefined): string | undefined {
  if (offsetMs === undefined || Math.abs(offsetMs) <= worthSayingMs) return undefined
  return m.sync_clock_wrong({
    direction: offsetMs > 0 ? m.sync_clock_slow() : m.sync_clock_fast(),
    amount: sayAmount(Math.round(Math.abs(offsetMs) / minuteMs)),
  })
}

function sayAmount(minutes: number): string {
  if (minutes < 90) return m.sync_clock_minutes({ count: minutes })
  const hours = Math.round(minutes / 60)
  if (hours < 48) return m.sync_clock_hours({ count: hours })
  return m.sync_clock_days({ count: Math.round(hours / 24) })
}
