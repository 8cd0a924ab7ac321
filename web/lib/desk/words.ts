/** What a desk says of branches: every state and every reason has words, or this does not compile. */
import { m } from '#lib/i18n/generated/messages.js'
import { sayDay, sayMonth, shortDay } from '#lib/i18n/people-time.ts'
import { sayList, sayWords } from '#lib/i18n/say-words.ts'
import type { MarkKind } from '#lib/ui/Mark.svelte'
import type { MeetingKind } from '#schema/records/meeting.ts'
import { meetingKinds } from '#schema/records/meeting.ts'
import type { Absences } from './branch.ts'
import type { Rate } from './gatherings.ts'
import { sayShare, shareOf } from './gatherings.ts'
import type { HeatCell, HeatRow, HeatState } from './heat.ts'
import type { BranchInNeed, HelpKind, HelpReason } from './help.ts'
import type { Term } from './term.ts'
import type { Counts } from '#lib/roll/counts.ts'
import { sayNoted } from '#lib/meeting/words.ts'

type HeatWords = {
  readonly kind: MarkKind
  /** In the cell. */
  readonly short: () => string
  /** In the legend. */
  readonly means: () => string
}

export const heatWords: Record<HeatState, HeatWords> = {
  done: { kind: 'done', short: m.desk_heat_done, means: m.desk_heat_done_means },
  due: { kind: 'due', short: m.desk_heat_due, means: m.desk_heat_due_means },
  over: { kind: 'over', short: m.desk_heat_over, means: m.desk_heat_over_means },
  notHeld: { kind: 'info', short: m.desk_heat_notHeld, means: m.desk_heat_notHeld_means },
  none: { kind: 'calm', short: m.desk_heat_none, means: m.desk_heat_none_means },
}

/** The story of one cell: `10月10日已开，实到 25 人，应到 28 人`. */
function sayCell({ state, duty }: HeatCell, rate: Rate | undefined): string {
  if (state === 'none' || !duty) return m.desk_heat_said_none()
  const { standing, dueOn, plannedOn, unrecordedOn } = duty
  if (unrecordedOn && !('on' in standing))
    return m.desk_heat_said_unrecorded({ day: shortDay(unrecordedOn) })
  switch (standing.state) {
    case 'done':
      return rate
        ? m.desk_heat_said_done_counted({ day: shortDay(standing.on), ...pick(rate) })
        : m.desk_heat_said_done({ day: shortDay(standing.on) })
    case 'notHeld':
      return m.desk_heat_said_notHeld({ day: shortDay(standing.on), reason: standing.reason })
    case 'overdue':
      return plannedOn === undefined
        ? m.desk_heat_said_over({ day: shortDay(dueOn) })
        : m.desk_heat_said_planned({ day: shortDay(plannedOn) })
    case 'due':
    case 'notDue':
      if (plannedOn !== undefined) return m.desk_heat_said_planned({ day: shortDay(plannedOn) })
      return standing.inDays === 0
        ? m.desk_heat_said_due_today()
        : m.desk_heat_said_due({ day: shortDay(dueOn), days: standing.inDays })
  }
}

/** `石槽村党支部，10月：10月10日已开` */
export const sayHeat = ({ branch }: HeatRow, cell: HeatCell, rate: Rate | undefined): string =>
  m.desk_heat_said({
    branch: branch.body.name,
    month: sayMonth(cell.month),
    story: sayCell(cell, rate),
  })

const pick = ({ expected, present }: Rate) => ({ expected, present })

/** `实到 25 / 应到 28，89%`; where no roll was called, what is known. */
export const sayCounted = (counts: Counts, isPlanned: boolean): string =>
  counts.state === 'called'
    ? m.desk_counted({ ...counts, share: sayShare(shareOf(counts) ?? 0, 0) })
    : sayNoted(counts, isPlanned)

/** `10月`, `2026年第4季度`, `2026年` */
export function sayPeriod(period: string): string {
  const [year = '', part] = period.split('-')
  if (part === undefined) return m.desk_help_year({ year })
  if (part === 'H1') return m.desk_help_first_half({ year })
  if (part === 'H2') return m.desk_help_second_half({ year })
  return part.startsWith('Q')
    ? m.desk_help_quarter({ year, quarter: part.slice(1) })
    : sayMonth(period)
}

const sayMeeting = (kind: MeetingKind) => sayWords(meetingKinds[kind])

function sayReason(reason: HelpReason): string {
  switch (reason.kind) {
    case 'silent':
      return reason.lastDay === undefined
        ? m.desk_help_silent_never()
        : m.desk_help_silent({ day: shortDay(reason.lastDay) })
    case 'notHeld':
      return m.desk_help_notHeld({
        meeting: sayMeeting(reason.meeting),
        months: sayList(reason.months.map(sayMonth)),
        because: reason.because,
      })
    case 'attendance': {
      const share = sayShare(reason.share, 0)
      return reason.before === undefined
        ? m.desk_help_attendance({ share })
        : m.desk_help_attendance_fell({ share, before: sayShare(reason.before, 0) })
    }
    case 'overdue':
      return m.desk_help_overdue({
        list: sayList(
          reason.meetings.map(({ kind, period }) =>
            m.desk_help_period({ meeting: sayMeeting(kind), period: sayPeriod(period) }),
          ),
        ),
      })
  }
}

export const sayReasons = ({ reasons }: BranchInNeed): string =>
  reasons.map(sayReason).join(m.desk_help_between())

/** What somebody could do first. */
export const helpToGive: Record<
  HelpKind,
  { readonly kind: MarkKind; readonly word: () => string }
> = {
  silent: { kind: 'over', word: m.desk_help_do_silent },
  notHeld: { kind: 'due', word: m.desk_help_do_notHeld },
  attendance: { kind: 'due', word: m.desk_help_do_attendance },
  overdue: { kind: 'due', word: m.desk_help_do_overdue },
}

/** `请假 2 人、缺席 1 人`; nothing where everybody came. */
export function sayAbsences({ excused, absent, unsaid, madeUp }: Absences): string | undefined {
  const parts = [
    excused > 0 && m.desk_branch_excused({ count: excused }),
    absent > 0 && m.desk_branch_absent({ count: absent }),
    unsaid > 0 && m.attend_absent_count({ count: unsaid }),
    madeUp > 0 && m.desk_branch_made_up({ count: madeUp }),
  ].filter((part) => part !== false)
  return parts.length > 0 ? sayList(parts) : undefined
}

/** The end of a term as a mark; running terms are said without colour. */
export function sayTerm(term: Term): {
  readonly kind: MarkKind | undefined
  readonly word: string
} {
  switch (term.state) {
    case 'unknown':
      return { kind: undefined, word: m.desk_term_unknown() }
    case 'running':
      return { kind: undefined, word: m.desk_term_running({ day: sayDay(term.ends) }) }
    case 'soon':
      return { kind: 'due', word: m.desk_term_soon({ day: sayDay(term.ends) }) }
    case 'over':
      return { kind: 'over', word: m.desk_term_over({ day: sayDay(term.ends) }) }
  }
}

/** `2026年10月` of `2026-10` */
export const monthWithYear = (month: string): string =>
  m.desk_month_of_year({ year: month.slice(0, 4), month: sayMonth(month) })
