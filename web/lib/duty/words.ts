/** A duty as the home screen says it: its name, what is asked, how it stands. */
import { m } from '#lib/i18n/generated/messages.js'
import { shortDay } from '#lib/i18n/people-time.ts'
import { sayList, sayWords } from '#lib/i18n/say-words.ts'
import { meetingKinds } from '#schema/records/meeting.ts'
import type { Duty, DutyState } from '#schema/rules/duties.ts'

const quarters = [m.home_quarter_1, m.home_quarter_2, m.home_quarter_3, m.home_quarter_4]

const halves: Readonly<Record<string, () => string>> = {
  H1: m.home_half_1,
  H2: m.home_half_2,
}

/** The period, and by when; once answered, by when it was due is of no interest. */
function sayPeriod({ every, period, dueOn, standing }: Duty): string {
  const day = 'on' in standing ? undefined : shortDay(dueOn)
  if (every === 'month') return m.home_duty_month()
  if (every === 'year') return day ? m.home_duty_year_by({ day }) : m.home_duty_year()
  const part = period.slice(5)
  const name = (every === 'quarter' ? quarters[Number(part.slice(1)) - 1] : halves[part])?.() ?? ''
  return day ? m.home_duty_quarter_by({ quarter: name, day }) : name
}

/** `每月5日，国庆节放假`, `每月5日，国庆节改到10月8日` */
function sayFixed({ kind, dueOn, fixed, putOff, standing }: Duty): string | undefined {
  if (!fixed) return undefined
  const number = Number(fixed.day.slice(8))
  const said = kind === 'themeDay' ? m.home_duty_theme_day({ day: number }) : undefined
  if ('on' in standing || putOff) return said
  if (dueOn !== fixed.day)
    return m.home_duty_moved({ said: said ?? shortDay(fixed.day), day: shortDay(dueOn) })
  return fixed.holiday && said ? m.home_duty_on_holiday({ said, holiday: fixed.holiday }) : said
}

/** The period of what is asked several times in it. */
function sayLong(duty: Duty): string {
  if (duty.every === 'month')
    return duty.fixed && !('on' in duty.standing)
      ? m.home_duty_quarter_by({ quarter: m.home_duty_this_month(), day: shortDay(duty.dueOn) })
      : m.home_duty_this_month()
  return duty.every === 'year'
    ? m.home_duty_quarter_by({ quarter: m.home_duty_whole_year(), day: shortDay(duty.dueOn) })
    : sayPeriod(duty)
}

/** So many of those that have not met are named. */
const namedAtMost = 3

/** Which groups have not met yet, where the names of those that owe a meeting are known. */
function sayLacking({ lacking, standing }: Duty, nameOf: NameOf): readonly string[] {
  const known = lacking.flatMap((id) => nameOf(id) ?? [])
  if (known.length === 0 || standing.state === 'done') return []
  const names = sayList(known.slice(0, namedAtMost))
  const more = known.length > namedAtMost
  return [
    m.home_duty_groups_lacking({
      names: more ? m.home_duty_groups_more({ names, count: known.length }) : names,
    }),
  ]
}

function sayAsked(duty: Duty): string {
  const { kind, every, held, excused, needed } = duty
  if (kind === 'group' && needed > 1) return m.home_duty_groups({ needed, held })
  if (needed > 1) {
    const said = m.home_duty_times({ period: sayLong(duty), needed, held })
    return excused > 0 ? m.home_duty_times_excused({ said, excused }) : said
  }
  return (every === 'month' ? sayFixed(duty) : undefined) ?? sayPeriod(duty)
}

function sayAnswer(duty: Duty): string | undefined {
  const { standing, plannedOn, unrecordedOn, putOff } = duty
  if (standing.state === 'done') {
    const day = shortDay(standing.on)
    return isTold(duty)
      ? m.home_duty_talks({ count: duty.held, day })
      : m.home_duty_held_on({ day })
  }
  if (standing.state === 'notHeld') {
    return m.home_duty_not_held_on({ day: shortDay(standing.on), reason: standing.reason })
  }
  if (unrecordedOn) return m.home_duty_unrecorded({ day: shortDay(unrecordedOn) })
  if (plannedOn) return m.home_duty_planned({ day: shortDay(plannedOn) })
  return putOff && m.home_duty_put_off({ day: shortDay(putOff.on), reason: putOff.reason })
}

/**
 * The members of a committee talk with each other, with every member, and the members among themselves. No count of talks proves
 * that everybody had one: said is what was recorded, and never that it is done.
 */
const isTold = ({ kind, standing }: Duty): boolean => kind === 'talk' && standing.state === 'done'

type NameOf = (groupId: string) => string | undefined

export type SaidDuty = {
  readonly name: string
  readonly sub: string
  readonly mark: { readonly kind: 'done' | 'due' | 'over' | 'calm'; readonly word: string }
}

function sayStanding(standing: DutyState): SaidDuty['mark'] {
  switch (standing.state) {
    case 'done':
      return { kind: 'done', word: m.home_duty_done() }
    case 'notHeld':
      return { kind: 'calm', word: m.home_duty_not_held() }
    case 'overdue':
      return { kind: 'over', word: m.home_duty_overdue({ days: standing.byDays }) }
    case 'notDue':
      return { kind: 'calm', word: m.home_duty_not_due() }
    case 'due':
      return { kind: 'due', word: sayDaysLeft(standing.inDays) }
  }
}

function sayDaysLeft(days: number): string {
  if (days === 0) return m.home_duty_due_today()
  return days === 1 ? m.home_duty_due_tomorrow() : m.home_duty_due({ days })
}

/** The form that begins with what is owed: its kind, and of groups the first that owes it. */
export const recordingOf = ({ kind, lacking: [group] }: Duty): string =>
  group === undefined
    ? `/meetings/new?kinds=${kind}`
    : `/meetings/new?kinds=${kind === 'group' ? kind : `group,${kind}`}&groups=${group}`

/** `nameOf`: what a group is called. */
export function sayDuty(duty: Duty, nameOf: NameOf = () => undefined): SaidDuty {
  const parts = [sayAsked(duty), ...sayLacking(duty, nameOf), sayAnswer(duty)]
  return {
    name: sayWords(meetingKinds[duty.kind]),
    sub: parts.filter((part) => part).join(' · '),
    mark: isTold(duty) ? { kind: 'calm', word: m.home_duty_told() } : sayStanding(duty.standing),
  }
}
