/** The hour of a meeting. Midnight stands for one that nobody noted: a ledger often says the day alone. */
import { localTime } from '#schema/rules/calendar.ts'

/** `09:30`, '' where nobody noted it. */
export function hourOf(iso: string): string {
  const time = localTime(iso)
  return time === '00:00' ? '' : time
}
