import type { Records } from '#lib/data/types.ts'
import type { RestDayWay, RuleFlaw } from '#lib/duty/rule-writing.ts'
import { changedRule, emptyRule, flawsIn, ruleDrafts } from '#lib/duty/rule-writing.ts'
import type { MeetingKind } from '#schema/records/meeting.ts'
import type { OrganisationKind } from '#schema/records/organisation.ts'
import type { Every } from '#schema/rules/duty-period.ts'
import type { DutyRule } from '#schema/rules/duty-rules.ts'

/** A rule being written; of a change, over the rule that it takes the place of. */
export class RuleWriting {
  readonly #records: Pick<Records, 'write'>
  readonly #replaced: DutyRule | undefined
  organisationId = $state('')
  kinds = $state<readonly MeetingKind[]>([])
  every = $state<Every>('month')
  times = $state('1')
  only = $state<readonly OrganisationKind[]>([])
  day = $state('')
  onRestDay = $state<RestDayWay>('stays')
  from = $state('')
  until = $state('')
  source = $state('')
  issued = $state('')
  saving = $state(false)
  failed = $state(false)
  #tried = $state(false)

  constructor(
    records: Pick<Records, 'write'>,
    begin: {
      readonly organisationId: string
      readonly month: string
      readonly replaced?: DutyRule | undefined
    },
  ) {
    this.#records = records
    this.#replaced = begin.replaced
    const form = begin.replaced ? changedRule(begin.replaced, begin.month) : emptyRule(begin.month)
    this.organisationId = begin.replaced?.organisationId ?? begin.organisationId
    this.kinds = form.kind === undefined ? [] : [form.kind]
    this.every = form.every
    this.times = String(form.times)
    this.only = form.only
    this.day = form.day
    this.onRestDay = form.onRestDay
    this.from = form.from
    this.source = form.source
    this.issued = form.issued
  }

  get isChange(): boolean {
    return this.#replaced !== undefined
  }

  readonly #form = $derived.by(() => ({
    kind: this.kinds[0],
    every: this.every,
    times: Number(this.times),
    only: this.only,
    day: this.day,
    onRestDay: this.onRestDay,
    from: this.from,
    until: this.until,
    source: this.source,
    issued: this.issued,
  }))

  /** Named only once somebody has tried to save. */
  readonly flaws = $derived.by((): readonly RuleFlaw[] =>
    this.#tried ? flawsIn(this.#form, this.#replaced) : [],
  )

  get typed() {
    const { kind: _kind, times: _times, ...form } = this.#form
    return { ...form, kinds: this.kinds, times: this.times, organisationId: this.organisationId }
  }

  /** What was typed in an earlier visit and not saved. */
  fill(kept: RuleWriting['typed']): void {
    Object.assign(this, kept)
  }

  async save(): Promise<boolean> {
    this.#tried = true
    if (this.flaws.length > 0 || this.saving) return false
    this.saving = true
    const drafts = ruleDrafts(this.organisationId, this.#form, this.#replaced)
    const written = await this.#records.write(drafts)
    this.saving = false
    this.failed = !written.ok
    return written.ok
  }
}
