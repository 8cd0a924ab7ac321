/** What those above ask of a branch, as far as this device knows it: the same for the phone of a member and the desk of the township. */
import type { Records } from '#lib/data/types.ts'
import { dutyRule } from '#schema/records/duty-rule.ts'
import { holiday } from '#schema/records/holiday.ts'
import { organisation } from '#schema/records/organisation.ts'
import type { DutyBranch, LocalRules } from '#schema/rules/duties.ts'
import { groupsOf } from '#schema/rules/groups.ts'
import { localRulesFor } from '#schema/rules/local-rules.ts'

/** Construct it while a component begins. */
export class HeldRules {
  readonly #organisations
  readonly #rules
  readonly #holidays

  constructor(records: Pick<Records, 'list'>) {
    this.#organisations = records.list(organisation)
    this.#rules = records.list(dutyRule)
    this.#holidays = records.list(holiday)
  }

  get ready(): boolean {
    return this.#organisations.ready && this.#rules.ready && this.#holidays.ready
  }

  get organisations() {
    return this.#organisations.current
  }

  get rules() {
    return this.#rules.current
  }

  get holidays() {
    return this.#holidays.current
  }

  readonly for = (branchId: string): LocalRules =>
    localRulesFor(branchId, {
      organisations: this.#organisations.current,
      rules: this.#rules.current,
      holidays: this.#holidays.current,
    })

  readonly nameOf = (id: string): string | undefined =>
    this.#organisations.current.find((each) => each.id === id)?.body.name

  /** A branch as the rules ask about it; undefined while it is not known. */
  branch(id: string): DutyBranch | undefined {
    const found = this.#organisations.current.find((each) => each.id === id)
    const groups = groupsOf(this.#organisations.current, id)
    return (
      found && {
        ...found.body,
        groups: groups.map((each) => ({ id: each.id, foundedOn: each.body.foundedOn })),
      }
    )
  }
}
