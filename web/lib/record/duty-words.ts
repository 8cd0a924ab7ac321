/** A duty as the home screen says it: its name, what is asked, how it stands. */
import { m } from '#lib/i18n/generated/messages.js'
import { shortDay } from '#lib/i18n/people-time.ts'
import { sayWords } from '#lib/i18n/say-words.ts'
import { meetingKinds } from '#schema/records/meeting.ts'
import { lastDayOf } from '#schema/rules/calendar.ts'
import type { Duty, DutyState } from '#schema/rules/duties.ts'

const quarters = [m.home_quarter_1, m.home_quarter_2, m.home_quarter_3, m.home_quarter_4]

/** Once answered, by when it was due is of no interest. */
function sayAsked({ kind, rule, period, dueOn, held, needed, standing }: Duty): string {
  const day = 'on' in standing ? undefined : shortDay(dueOn)
  if (needed > 1) return m.home_duty_groups({ needed, held })
  if (rule.every === 'year') return day ? m.home_duty_year_by({ day }) : m.home_duty_year()
  if (rule.every === 'quarter') {
    const quarter = quarters[Number(period.slice(-1)) - 1]?.() ?? period
    return day ? m.home_duty_quarter_by({ quarter, day }) : quarter
  }
  const onFixedDay = kind === 'themeDay' && dueOn !== lastDayOf(period)
  return onFixedDay ? m.home_duty_theme_day({ day: Number(dueOn.slice(8)) }) : m.home_duty_month()
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
