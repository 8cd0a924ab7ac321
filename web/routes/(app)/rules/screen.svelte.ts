import type { App } from '#lib/app-context.svelte.ts'
import { dayOf } from '#lib/record/months.ts'
import { rootsOf } from '#lib/desk/tree.ts'
import { HeldRules } from '#lib/duty/held-rules.svelte.ts'
import { keptBranchOf } from '#lib/record/role.ts'
import { oversees } from '#schema/access.ts'
import { localRuleOf, lineageOf } from '#schema/rules/local-rules.ts'
import type { DutyRule } from '#schema/rules/duty-rules.ts'
import { announcedYears } from '#schema/rules/rest-days.ts'

/** What is asked of branches: written by those above them, read by everybody below. */
export class RulesScreen {
  readonly #app: App
  readonly #now: () => number
  readonly #held: HeldRules

  constructor(app: App, now: () => number) {
    this.#app = app
    this.#now = now
    this.#held = new HeldRules(app.records)
  }

  get ready(): boolean {
    return this.#held.ready
  }

  readonly month = $derived.by(() => dayOf(this.#now()).slice(0, 7))

  /** The organisations in whose name this person writes rules. */
  readonly offices = $derived.by(() => {
    const { actor } = this.#app.session
    const ids = actor ? rootsOf(actor) : []
    return this.#held.organisations.filter(({ id }) => ids.includes(id))
  })
  readonly mayWrite = $derived.by(() => this.offices.length > 0)

  /** Of whose rules a reader is told: those above his branch. A desk sees those of everybody below it as well. */
  readonly #speakers = $derived.by(() => {
    const { actor } = this.#app.session
    if (!actor) return undefined
    return lineageOf(keptBranchOf(actor) ?? actor.branchId, this.#held.organisations)
  })
  readonly #isShown = (organisationId: string): boolean =>
    this.mayWrite || this.#speakers?.has(organisationId) === true

  readonly rules = $derived.by(() =>
    this.#held.rules
      .filter(({ body }) => this.#isShown(body.organisationId))
      .map((row) => ({ ...localRuleOf(row), mark: row.mark })),
  )
  readonly current = $derived.by(() => this.rules.filter((rule) => !this.isPast(rule)))
  readonly past = $derived.by(() => this.rules.filter((rule) => this.isPast(rule)))

  isPast({ until }: DutyRule): boolean {
    return until !== undefined && until < this.month
  }

  mayChange({ organisationId }: DutyRule): boolean {
    const { actor } = this.#app.session
    return actor !== undefined && organisationId !== undefined && oversees(actor, organisationId)
  }

  nameOf(organisationId: string | undefined): string | undefined {
    return this.#held.organisations.find(({ id }) => id === organisationId)?.body.name
  }

  readonly holidays = $derived.by(() =>
    this.#held.holidays.filter(({ body }) => this.#isShown(body.organisationId)),
  )

  /** This year and the next: what has been announced, undefined where nothing has. */
  readonly years = $derived.by(() => {
    const year = Number(this.month.slice(0, 4))
    return [year, year + 1].map((each) => ({
      year: String(each),
      known: announcedYears.find((known) => known.year === String(each)),
    }))
  })
}
