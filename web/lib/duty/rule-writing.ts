/** A local rule being written down, changed or ended: what is wrong with it, and the rows that come of it. */
import type { RowDraft } from '#lib/data/types.ts'
import type { MeetingKind } from '#schema/records/meeting.ts'
import type { restDayWays } from '#schema/records/duty-rule.ts'
import { dutyRule } from '#schema/records/duty-rule.ts'
import type { OrganisationKind } from '#schema/records/organisation.ts'
import { monthAfter } from '#schema/rules/calendar.ts'
import type { Every } from '#schema/rules/duty-period.ts'
import { fitsInto } from '#schema/rules/duty-period.ts'
import type { DutyRule } from '#schema/rules/duty-rules.ts'
import { nationalRules } from '#schema/rules/duty-rules.ts'

export type RestDayWay = keyof typeof restDayWays

export type RuleForm = {
  readonly kind: MeetingKind | undefined
  readonly every: Every
  readonly times: number
  readonly only: readonly OrganisationKind[]
  /** '' where no day is fixed. */
  readonly day: string
  readonly onRestDay: RestDayWay
  readonly from: string
  readonly until: string
  readonly source: string
  readonly issued: string
}

export const emptyRule = (month: string): RuleForm => ({
  kind: undefined,
  every: 'month',
  times: 1,
  only: [],
  day: '',
  onRestDay: 'stays',
  from: month,
  until: '',
  source: '',
  issued: '',
})

/** What a change of a rule begins with: as it is, from next month on. */
export const changedRule = (rule: DutyRule, month: string): RuleForm => ({
  kind: rule.kind,
  every: rule.every,
  times: rule.times,
  only: rule.only ?? [],
  day: rule.day === undefined ? '' : String(rule.day),
  onRestDay: rule.onRestDay ?? 'stays',
  from: monthAfter(rule.from >= month ? rule.from : month, 1),
  until: '',
  source: rule.source.zh,
  issued: rule.issued ?? '',
})

/** What the regulations ask of every branch for this kind, if they fix a number. */
export const minimumOf = (kind: MeetingKind | undefined): DutyRule | undefined =>
  nationalRules.find((rule) => rule.rank === 'national' && rule.kind === kind)

export type RuleFlaw = 'kind' | 'times' | 'day' | 'from' | 'until' | 'source'

/** `times`: it asks for no more than everybody is asked for anyway, and fixes no day. */
export function flawsIn(form: RuleForm, replaced?: DutyRule): readonly RuleFlaw[] {
  const day = Number(form.day)
  const flaws: RuleFlaw[] = []
  if (form.kind === undefined) flaws.push('kind')
  if (addsNothing(form)) flaws.push('times')
  if (form.day !== '' && !(Number.isInteger(day) && day >= 1 && day <= 28)) flaws.push('day')
  if (form.from === '' || (replaced && form.from <= replaced.from)) flaws.push('from')
  if (form.until !== '' && form.until < form.from) flaws.push('until')
  if (form.source.trim() === '') flaws.push('source')
  return flaws
}

function addsNothing({ kind, every, times, day, onRestDay }: RuleForm): boolean {
  if (kind === undefined || day !== '' || onRestDay !== 'stays') return false
  const least = minimumOf(kind)
  if (times === 0) return least !== undefined
  return least !== undefined && fitsInto(least.every, every) && times <= least.times
}

/** The last month of a rule that another one follows. */
const monthBefore = (month: string): string => monthAfter(month, -1)

/** One transaction: the rule, and the end of the one it replaces. */
export function ruleDrafts(
  organisationId: string,
  form: RuleForm,
  replaced?: DutyRule,
): readonly RowDraft[] {
  if (form.kind === undefined) return []
  const { kind, every, times, only, day, onRestDay, from, until, source, issued } = form
  const fields = {
    organisationId,
    kind,
    every,
    times,
    from,
    source: source.trim(),
    ...(only.length > 0 && { only }),
    ...(day !== '' && { day: Number(day) }),
    ...(onRestDay !== 'stays' && { onRestDay }),
    ...(until !== '' && { until }),
    ...(issued !== '' && { issued }),
  }
  return [
    { type: dutyRule, fields },
    ...(replaced?.id === undefined
      ? []
      : [{ type: dutyRule, id: replaced.id, fields: { until: monthBefore(from) } }]),
  ]
}
