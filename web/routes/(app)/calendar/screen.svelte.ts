import type { App } from '#lib/app-context.svelte.ts'
import { dayOf, isoOf } from '#lib/record/desk-months.ts'
import { HeldRules } from '#lib/record/held-rules.svelte.ts'
import { monthPlan, weeksOf } from '#lib/record/month-plan.ts'
import { meeting } from '#schema/records/meeting.ts'
import { organisation } from '#schema/records/organisation.ts'
import { dayAfter, monthAfter } from '#schema/rules/calendar.ts'
import { dutiesOf } from '#schema/rules/duties.ts'

/** The days of one branch, a month at a time, with one of them looked at. */
export class CalendarScreen {
  readonly #app: App
  readonly #branchId: string
  readonly #now: () => number
  readonly #held: HeldRules
  readonly #branch
  readonly #meetings
  day = $state('')
  failed = $state(false)

  constructor(app: App, branchId: string, now: () => number) {
    this.#app = app
    this.#branchId = branchId
    this.#now = now
    this.#held = new HeldRules(app.records)
    this.#branch = app.records.one(organisation, () => branchId)
    this.#meetings = app.records.list(meeting, () => ({ of: branchId }))
    this.day = dayOf(now())
  }

  get ready(): boolean {
    return this.#held.ready && this.#meetings.ready
  }

  readonly today = $derived.by(() => dayOf(this.#now()))
  readonly month = $derived.by(() => this.day.slice(0, 7))
  readonly name = $derived.by(() => this.#branch.current?.body.name)
  readonly themeDay = $derived.by(() => this.#branch.current?.body.themeDay)

  readonly #duties = $derived.by(() =>
    dutiesOf(
      this.#held.branch(this.#branchId) ?? {},
      this.month,
      this.#meetings.current.map(({ body }) => body),
      this.today,
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
      { type: organisation, id: this.#branchId, fields: { themeDay: themeDay ?? null } },
    ])
    this.failed = !written.ok
  }
}
