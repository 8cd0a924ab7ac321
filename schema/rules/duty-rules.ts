/**
 * Which meetings a branch owes, as data: the national minimum with its source, and what a county or a township adds for the
 * branches below it. A rule holds from one month to another, and a period is judged by the rules of its last month: last
 * year's duties by last year's rules. Nothing local takes away from the minimum, because every rule in force is asked.
 */
import type { Words } from '../field.ts'
import { words } from '../field.ts'
import type { MeetingKind } from '../records/meeting.ts'
import type { OrganisationKind } from '../records/organisation.ts'
import type { Every, Period } from './duty-period.ts'
import { fitsInto, periodOf } from './duty-period.ts'

export type DutyRule = {
  readonly kind: MeetingKind
  readonly every: Every
  readonly times: number
  /** The kinds of organisation it is asked of; of every kind where it says nothing. */
  readonly only?: readonly OrganisationKind[] | undefined
  /** At the latest on this day of the period's last month; of a theme day, the day itself. */
  readonly day?: number | undefined
  /** Where that day is one of rest, the workday before or after; without this it stays. */
  readonly onRestDay?: 'before' | 'after' | undefined
  /** The first month, and the last. */
  readonly from: string
  readonly until?: string | undefined
  readonly source: Words
  /** When the source was issued. */
  readonly issued?: string | undefined
  /** `usual`: what is asked where nothing local says how often. */
  readonly rank: 'national' | 'usual' | 'local'
  /** Of a local one, its row and whose it is. */
  readonly id?: string | undefined
  readonly organisationId?: string | undefined
}

const regulation = (zh: string, en: string) =>
  words(
    `《中国共产党支部工作条例（试行）》${zh}`,
    `Regulations on the Work of Party Branches (Trial)${en}`,
  )
const national = (
  kind: MeetingKind,
  every: Every,
  article: { readonly zh: string; readonly en: string } = { zh: '', en: '' },
): DutyRule => ({
  kind,
  every,
  times: 1,
  from: '2018-11',
  source: regulation(article.zh, article.en),
  issued: '2018-10-28',
  rank: 'national',
})

/** Numbers of articles stand here only where a source confirmed them. */
export const nationalRules: readonly DutyRule[] = [
  national('themeDay', 'month'),
  national('committee', 'month', words('第十二条、第十四条', ', articles 12 and 14')),
  national('group', 'month', words('第十三条、第十四条', ', articles 13 and 14')),
  national('memberMeeting', 'quarter', words('第十一条、第十四条', ', articles 11 and 14')),
  {
    kind: 'lecture',
    every: 'quarter',
    times: 1,
    from: '2018-11',
    source: words(
      '各地通行的做法：每季度一次（条例未规定次数）',
      'Common practice: once a quarter (the regulations fix no number)',
    ),
    rank: 'usual',
  },
  national('lifeMeeting', 'year', words('第十七条', ', article 17')),
  national('evaluation', 'year', words('第十八条', ', article 18')),
  national('talk', 'year'),
]

/** Several rules that ask for the same, one answer to all of them. */
export type Asked = {
  readonly kind: MeetingKind
  readonly every: Every
  readonly period: Period
  readonly times: number
  /** The strictest first. */
  readonly rules: readonly [DutyRule, ...DutyRule[]]
}

const isInForce = ({ from, until }: DutyRule, { last }: Period): boolean =>
  from <= last.slice(0, 7) && (until === undefined || last.slice(0, 7) <= until)

const isFor = ({ only }: DutyRule, kind: OrganisationKind | undefined): boolean =>
  only === undefined || only.length === 0 || kind === undefined || only.includes(kind)

const byStrictness = (left: DutyRule, right: DutyRule): number =>
  right.times - left.times || Number(right.rank === 'local') - Number(left.rank === 'local')

/** What the rules in force ask of an organisation of this kind, for the periods that a month belongs to. */
export function askedIn(
  month: string,
  kind: OrganisationKind | undefined,
  local: readonly DutyRule[],
): readonly Asked[] {
  const found = [...nationalRules, ...local].filter(
    (rule) => isInForce(rule, periodOf(rule.every, month)) && isFor(rule, kind),
  )
  const said = new Set(found.flatMap((rule) => (rule.rank === 'local' ? rule.kind : [])))
  const rules = found.filter(({ rank, kind: of }) => rank !== 'usual' || !said.has(of))
  // Phones that are still in use know no `Map.groupBy`.
  const groups = new Map<string, DutyRule[]>()
  for (const rule of rules) {
    const name = `${rule.kind} ${rule.every}`
    groups.set(name, [...(groups.get(name) ?? []), rule])
  }
  const asked = [...groups.values()].flatMap((group): Asked[] => {
    const [first, ...rest] = group.sort(byStrictness)
    if (!first || first.times === 0) return []
    const { kind: of, every, times } = first
    return [{ kind: of, every, times, period: periodOf(every, month), rules: [first, ...rest] }]
  })
  return asked
    .filter((each) => !asked.some((other) => answers(other, each)))
    .map((each) => ({ ...each, rules: withAnswered(each, asked) }))
    .sort(asUsual)
}

const usualOrder = new Map(nationalRules.map(({ kind }, index) => [kind, index]))

/** What comes more often first, as a secretary goes through them. */
const asUsual = (left: Asked, right: Asked): number =>
  (usualOrder.get(left.kind) ?? 0) - (usualOrder.get(right.kind) ?? 0) ||
  Number(fitsInto(right.every, left.every)) - Number(fitsInto(left.every, right.every))

/** Meeting as often as the one asks is meeting as often as the other does. */
const answers = (one: Asked, other: Asked): boolean =>
  one !== other &&
  one.kind === other.kind &&
  one.every !== other.every &&
  fitsInto(one.every, other.every) &&
  one.times >= other.times

const withAnswered = (one: Asked, all: readonly Asked[]): Asked['rules'] => [
  ...one.rules,
  ...all.filter((other) => answers(one, other)).flatMap(({ rules }) => rules),
]
