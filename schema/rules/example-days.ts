/** Moments as tests name them. */
import { instantOf } from './calendar.ts'

/** The evening of a day, ms, when its meetings are over. */
export const eveningOf = (day: string): number => Date.parse(instantOf(day, '22:00'))
