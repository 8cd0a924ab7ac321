/** A meeting in a line: 主题党日、党课, and how many came. */
import { m } from '#lib/i18n/generated/messages.js'
import { shortDay } from '#lib/i18n/people-time.ts'
import { sayList, sayWords } from '#lib/i18n/say-words.ts'
import type { MeetingKind } from '#schema/records/meeting.ts'
import { meetingKinds } from '#schema/records/meeting.ts'
import { localDay } from '#schema/rules/calendar.ts'

export const sayKinds = (kinds: readonly MeetingKind[]): string =>
  sayList(kinds.map((kind) => sayWords(meetingKinds[kind])))

/** `10月9日 主题党日、党课` */
export const sayMeeting = (body: {
  readonly kinds: readonly MeetingKind[]
  readonly startsAt: string
}): string =>
  m.sync_row_meeting({ day: shortDay(localDay(body.startsAt)), kinds: sayKinds(body.kinds) })

/** `实到 25 人，应到 28 人，到会率 89%` */
export function sayCame(present: number, expected: number): string {
  const came = m.home_came_of({ present, expected })
  if (expected === 0) return came
  const rate = m.home_came_rate({ rate: Math.round((100 * present) / expected) })
  return `${came}${m.frame_clause_comma()}${rate}`
}
