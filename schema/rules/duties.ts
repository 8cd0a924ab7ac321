/**
 * How a branch's duties stand on any day, as a pure function of the rules and of what is recorded; the same on a phone and on
 * a desk. One gathering may meet several duties at once; "not held, because …" answers a duty as well.
 */
import type { MeetingKind } from '../records/meeting.ts'
import type { OrganisationKind } from '../records/organisation.ts'
import { daysBetween, lastDayOf, localDay } from './calendar.ts'
import type { Asked, DutyRule } from './duty-rules.ts'
import { askedIn } from './duty-rules.ts'
import type { Period } from './duty-period.ts'
import type { Holiday } from './rest-days.ts'
import { announced, restOn, workdayNear } from './rest-days.ts'

type Founded = { readonly foundedOn?: string | undefined }

/** What the rules ask of the branch itself. */
export type DutyBranch = Founded & {
  readonly kind?: OrganisationKind | undefined
  readonly hasCommittee?: boolean | undefined
  /** The day its first committee was elected, where that is known. */
  readonly committeeSince?: string | undefined
  readonly groups?: readonly Founded[] | undefined
  /** Its fixed day of the month. */
  readonly themeDay?: number | undefined
}

/** What those above it say besides the national minimum. */
export type LocalRules = {
  readonly rules: readonly DutyRule[]
  readonly holidays: readonly Holiday[]
}

export const nothingLocal: LocalRules = { rules: [], holidays: announced }

/** What of a meeting counts here. */
export type Gathering = {
  readonly kinds: readonly MeetingKind[]
  readonly startsAt: string
  readonly notHeld?: string | undefined
}

export type DutyState =
  | { readonly state: 'done'; readonly on: string }
  | { readonly state: 'notHeld'; readonly on: string; readonly reason: string }
  | { readonly state: 'due' | 'notDue'; readonly inDays: number }
  | { readonly state: 'overdue'; readonly byDays: number }

export type Duty = Pick<Asked, 'kind' | 'every' | 'rules'> & {
  /** `2026-10`, `2026-Q4`, `2026-H2`, `2026` */
  readonly period: string
  /** The last day on which it is in time. */
  readonly dueOn: string
  /** The day it is fixed on, and the public holiday that falls on it. */
  readonly fixed: { readonly day: string; readonly holiday: string | undefined } | undefined
  readonly held: number
  readonly needed: number
  /** The next gathering already entered for a later day. */
  readonly plannedOn: string | undefined
  readonly standing: DutyState
}

/** With more days left than this, a duty need not trouble anybody yet. */
const soonDays = 31

/** The last day it may have been: of what is known to the year or the month only, nothing is asked that might be too early. */
function latestDay(partial: string): string {
  if (partial.length === 4) return `${partial}-12-31`
  return partial.length === 7 ? lastDayOf(partial) : partial
}

const stoodBy = (day: string, since: string | undefined): boolean =>
  since === undefined || latestDay(since) <= day

/** How many gatherings a period asks of this branch; 0 where the rule is not for it, or came too early for it. */
function neededOf(branch: DutyBranch, { kind, times, period }: Asked): number {
  if (!stoodBy(period.standsBy, branch.foundedOn)) return 0
  if (kind === 'committee')
    return branch.hasCommittee && stoodBy(period.standsBy, branch.committeeSince) ? times : 0
  if (kind !== 'group') return times
  const groups = branch.groups?.filter(({ foundedOn }) => stoodBy(period.standsBy, foundedOn))
  return times * (groups?.length ?? 0)
}

type Day = Pick<Duty, 'dueOn' | 'fixed'>

/** The branch's own theme day goes before one that those above named for everybody. */
function dayOf(asked: Asked, branch: DutyBranch, holidays: readonly Holiday[]): Day {
  const { kind, every, times, rules, period } = asked
  const own = kind === 'themeDay' && every === 'month' ? branch.themeDay : undefined
  const number = own ?? rules.find(({ day }) => day !== undefined)?.day
  if (number === undefined || times > 1) return { dueOn: period.last, fixed: undefined }
  const day = `${period.last.slice(0, 8)}${String(number).padStart(2, '0')}`
  const rest = restOn(day, holidays)
  const direction = rules.find(({ onRestDay }) => onRestDay !== undefined)?.onRestDay
  return {
    dueOn: rest && direction ? workdayNear(day, direction, period, holidays) : day,
    fixed: { day, holiday: typeof rest === 'object' ? rest.holiday : undefined },
  }
}

type Answer = { readonly on: string; readonly reason: string }
type Answers = {
  readonly held: readonly string[]
  readonly planned: readonly string[]
  readonly notHeld: readonly Answer[]
}

function answersTo(
  kind: MeetingKind,
  period: Period,
  gatherings: readonly Gathering[],
  today: string,
): Answers {
  const held: string[] = []
  const planned: string[] = []
  const notHeld: Answer[] = []
  for (const { kinds, startsAt, notHeld: reason } of gatherings) {
    if (!kinds.includes(kind)) continue
    const on = localDay(startsAt)
    if (on < period.first || on > period.last) continue
    if (reason !== undefined) notHeld.push({ on, reason })
    else (on > today ? planned : held).push(on)
  }
  return {
    held: held.sort(),
    planned: planned.sort(),
    notHeld: notHeld.sort((left, right) => (left.on < right.on ? -1 : 1)),
  }
}

function standingOf(
  dueOn: string,
  today: string,
  needed: number,
  { held, notHeld }: Answers,
): DutyState {
  const last = held.at(-1)
  if (last !== undefined && held.length >= needed) return { state: 'done', on: last }
  const excuse = notHeld.at(-1)
  if (excuse) return { state: 'notHeld', ...excuse }
  const inDays = daysBetween(today, dueOn)
  if (inDays < 0) return { state: 'overdue', byDays: -inDays }
  return { state: inDays <= soonDays ? 'due' : 'notDue', inDays }
}

/** One of the year is usually met in its last quarter: it is listed from then on, or once it is answered. */
const isListed = ({ every, needed, standing }: Duty, month: string): boolean =>
  every !== 'year' ||
  needed > 1 ||
  Number(month.slice(5, 7)) >= 10 ||
  standing.state === 'done' ||
  standing.state === 'notHeld'

/** The duties of a branch that a month (`2026-10`) belongs to, as they stand on a day (`2026-10-16`). */
export function dutiesOf(
  branch: DutyBranch,
  month: string,
  gatherings: readonly Gathering[],
  today: string,
  local: LocalRules = nothingLocal,
): readonly Duty[] {
  return askedIn(month, branch.kind, local.rules)
    .flatMap((asked): Duty[] => {
      const needed = neededOf(branch, asked)
      if (needed === 0) return []
      const { kind, every, rules, period } = asked
      const day = dayOf(asked, branch, local.holidays)
      const answers = answersTo(kind, period, gatherings, today)
      return [
        {
          kind,
          every,
          rules,
          period: period.name,
          ...day,
          held: answers.held.length,
          needed,
          plannedOn: answers.planned[0],
          standing: standingOf(day.dueOn, today, needed, answers),
        },
      ]
    })
    .filter((duty) => isListed(duty, month))
}
