/** A duty as the home screen says it: its name, what is asked, how it stands. */
import { m } from '#lib/i18n/generated/messages.js'
import { shortDay } from '#lib/i18n/people-time.ts'
import { sayWords } from '#lib/i18n/say-words.ts'
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
function sayFixed({ kind, dueOn, fixed, standing }: Duty): string | undefined {
  if (!fixed) return undefined
  const number = Number(fixed.day.slice(8))
  const said = kind === 'themeDay' ? m.home_duty_theme_day({ day: number }) : undefined
  if ('on' in standing) return said
  if (dueOn !== fixed.day)
    return m.home_duty_moved({ said: said ?? shortDay(fixed.day), day: shortDay(dueOn) })
  return fixed.holiday && said ? m.home_duty_on_holiday({ said, holiday: fixed.holiday }) : said
}

/** The period of what is asked several times in it. */
function sayLong(duty: Duty): string {
  if (duty.every === 'month') return m.home_duty_this_month()
  return duty.every === 'year'
    ? m.home_duty_quarter_by({ quarter: m.home_duty_whole_year(), day: shortDay(duty.dueOn) })
    : sayPeriod(duty)
}

function sayAsked(duty: Duty): string {
  const { kind, every, held, needed } = duty
  if (kind === 'group' && needed > 1) return m.home_duty_groups({ needed, held })
  if (needed > 1) return m.home_duty_times({ period: sayLong(duty), needed, held })
  return (every === 'month' ? sayFixed(duty) : undefined) ?? sayPeriod(duty)
}

function sayAnswer({ standing, plannedOn }: Duty): string | undefined {
  if (standing.state === 'done') return m.home_duty_held_on({ day: shortDay(standing.on) })
  if (standing.state === 'notHeld') {
    return m.home_duty_not_held_on({ day: shortDay(standing.on), reason: standing.reason })
  }
  return plannedOn && m.home_duty_planned({ day: shortDay(plannedOn) })
}

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

export function sayDuty(duty: Duty): SaidDuty {
  const answer = sayAnswer(duty)
  return {
    name: sayWords(meetingKinds[duty.kind]),
    sub: answer === undefined ? sayAsked(duty) : `${sayAsked(duty)} · ${answer}`,
    mark: sayStanding(duty.standing),
  }
}
