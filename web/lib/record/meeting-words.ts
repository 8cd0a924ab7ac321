/** A meeting in words. */
import { peopleTime, sayDay, sayTime, shortDay } from '#lib/i18n/people-time.ts'
import { sayList, sayWords } from '#lib/i18n/say-words.ts'
import { m } from '#lib/i18n/generated/messages.js'
import type { Presence } from '#schema/records/attendance.ts'
import { presences } from '#schema/records/attendance.ts'
import { meeting, meetingKinds } from '#schema/records/meeting.ts'
import { daysBetween, localDay } from '#schema/rules/calendar.ts'
import type { FormFlaw } from './meeting-draft.ts'
import type { Keeping } from './draft-keeping.svelte.ts'
import { sortKinds } from './meeting-draft.ts'
import { hourOf } from './meeting-hour.ts'
import type { Counts, RollLine } from './meeting-roll.ts'

/** `主题党日、党课` */
export const sayKinds = (kinds: readonly string[]): string =>
  sayList(sortKinds(kinds).map((kind) => sayWords(meetingKinds[kind])))

export const sayPresence = (status: Presence): string => sayWords(presences[status])

/** `今天 09:30`, `10月8日 09:30`: when a meeting is, which nobody counts in minutes. */
export function sayStart(iso: string, nowMs: number): string {
  const today = localDay(new Date(nowMs).toISOString())
  const day = localDay(iso)
  const time = hourOf(iso)
  switch (daysBetween(today, day)) {
    case -1:
      return m.frame_time_yesterday({ time }).trim()
    case 0:
      return m.frame_time_today({ time }).trim()
    case 1:
      return m.frame_time_tomorrow({ time }).trim()
  }
  return `${today.slice(0, 4) === day.slice(0, 4) ? shortDay(day) : sayDay(day)} ${time}`.trim()
}

/** `应到 28 人，实到 25 人，到会率 89%` */
export const sayCounts = ({ expected, present, rate }: Counts): string =>
  m.meetings_counts_full({ expected, present, rate: rate ?? 0 })

/** `实到 25 / 应到 28 人` */
export const sayCame = ({ expected, present }: Counts): string =>
  m.meetings_came({ expected, present })

/** `在外 · 呼和浩特` */
export function sayAway(line: RollLine): string | undefined {
  if (!line.expected) return m.meetings_not_listed()
  if (!line.floating) return undefined
  return line.floatingTo === undefined
    ? m.meetings_away()
    : m.meetings_away_to({ place: line.floatingTo })
}

/** `请假：外出务工` */
export const sayReason = ({
  status,
  reason,
}: {
  readonly status: Presence | undefined
  readonly reason?: string | undefined
}): string => {
  // Who was not ticked did not come; why, nobody has said.
  if ((status ?? 'absent') === 'absent' && !reason) return m.attend_absent_plain()
  const said = sayPresence(status ?? 'absent')
  return !reason ? said : m.meetings_reason_status({ status: said, reason })
}

/** What the head of the form says of the draft: only what is true of it now. */
export function sayKeeping(keeping: Keeping, nowMs: number): string {
  switch (keeping.state) {
    case 'untouched':
      return m.meetings_keeps_untouched()
    case 'keeping':
      return m.meetings_keeps_keeping()
    case 'kept': {
      const time = peopleTime(new Date(keeping.at).toISOString(), Math.max(nowMs, keeping.at))
      return m.meetings_keeps_kept({ time: sayTime(time) })
    }
    case 'failed':
      return m.meetings_keeps_failed({
        reason:
          keeping.failure.kind === 'full' ? m.meetings_storage_full() : m.meetings_storage_broken(),
      })
  }
}

export function sayFlaw(path: string, reason: FormFlaw['reason']): string {
  if (path === 'kinds' && reason === 'missing') return m.meetings_flaw_kinds()
  switch (reason) {
    case 'missing':
      return path.startsWith('votes/') ? m.votes_flaw_missing() : m.meetings_flaw_missing()
    case 'badValue':
      return m.meetings_flaw_bad()
    case 'unknownField':
      return m.meetings_flaw_unknown()
    case 'frozen':
    case 'notNow':
      return m.meetings_flaw_frozen()
    case 'endsBeforeStart':
      return m.meetings_flaw_ends()
    case 'votesDoNotFit':
      return m.votes_flaw()
  }
}

/** What a place in the form is called. */
export function sayPlace(path: string): string {
  if (path === 'roll') return m.meetings_roll()
  const field = meeting.fields[path.split('/')[0] ?? '']
  return field ? sayWords(field.words) : path
}
