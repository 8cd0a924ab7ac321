/**
 * How a branch's duties stand at any moment, as a pure function of the rules and of what is recorded; the same on a phone and on
 * a desk. One gathering may meet several duties at once, once it was held. "Not held, because …" accounts for one meeting:
 * at once where it says that none takes its place; otherwise when the period is over. Until then the meeting that was put off is
 * still to come: on the fixed day where that is ahead (whoever calls off the 3rd still owes the theme day of the 13th), else by the
 * end of the period.
 */
import type { MeetingKind } from '../records/meeting.ts'
import type { OrganisationKind } from '../records/organisation.ts'
import { dayAt, daysBetween, localDay, stoodBy } from './calendar.ts'
import type { Asked, DutyRule } from './duty-rules.ts'
import { askedIn } from './duty-rules.ts'
import type { Period } from './duty-period.ts'
import { periodOf } from './duty-period.ts'
import { callsOf } from './calls.ts'
import type { Answers, DutyGroup, Gathered } from './group-duties.ts'
import { branchAnswers, groupAnswers } from './group-duties.ts'
import type { Coming, Phase } from './phase.ts'
import { phaseOf } from './phase.ts'
import type { Holiday } from './rest-days.ts'
import { announced, restOn, workdayNear } from './rest-days.ts'
import type { ThemeDays } from './theme-day.ts'
import { themeDayIn } from './theme-day.ts'

/** What the rules ask of the branch itself. */
export type DutyBranch = ThemeDays & {
  readonly foundedOn?: string | undefined
  readonly kind?: OrganisationKind | undefined
  readonly hasCommittee?: boolean | undefined
  /** The day its first committee was elected, where that is known. */
  readonly committeeSince?: string | undefined
  readonly groups?: readonly DutyGroup[] | undefined
}

/** What those above it say besides the national minimum. */
export type LocalRules = {
  readonly rules: readonly DutyRule[]
  readonly holidays: readonly Holiday[]
}

export const nothingLocal: LocalRules = { rules: [], holidays: announced }

/** What of a meeting counts here. */
export type Gathering = Coming & {
  readonly kinds: readonly MeetingKind[]
  /** Of one not held: none takes its place in the period. */
  readonly noneInstead?: boolean | undefined
  /** Of a group meeting: whose. */
  readonly groupIds?: readonly string[] | undefined
}

export type DutyState =
  | { readonly state: 'done'; readonly on: string }
  | { readonly state: 'notHeld'; readonly on: string; readonly reason: string }
  | { readonly state: 'due' | 'notDue'; readonly inDays: number }
  | { readonly state: 'overdue'; readonly byDays: number }

export type Duty = Pick<Asked, 'kind' | 'every' | 'rules'> & {
  /** `2026-10`, `2026-Q4`, `2026-H2`, `2026` */
  readonly period: string
  /** The last day on which the next one that is open is in time. */
  readonly dueOn: string
  /** The day it is fixed on, and the public holiday that falls on it. */
  readonly fixed: { readonly day: string; readonly holiday: string | undefined } | undefined
  readonly held: number
  /** Not held, and accounted for. */
  readonly excused: number
  readonly needed: number
  /** Of what is asked of each group: those that have not met as often, as far as that is known. */
  readonly lacking: readonly string[]
  /** The day of the next gathering that is entered and has not begun. */
  readonly plannedOn: string | undefined
  /** The day of the last that was planned, and of which nothing is recorded. */
  readonly unrecordedOn: string | undefined
  /** One that was to be is held later, and has time until the end of the period. */
  readonly putOff: { readonly on: string; readonly reason: string } | undefined
  readonly standing: DutyState
}

/** With more days left than this, a duty need not trouble anybody yet. */
const soonDays = 31

/** The groups of which a period asks anything. */
const groupsIn = ({ groups = [] }: DutyBranch, { standsBy }: Period): readonly DutyGroup[] =>
  groups.filter(({ foundedOn }) => stoodBy(standsBy, foundedOn))

/** How many gatherings a period asks of this branch; 0 where the rule is not for it, or came too early for it. */
function neededOf(branch: DutyBranch, { kind, times, period }: Asked): number {
  if (!stoodBy(period.standsBy, branch.foundedOn)) return 0
  if (kind === 'committee')
    return branch.hasCommittee && stoodBy(period.standsBy, branch.committeeSince) ? times : 0
  return kind === 'group' ? times * groupsIn(branch, period).length : times
}

/**
 * Whose day counts: the strictest rules', and of those they speak for each one's whose own period ends with this one, while
 * less was done than it asks itself. A day before which one meeting is asked for is not the last for a second one.
 */
const rulesOfDay = (
  branch: DutyBranch,
  asked: Asked,
  gatherings: readonly Gathering[],
  nowMs: number,
): readonly DutyRule[] =>
  asked.rules.filter(({ every, times }) => {
    if (every === asked.every && times === asked.times) return true
    const period = periodOf(every, asked.period.last.slice(0, 7))
    if (period.last !== asked.period.last) return false
    const own = { ...asked, every, times, period }
    const { count, excused } = countedFor(branch, own, answersTo(own, gatherings, nowMs))
    return count + excused < neededOf(branch, own)
  })

type Day = Pick<Duty, 'dueOn' | 'fixed'>

