/** A meeting in words. */
import { peopleTime, sayDay, sayTime, shortDay } from '#lib/i18n/people-time.ts'
import { sayList, sayWords } from '#lib/i18n/say-words.ts'
import { m } from '#lib/i18n/generated/messages.js'
import type { Presence } from '#schema/records/attendance.ts'
import { presences } from '#schema/records/attendance.ts'
import { meeting, meetingKinds } from '#schema/records/meeting.ts'
import { daysBetween, localDay } from '#schema/rules/calendar.ts'
import type { FormFlaw, MeetingBody } from './draft.ts'
import type { Keeping } from './draft-keeping.svelte.ts'
import { sortKinds } from './draft.ts'
import { hourOf } from './hour.ts'
import type { Counts } from '#lib/roll/counts.ts'
import type { Came, RollLine } from '#lib/roll/roll.ts'
import { cameAs } from '#lib/roll/roll.ts'

/** `主题党日、党课` */
export const sayKinds = (kinds: readonly string[]): string =>
  sayList(sortKinds(kinds).map((kind) => sayWords(meetingKinds[kind])))

/** `党小组会（第一党小组）` */
export const sayWhose = (kinds: readonly string[], groups: readonly string[]): string =>
  groups.length === 0
    ? sayKinds(kinds)
    : m.meetings_name_status({ name: sayKinds(kinds), status: sayList(groups) })

/** `王伟（柳林村党支部）` */
export const sayGuest = ({
  name,
  from,
}: {
  readonly name: string
  readonly from: string
}): string => (from === '' ? name : m.meetings_name_status({ name, status: from }))

/** The same word wherever somebody's attendance is said. */
export const sayPresence = (came: Came): string =>
  came === 'unsaid' ? m.attend_absent_plain() : sayWords(presences[came])

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

/** `应到 28 人，实到 25 人，到会率 89%`; where no roll was called, what is known. */
export const sayCounts = (counts: Counts, isPlanned = false): string =>
  counts.state === 'called'
    ? m.meetings_counts_full({ ...counts, rate: counts.rate ?? 0 })
    : sayNoted(counts, isPlanned)

type LedgerCounts = { readonly expected: number | undefined; readonly present: number | undefined }

/** What a ledger of earlier years says of how many came; undefined where it says nothing. */
export const ledgerCounts = ({
  ledgerExpected: expected,
  ledgerPresent: present,
}: Pick<MeetingBody, 'ledgerExpected' | 'ledgerPresent'>): LedgerCounts | undefined =>
  expected === undefined && present === undefined ? undefined : { expected, present }

/** `往年台账：应到 28 人，实到 26 人` */
export const sayLedgerCounts = ({ expected, present }: LedgerCounts): string => {
  if (present === undefined) return m.meetings_ledger_expected({ expected: expected ?? 0 })
  return expected === undefined
    ? m.meetings_ledger_present({ present })
    : m.meetings_ledger_counts({ expected, present })
}

/** `实到 25 / 应到 28 人` */
export const sayCame = (counts: Counts, isPlanned = false): string =>
  counts.state === 'called' ? m.meetings_came(counts) : sayNoted(counts, isPlanned)

/** `已到 3 人，请假 1 人，还没有点名`; of a talk `参加 2 人`. */
export function sayNoted(
  counts: Exclude<Counts, { readonly state: 'called' }>,
  isPlanned: boolean,
): string {
  const { present } = counts
  if (counts.state === 'talk') return m.meetings_took_part({ count: present })
  const { madeUp, excused } = counts
  return [
    present > 0 && m.meetings_noted_here({ count: present }),
    madeUp > 0 && m.meetings_noted_made_up({ count: madeUp }),
    excused > 0 && m.meetings_noted_excused({ count: excused }),
    !isPlanned && m.meetings_noted_uncalled(),
  ]
    .filter(Boolean)
    .join(m.meetings_noted_then())
}

/** `在外 · 呼和浩特` */
export function sayAway(line: RollLine): string | undefined {
  if (line.uncounted === 'notThen') return m.meetings_not_listed()
  if (line.uncounted === 'leftOut') return m.meetings_left_out()
  if (line.uncounted === 'notCalled') return m.attend_not_expected()
  if (line.lost) return m.meetings_lost()
  if (!line.floating) return undefined
  return line.floatingTo === undefined
    ? m.meetings_away()
    : m.meetings_away_to({ place: line.floatingTo })
}

/** `请假：外出务工`; of who made it up `请假：外出务工，已补课`: the same wherever somebody's attendance is said. */
export const sayReason = ({
  status,
  reason,
  thatDay,
}: {
  readonly status: Presence | undefined
  readonly reason?: string | undefined
  readonly thatDay?: 'excused' | 'absent' | undefined
}): string => {
  // Of who was missing without a word, that he made it up is all that is known.
  if (status === 'madeUp' && thatDay && (thatDay === 'excused' || reason))
    return m.attend_made_up_after({ said: sayReason({ status: thatDay, reason }) })
  const said = sayPresence(cameAs({ status, reason: reason ?? '' }))
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
  if (path === 'noneInstead' && reason === 'missing') return m.meetings_flaw_instead()
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
    case 'halfDate':
      return m.meetings_flaw_half()
    case 'noSubject':
      return m.votes_flaw_subject()
    case 'votesDoNotFit':
      return m.votes_flaw()
  }
}

/** What a place in the form is called. */
export function sayPlace(path: string): string {
  if (path === 'roll') return m.meetings_roll()
  if (path === 'noneInstead') return m.meetings_instead()
  const field = meeting.fields[path.split('/')[0] ?? '']
  return field ? sayWords(field.words) : path
}
