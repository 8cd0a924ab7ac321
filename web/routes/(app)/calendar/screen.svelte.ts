import type { App } from '#lib/app-context.svelte.ts'
import { dayOf, isoOf } from '#lib/record/months.ts'
import { HeldRules } from '#lib/duty/held-rules.svelte.ts'
import { Noted } from '#lib/duty/noted.svelte.ts'
import { BranchGroups } from '#lib/people/branch-groups.svelte.ts'
import { monthPlan, weeksOf } from '#lib/plan/month-plan.ts'
import type { Json } from '#schema/json.ts'
import { meeting } from '#schema/records/meeting.ts'
import { organisation } from '#schema/records/organisation.ts'
import { dayAfter, monthAfter } from '#schema/rules/calendar.ts'
import { dutiesOf } from '#schema/rules/duties.ts'
import { inForceFrom, themeDayAhead, themeDayIn } from '#schema/rules/theme-day.ts'

/** The days of one branch, a month at a time, with one of them looked at. */
export class CalendarScreen {
  readonly #app: App
  readonly #branchId: string
  readonly #now: () => number
  readonly #held: HeldRules
  readonly #branch
  readonly #meetings
  readonly #noted
  readonly titleOf: BranchGroups['titleOf']
  day = $state('')
  failed = $state(false)

  constructor(app: App, branchId: string, now: () => number) {
    this.#app = app
    this.#branchId = branchId
    this.#now = now
    this.#held = new HeldRules(app.records)
    this.#branch = app.records.one(organisation, () => branchId)
    this.#meetings = app.records.list(meeting, () => ({ of: branchId }))
    this.#noted = new Noted(app.records, () => ({ meetings: this.#meetings.current, now: now() }))
    this.titleOf = new BranchGroups(app.records, () => branchId).titleOf
    this.day = dayOf(now())
  }

  get ready(): boolean {
    return this.#held.ready && this.#meetings.ready && this.#noted.ready
  }

  readonly today = $derived.by(() => dayOf(this.#now()))
  readonly month = $derived.by(() => this.day.slice(0, 7))
  readonly name = $derived.by(() => this.#branch.current?.body.name)
  readonly #themeDays = $derived.by(() => this.#branch.current?.body ?? {})
  readonly themeDay = $derived.by(() => themeDayIn(this.#themeDays, this.today.slice(0, 7)))
  /** Chosen, and not in force yet. */
  readonly themeDayAhead = $derived.by(() => themeDayAhead(this.#themeDays, this.today.slice(0, 7)))

  readonly #duties = $derived.by(() =>
    dutiesOf(
      this.#held.branch(this.#branchId) ?? {},
      this.month,
      this.#meetings.current.map(this.#noted.of),
      this.#now(),
      this.#held.for(this.#branchId),
    ),
  )
  readonly days = $derived.by(() =>
    monthPlan(
      this.month,
      {
        meetings: this.#meetings.current,
        duties: this.#duties,
        holidays: this.#held.for(this.#branchId).holidays,
        phaseOf: this.#noted.phaseOf,
      },
      isoOf(this.#now()),
    ),
  )
  readonly weeks = $derived.by(() => weeksOf(this.days))
  readonly chosen = $derived.by(() => this.days.find(({ day }) => day === this.day))
  /** Days with something on them, for a list. */
  readonly busy = $derived.by(() =>
    this.days.filter(({ meetings, due }) => meetings.length > 0 || due.length > 0),
  )

  turn(months: number): void {
    const month = monthAfter(this.month, months)
    this.day = month === this.today.slice(0, 7) ? this.today : `${month}-01`
  }

  move(days: number): void {
    this.day = dayAfter(this.day, days)
  }

  async setThemeDay(themeDay: number | undefined): Promise<void> {
    const written = await this.#app.records.write([
      { type: organisation, id: this.#branchId, fields: this.#themeDayFields(themeDay) },
    ])
    this.failed = !written.ok
  }

  /** Written for the month from which it counts; what had been chosen for later goes. */
  #themeDayFields(themeDay: number | undefined): Readonly<Record<string, Json>> {
    const ahead = this.themeDayAhead
    const gone = ahead && { [`themeDays/${ahead.from}`]: null }
    if (themeDay === this.themeDay) return { ...gone }
    const from = inForceFrom(this.#themeDays, themeDay, this.today)
    return { ...gone, [`themeDays/${from}`]: themeDay === undefined ? {} : { day: themeDay } }
  }
}