/** The branch's own theme day goes before one that those above named for everybody; of several days the earliest. */
function dayOf(
  { kind, every, times, period }: Asked,
  rules: readonly DutyRule[],
  branch: DutyBranch,
  holidays: readonly Holiday[],
): Day {
  const own =
    kind === 'themeDay' && every === 'month'
      ? themeDayIn(branch, period.last.slice(0, 7))
      : undefined
  const [earliest] = rules.flatMap(({ day }) => day ?? []).sort((left, right) => left - right)
  const number = own ?? earliest
  // Several theme days are not all held on one day; of anything else the day is the last for all of them.
  if (number === undefined || (kind === 'themeDay' && times > 1))
    return { dueOn: period.last, fixed: undefined }
  const day = `${period.last.slice(0, 8)}${String(number).padStart(2, '0')}`
  const rest = restOn(day, holidays)
  const direction = rules.find(({ onRestDay }) => onRestDay !== undefined)?.onRestDay
  return {
    dueOn: rest && direction ? workdayNear(day, direction, period, holidays) : day,
    fixed: { day, holiday: typeof rest === 'object' ? rest.holiday : undefined },
  }
}

const byDay = (left: Gathered, right: Gathered): number => (left.on < right.on ? -1 : 1)

/** Of what is asked of the branch, a gathering that called some of its groups alone answers for these. */
const answersFor = (kind: MeetingKind, gathering: Gathering): Gathered['groupIds'] => {
  if (kind === 'group') return gathering.groupIds
  const calls = callsOf(gathering)
  return calls.whom === 'groups' ? calls.groupIds : undefined
}

type Told = Answers & {
  readonly unrecorded: readonly Gathered[]
  /** Not held by now, to be held later in the period. */
  readonly putOff: Answers['notHeld']
}

function answersTo({ kind, period }: Asked, gatherings: readonly Gathering[], nowMs: number): Told {
  const told: Record<Phase, Gathered[]> = { planned: [], unrecorded: [], held: [], notHeld: [] }
  const notHeld: Answers['notHeld'][number][] = []
  const putOff: Answers['notHeld'][number][] = []
  const today = dayAt(nowMs)
  for (const gathering of gatherings) {
    const { kinds, startsAt, notHeld: reason, noneInstead } = gathering
    if (!kinds.includes(kind)) continue
    const on = localDay(startsAt)
    if (on < period.first || on > period.last) continue
    const answer = { on, groupIds: answersFor(kind, gathering) }
    if (reason === undefined) told[phaseOf(gathering, nowMs)].push(answer)
    else if (noneInstead || today > period.last) notHeld.push({ ...answer, reason })
    else if (on <= today) putOff.push({ ...answer, reason })
  }
  for (const some of [...Object.values(told), notHeld, putOff]) some.sort(byDay)
  return { ...told, notHeld, putOff }
}

/** The answers that count, how many of them were held, and how many of those missing are accounted for. */
function countedFor(branch: DutyBranch, { kind, times, period }: Asked, answers: Answers) {
  const groups = groupsIn(branch, period)
  return kind === 'group'
    ? groupAnswers(answers, { ids: groups.map(({ id }) => id), times })
    : branchAnswers(answers, groups)
}

function standingOf(
  dueOn: string,
  today: string,
  needed: number,
  { held, notHeld, count, excused }: ReturnType<typeof countedFor>,
): DutyState {
  const last = held.at(-1)
  if (last && count >= needed) return { state: 'done', on: last.on }
  const excuse = notHeld.at(-1)
  if (excuse && count + excused >= needed)
    return { state: 'notHeld', on: excuse.on, reason: excuse.reason }
  const inDays = daysBetween(today, dueOn)
  if (inDays < 0) return { state: 'overdue', byDays: -inDays }
  return { state: inDays <= soonDays ? 'due' : 'notDue', inDays }
}

/** One of the year is usually met in its last quarter: it is listed from then on, or once it is answered or begun. */
const isListed = ({ every, needed, lacking, standing }: Duty, month: string): boolean =>
  every !== 'year' ||
  needed > 1 ||
  Number(month.slice(5, 7)) >= 10 ||
  lacking.length > 0 ||
  standing.state === 'done' ||
  standing.state === 'notHeld'

/** The duties of a branch that a month (`2026-10`) belongs to, as they stand at a moment. */
export function dutiesOf(
  branch: DutyBranch,
  month: string,
  gatherings: readonly Gathering[],
  nowMs: number,
  local: LocalRules = nothingLocal,
): readonly Duty[] {
  return askedIn(month, branch.kind, local.rules)
    .flatMap((asked): Duty[] => {
      const needed = neededOf(branch, asked)
      if (needed === 0) return []
      const { kind, every, rules, period } = asked
      const ofDay = rulesOfDay(branch, asked, gatherings, nowMs)
      const day = dayOf(asked, ofDay, branch, local.holidays)
      const told = answersTo(asked, gatherings, nowMs)
      const answers = countedFor(branch, asked, told)
      const dueOn = told.putOff.some((note) => note.on >= day.dueOn) ? period.last : day.dueOn
      return [
        {
          kind,
          every,
          rules,
          period: period.name,
          fixed: day.fixed,
          dueOn,
          held: answers.count,
          excused: answers.excused,
          needed,
          lacking: answers.lacking,
          plannedOn: answers.planned[0]?.on,
          unrecordedOn: told.unrecorded.at(-1)?.on,
          putOff: told.putOff.at(-1),
          standing: standingOf(dueOn, dayAt(nowMs), needed, answers),
        },
      ]
    })
    .filter((duty) => isListed(duty, month))
}
