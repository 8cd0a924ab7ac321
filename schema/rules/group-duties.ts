/**
 * How the groups of a branch answer what is asked of each of them, or of the branch. A gathering of several counts for each that it names; one that
 * names none counts as one of them, whichever. "Not held, because …" accounts for one meeting of each that it names, or of all.
 */
import { stoodBy } from './calendar.ts'

export type DutyGroup = {
  readonly id?: string | undefined
  readonly foundedOn?: string | undefined
}

/** A gathering that answers a duty: its day, and whose it was. */
export type Gathered = { readonly on: string; readonly groupIds: readonly string[] | undefined }
export type Answers = {
  readonly held: readonly Gathered[]
  readonly planned: readonly Gathered[]
  readonly notHeld: readonly (Gathered & { readonly reason: string })[]
}

/** What is asked of each, and of whom. */
type OfGroups = { readonly ids: readonly (string | undefined)[]; readonly times: number }

type GroupAnswers = Answers & {
  /** How many of the meetings asked for were held. */
  readonly count: number
  /** How many of those not held are accounted for. */
  readonly excused: number
  /** Those that owe a meeting; nobody where one was held of which nobody knows whose it was. */
  readonly lacking: readonly string[]
}

const names = ({ groupIds }: Gathered): boolean => groupIds !== undefined && groupIds.length > 0

/** `all`: of this kind and period, each by its day. */
export function groupAnswers(all: Answers, { ids, times }: OfGroups): GroupAnswers {
  const asked = new Set(ids)
  const counting = <Each extends Gathered>(some: readonly Each[]): readonly Each[] =>
    some.filter((each) => !names(each) || each.groupIds?.some((id) => asked.has(id)))
  const [held, planned, notHeld] = [
    counting(all.held),
    counting(all.planned),
    counting(all.notHeld),
  ]
  const unnamed = held.filter((each) => !names(each)).length
  const left = ids.map((id) => {
    const isOf = ({ groupIds }: Gathered) => id !== undefined && groupIds?.includes(id) === true
    const owes = Math.max(0, times - held.filter(isOf).length)
    const notes = notHeld.filter((each) => !names(each) || isOf(each)).length
    return { id, owes, excused: Math.min(owes, notes) }
  })
  const owing = left.filter(({ owes, excused }) => owes > excused)
  return {
    held,
    planned,
    notHeld,
    count: ids.length * times - sum(left.map(({ owes }) => owes)) + unnamed,
    excused: sum(left.map(({ excused }) => excused)),
    lacking: unnamed > 0 ? [] : owing.flatMap(({ id }) => (id === undefined ? [] : [id])),
  }
}

/**
 * The groups each of which has to meet: those that were there at the first of these meetings, for groups change within a year and
 * what was done is not undone by it. Where none of them is left, and none of today's has met, those that met are all that is known.
 */
function groupsThen(groups: readonly DutyGroup[], told: readonly Gathered[]): OfGroups['ids'] {
  const [first] = told
  const then = groups.filter(({ foundedOn }) => first && stoodBy(first.on, foundedOn))
  if (then.length > 0) return then.map(({ id }) => id)
  const met = new Set<string | undefined>(told.flatMap(({ groupIds = [] }) => groupIds))
  const ids = groups.map(({ id }) => id)
  return ids.some((id) => met.has(id)) ? ids : [...met]
}

/**
 * What is asked of the branch as a whole. An organisation-life meeting may be held in the groups: it is the branch's once each of
 * them has had one. `all`: naming groups where these alone were called.
 */
export function branchAnswers(all: Answers, groups: readonly DutyGroup[]): GroupAnswers {
  const ids = groupsThen(groups, [...all.held, ...all.notHeld].filter(names))
  const isWhole = (each: Gathered) => !names(each)
  const timesOf = (id: string | undefined, some: readonly Gathered[]) =>
    some.filter((each) => id !== undefined && names(each) && each.groupIds?.includes(id)).length
  const held = ids.map((id) => timesOf(id, all.held))
  const answered = ids.map((id, index) => timesOf(id, all.notHeld) + (held[index] ?? 0))
  const least = (counts: readonly number[]) => (counts.length > 0 ? Math.min(...counts) : 0)
  const most = Math.max(0, ...answered)
  return {
    ...all,
    count: all.held.filter(isWhole).length + least(held),
    excused: all.notHeld.filter(isWhole).length + least(answered) - least(held),
    lacking: ids.flatMap((id, index) => {
      const stands = groups.some((group) => group.id === id)
      return id !== undefined && stands && (answered[index] ?? 0) < most ? [id] : []
    }),
  }
}

const sum = (counts: readonly number[]): number => counts.reduce((total, each) => total + each, 0)
