/**
 * Which branches need a hand, and why. Not a ranking of branches: each is listed only for something named here, with
 * what somebody could do about it.
 */
import type { MeetingKind } from '#schema/records/meeting.ts'
import { dayAt, latestDay, localDay, monthAfter } from '#schema/rules/calendar.ts'
import type { LocalRules } from '#schema/rules/duties.ts'
import { dutiesOf, nothingLocal } from '#schema/rules/duties.ts'
import { phaseOf } from '#schema/rules/phase.ts'
import type { Gatherings } from './gatherings.ts'
import { addRates, shareOf } from './gatherings.ts'
import { monthsUpTo } from './heat.ts'
import type { OrganisationRecord } from '#lib/record/recorded.ts'
import { byName } from '#lib/record/recorded.ts'
import type { Groups } from '#lib/duty/groups.ts'
import type { Asked } from '#lib/duty/late.ts'
import { lateDuties } from '#lib/duty/late.ts'

const helpLevels = {
  /** Without any record for this long. */
  silentMonths: 2,
  /** A few days late happens in every harvest. */
  overdueDays: 7,
  notHeldTimes: 2,
  notHeldMonths: 3,
  /** Of those expected, over so many months. A level that was always so is no news; one that falls is. */
  lowestShare: 0.75,
  shareMonths: 2,
} as const

export type HelpReason =
  | { readonly kind: 'silent'; readonly lastDay: string | undefined }
  | {
      readonly kind: 'notHeld'
      readonly meeting: MeetingKind
      /** Oldest first. */
      readonly months: readonly string[]
      readonly because: string
    }
  | { readonly kind: 'attendance'; readonly share: number; readonly before: number | undefined }
  | {
      readonly kind: 'overdue'
      readonly meetings: readonly { readonly kind: MeetingKind; readonly period: string }[]
    }

export type HelpKind = HelpReason['kind']

export type BranchInNeed = {
  readonly branch: OrganisationRecord
  /** The most pressing first. */
  readonly reasons: readonly [HelpReason, ...HelpReason[]]
}

/** The more pressing, the larger. */
const weights: Record<HelpKind, number> = { silent: 100, notHeld: 30, attendance: 20, overdue: 10 }

const weightOf = (reason: HelpReason): number =>
  weights[reason.kind] + (reason.kind === 'overdue' ? reason.meetings.length : 0)

function silence(
  { id, body }: OrganisationRecord,
  gatherings: Gatherings,
  nowMs: number,
): HelpReason | undefined {
  const today = dayAt(nowMs)
  // A plan is no proof that anybody met, ahead or never written up (docs/decisions/0035).
  const last = gatherings.of(id).find((meeting) => {
    const phase = phaseOf(gatherings.asGathering(meeting), nowMs)
    return phase === 'held' || phase === 'notHeld'
  })
  const lastDay = last && localDay(last.body.startsAt)
  const limit = `${monthAfter(today.slice(0, 7), -helpLevels.silentMonths)}${today.slice(7)}`
  if (lastDay !== undefined) return lastDay < limit ? { kind: 'silent', lastDay } : undefined
  // A book that was opened last week has branches without a record, and so has a branch founded then: nothing is wrong.
  const { since } = gatherings
  const begunLongAgo =
    since !== undefined && [since, body.foundedOn ?? since].every((day) => latestDay(day) < limit)
  return begunLongAgo ? { kind: 'silent', lastDay: undefined } : undefined
}

function repeatedlyNotHeld(
  branchId: string,
  { branch, local }: Asked,
  gatherings: Gatherings,
  nowMs: number,
): HelpReason | undefined {
  const met = gatherings.of(branchId).map(gatherings.asGathering)
  const found = new Map<MeetingKind, { months: Set<string>; because: string }>()
  for (const each of monthsUpTo(dayAt(nowMs).slice(0, 7), helpLevels.notHeldMonths)) {
    const notes = gatherings
      .in(branchId, each)
      .flatMap(({ body: { kinds, notHeld: because } }) =>
        because === undefined ? [] : kinds.map((kind) => ({ kind, because })),
      )
    if (notes.length === 0) continue
    const duties = dutiesOf(branch, each, met, nowMs, local)
    for (const { kind, because } of notes) {
      // What was put off and held later in its period was held.
      if (duties.some((duty) => duty.kind === kind && duty.standing.state === 'done')) continue
      const months = found.get(kind)?.months ?? new Set<string>()
      found.set(kind, { months: months.add(each), because })
    }
  }
  const [worst] = [...found].sort(([, left], [, right]) => right.months.size - left.months.size)
  if (!worst) return undefined
  const [meeting, { months, because }] = worst
  if (months.size < helpLevels.notHeldTimes) return undefined
  return { kind: 'notHeld', meeting, months: [...months], because }
}

function lowAttendance(
  branchId: string,
  gatherings: Gatherings,
  month: string,
): HelpReason | undefined {
  const share = (upTo: string) =>
    shareOf(
      addRates(
        monthsUpTo(upTo, helpLevels.shareMonths).map((each) => gatherings.rate(branchId, each)),
      ),
    )
  const now = share(month)
  if (now === undefined || now >= helpLevels.lowestShare) return undefined
  const before = share(monthAfter(month, -helpLevels.shareMonths))
  if (before !== undefined && before <= now) return undefined
  return { kind: 'attendance', share: now, before }
}

function overdue(
  branchId: string,
  asked: Asked,
  gatherings: Gatherings,
  nowMs: number,
): HelpReason | undefined {
  const met = gatherings.of(branchId).map(gatherings.asGathering)
  const since = gatherings.sinceOf(branchId, dayAt(nowMs).slice(0, 7))
  const late = lateDuties(asked, met, { since, nowMs })
    .filter(({ byDays }) => byDays >= helpLevels.overdueDays)
    .map(({ duty: { kind, period } }) => ({ kind, period }))
  return late.length > 0 ? { kind: 'overdue', meetings: late } : undefined
}

function reasonsOf(
  branch: OrganisationRecord,
  asked: Asked,
  gatherings: Gatherings,
  nowMs: number,
): readonly HelpReason[] {
  const { id } = branch
  const silent = silence(branch, gatherings, nowMs)
  // Whoever records nothing is late with everything: said once.
  if (silent) return [silent]
  const month = dayAt(nowMs).slice(0, 7)
  return [
    repeatedlyNotHeld(id, asked, gatherings, nowMs),
    lowAttendance(id, gatherings, month),
    overdue(id, asked, gatherings, nowMs),
  ].filter((reason) => reason !== undefined)
}

const urgency = ({ reasons }: BranchInNeed): number =>
  reasons.reduce((sum, reason) => sum + weightOf(reason), 0)

/** Branches in need of a hand, the most urgent first. */
export const branchesInNeed = (
  branches: readonly OrganisationRecord[],
  groups: Groups,
  gatherings: Gatherings,
  nowMs: number,
  localFor: (branchId: string) => LocalRules = () => nothingLocal,
): readonly BranchInNeed[] =>
  branches
    .flatMap((branch): BranchInNeed[] => {
      const asked = {
        branch: { ...branch.body, groups: groups.get(branch.id) ?? [] },
        local: localFor(branch.id),
      }
      const [first, ...rest] = reasonsOf(branch, asked, gatherings, nowMs)
      return first ? [{ branch, reasons: [first, ...rest] }] : []
    })
    .sort((left, right) => urgency(right) - urgency(left) || byName(left.branch, right.branch))
