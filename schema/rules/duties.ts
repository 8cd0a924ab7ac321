/**
 * What a branch's organisational life asks for, as data, and how it stands on any day, as a pure function of what is
 * recorded. One gathering may meet several duties at once; "not held, because …" answers a duty as well.
 */
import { words } from '../field.ts'
import type { Words } from '../field.ts'
import type { MeetingKind } from '../records/meeting.ts'
import { daysBetween, lastDayOf, localDay, monthAfter, quarterOf } from './calendar.ts'

/** What the rules ask of the branch itself. */
export type DutyBranch = {
  readonly hasCommittee?: boolean | undefined
  /** How many groups it has. */
  readonly groups?: number | undefined
  /** Its fixed day of the month. */
  readonly themeDay?: number | undefined
}

export type DutyRule = {
  readonly kind: MeetingKind
  readonly every: 'month' | 'quarter' | 'year'
  /** How many gatherings a period asks of this branch; 0 where the rule is not for it. */
  readonly needed: (branch: DutyBranch) => number
  readonly source: Words
}

const regulation = (zh: string, en: string) =>
  words(
    `《中国共产党支部工作条例（试行）》${zh}`,
    `Regulations on the Work of Party Branches (Trial)${en}`,
  )
const once = () => 1

/** Numbers of articles stand here only where a source confirmed them. */
const dutyRules: readonly DutyRule[] = [
  { kind: 'themeDay', every: 'month', needed: once, source: regulation('', '') },
  {
    kind: 'committee',
    every: 'month',
    needed: ({ hasCommittee }) => (hasCommittee ? 1 : 0),
    source: regulation('第十二条、第十四条', ', articles 12 and 14'),
  },
  {
    kind: 'group',
    every: 'month',
    needed: ({ groups }) => groups ?? 0,
    source: regulation('第十三条、第十四条', ', articles 13 and 14'),
  },
  {
    kind: 'memberMeeting',
    every: 'quarter',
    needed: once,
    source: regulation('第十一条、第十四条', ', articles 11 and 14'),
  },
  {
    kind: 'lecture',
    every: 'quarter',
    needed: once,
    source: words(
      '本地安排：每季度一次（条例未规定次数）',
      'Local practice: once a quarter (the regulations fix no number)',
    ),
  },
  {
    kind: 'lifeMeeting',
    every: 'year',
    needed: once,
    source: regulation('第十七条', ', article 17'),
  },
  {
    kind: 'evaluation',
    every: 'year',
    needed: once,
    source: regulation('第十八条', ', article 18'),
  },
]

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

export type Duty = {
  readonly kind: MeetingKind
  readonly rule: DutyRule
  /** `2026-10`, `2026-Q4`, `2026` */
  readonly period: string
  /** The last day on which it is in time. */
  readonly dueOn: string
  readonly held: number
  readonly needed: number
  /** The next gathering already entered for a later day. */
  readonly plannedOn: string | undefined
  readonly standing: DutyState
}

/** With more days left than this, a duty need not trouble anybody yet. */
const soonDays = 31

type Period = { readonly name: string; readonly first: string; readonly last: string }

function periodOf(every: DutyRule['every'], month: string): Period {
  const year = month.slice(0, 4)
  if (every === 'month') return { name: month, first: `${month}-01`, last: lastDayOf(month) }
  if (every === 'year') return { name: year, first: `${year}-01-01`, last: `${year}-12-31` }
  const start = monthAfter(month, -((Number(month.slice(5, 7)) - 1) % 3))
  return { name: quarterOf(month), first: `${start}-01`, last: lastDayOf(monthAfter(start, 2)) }
}

function dueDay({ kind }: DutyRule, { themeDay }: DutyBranch, { first, last }: Period): string {
  if (kind !== 'themeDay' || themeDay === undefined) return last
  return `${first.slice(0, 8)}${String(themeDay).padStart(2, '0')}`
}

function standingOf(
  dueOn: string,
  today: string,
  answers: {
    readonly needed: number
    readonly held: readonly string[]
    readonly notHeld: Answer | undefined
  },
): DutyState {
  const last = answers.held.at(-1)
  if (last !== undefined && answers.held.length >= answers.needed)
    return { state: 'done', on: last }
  if (answers.notHeld) return { state: 'notHeld', ...answers.notHeld }
  const inDays = daysBetween(today, dueOn)
  if (inDays < 0) return { state: 'overdue', byDays: -inDays }
  return { state: inDays <= soonDays ? 'due' : 'notDue', inDays }
}

type Answer = { readonly on: string; readonly reason: string }

function dutyOf(
  rule: DutyRule,
  branch: DutyBranch,
  month: string,
  gatherings: readonly Gathering[],
  today: string,
): Duty {
  const period = periodOf(rule.every, month)
  const dueOn = dueDay(rule, branch, period)
  const held: string[] = []
  const planned: string[] = []
  const notHeld: Answer[] = []
  for (const { kinds, startsAt, notHeld: reason } of gatherings) {
    const on = localDay(startsAt)
    if (!kinds.includes(rule.kind) || on < period.first || on > period.last) continue
    if (reason !== undefined) notHeld.push({ on, reason })
    else if (on > today) planned.push(on)
    else held.push(on)
  }
  held.sort()
  planned.sort()
  notHeld.sort((left, right) => (left.on < right.on ? -1 : 1))
  const needed = rule.needed(branch)
  return {
    kind: rule.kind,
    rule,
    period: period.name,
    dueOn,
    held: held.length,
    needed,
    plannedOn: planned[0],
    standing: standingOf(dueOn, today, { needed, held, notHeld: notHeld.at(-1) }),
  }
}

/**
 * The duties of a branch that a month (`2026-10`) belongs to, as they stand on a day (`2026-10-16`). Those of the year
 * are usually met in its last quarter, and are listed from then on, or once they are answered.
 */
export function dutiesOf(
  branch: DutyBranch,
  month: string,
  gatherings: readonly Gathering[],
  today: string,
): readonly Duty[] {
  const lastQuarter = Number(month.slice(5, 7)) >= 10
  return dutyRules
    .filter((rule) => rule.needed(branch) > 0)
    .map((rule) => dutyOf(rule, branch, month, gatherings, today))
    .filter(
      ({ rule, standing }) =>
        rule.every !== 'year' ||
        lastQuarter ||
        standing.state === 'done' ||
        standing.state === 'notHeld',
    )
}
