/** What holds for one branch, found among the rules and holidays of everybody a device knows: those of the organisations above it. */
import { words } from '../field.ts'
import type { DutyRuleBody } from '../records/duty-rule.ts'
import type { HolidayBody } from '../records/holiday.ts'
import type { LocalRules } from './duties.ts'
import type { DutyRule } from './duty-rules.ts'
import { announced } from './rest-days.ts'

type Recorded<B> = { readonly id: string; readonly body: B }
type Placed = Recorded<{ readonly parentId?: string | undefined }>

export const localRuleOf = ({ id, body }: Recorded<DutyRuleBody>): DutyRule => {
  const { organisationId, kind, every, times, only, day, onRestDay, from, until } = body
  return {
    kind,
    every,
    times,
    only,
    day,
    onRestDay: onRestDay === 'stays' ? undefined : onRestDay,
    from,
    until,
    // A document is called what it is called in any language.
    source: words(body.source, body.source),
    issued: body.issued,
    rank: 'local',
    id,
    organisationId,
  }
}

/** The organisation itself and those above it. */
export function lineageOf(id: string, organisations: readonly Placed[]): ReadonlySet<string> {
  const parents = new Map(organisations.map(({ id: own, body }) => [own, body.parentId]))
  const lineage = new Set<string>()
  for (let each: string | undefined = id; each !== undefined; each = parents.get(each)) {
    // Two superiors entered for each other would never end.
    if (lineage.has(each)) break
    lineage.add(each)
  }
  return lineage
}

export type RuleBook = {
  readonly organisations: readonly Placed[]
  readonly rules: readonly Recorded<DutyRuleBody>[]
  readonly holidays: readonly Recorded<HolidayBody>[]
}

export function localRulesFor(branchId: string, book: RuleBook): LocalRules {
  const lineage = lineageOf(branchId, book.organisations)
  const isAbove = ({ body }: Recorded<{ readonly organisationId: string }>) =>
    lineage.has(body.organisationId)
  return {
    rules: book.rules.filter(isAbove).map(localRuleOf),
    holidays: [...announced, ...book.holidays.filter(isAbove).map(({ body }) => body)],
  }
}
