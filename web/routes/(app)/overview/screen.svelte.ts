import type { App } from '#lib/app-context.svelte.ts'
import { browserStorage, localNotes } from '#lib/data/disk/local-notes.ts'
import { addRates, gatherOf, shareOf } from '#lib/desk/gatherings.ts'
import { heatTable, monthsUpTo } from '#lib/desk/heat.ts'
import { branchesInNeed } from '#lib/desk/help.ts'
import { dayOf, isoOf } from '#lib/record/months.ts'
import { recentMeetings } from '#lib/desk/recent.ts'
import { dutyGroups } from '#lib/duty/groups.ts'
import { HeldRules } from '#lib/duty/held-rules.svelte.ts'
import { Noted } from '#lib/duty/noted.svelte.ts'
import { arrive, look, newSince, packVisits, unpackVisits } from '#lib/desk/seen.ts'
import { branchesOf, hasMembers, organisationTree, rootsOf } from '#lib/desk/tree.ts'
import { meeting } from '#schema/records/meeting.ts'
import { organisation } from '#schema/records/organisation.ts'
import { person } from '#schema/records/person.ts'
import { tally } from '#schema/records/tally.ts'
import { monthAfter } from '#schema/rules/calendar.ts'

const monthsShown = 6
const recentShown = 8
/** Enough to see that somebody but the first administrator is on the books. */
const peopleLooked = 50

/** The township's desk: everything on it follows from the records this device holds. */
export class OverviewScreen {
  readonly #app: App
  readonly #now: () => number
  readonly #notes = localNotes(browserStorage())
  readonly #held: HeldRules
  readonly #organisations
  readonly #people
  readonly #meetings
  readonly #tallies
  readonly #noted
  readonly #visits

  constructor(app: App, now: () => number) {
    this.#app = app
    this.#now = now
    this.#held = new HeldRules(app.records)
    this.#organisations = app.records.list(organisation)
    this.#people = app.records.list(person, () => ({ limit: peopleLooked }))
    this.#meetings = app.records.list(meeting)
    this.#tallies = app.records.list(tally)
    this.#noted = new Noted(app.records, () => ({ meetings: this.#meetings.current, now: now() }))
    this.#visits = arrive(unpackVisits(this.#notes.read(this.#noteName)), now())
  }

  get #noteName(): string {
    return `desk-seen.${this.#app.session.account?.id ?? ''}`
  }

  readonly today = $derived.by(() => dayOf(this.#now()))
  readonly months = $derived.by(() => monthsUpTo(this.today.slice(0, 7), monthsShown))

  readonly roots = $derived.by(() => {
    const { actor } = this.#app.session
    return actor ? rootsOf(actor) : []
  })
  readonly #tree = $derived.by(() => organisationTree(this.#organisations.current, this.roots))
  readonly branches = $derived.by(() => branchesOf(this.#tree))
  readonly gatherings = $derived.by(() =>
    gatherOf(this.branches, this.#meetings.current, this.#tallies.current, this.#noted.of),
  )

  /** The device has answered; what it holds may still be growing. */
  readonly ready = $derived.by(
    () =>
      this.#organisations.ready &&
      this.#held.ready &&
      this.#meetings.ready &&
      this.#tallies.ready &&
      this.#noted.ready &&
      this.#people.ready,
  )
  readonly name = $derived.by(() => this.#tree[0]?.body.name)
  readonly hasPeople = $derived.by(() => hasMembers(this.#people.current, this.branches))

  readonly heat = $derived.by(() =>
    heatTable(this.branches, this.months, this.gatherings, this.#now(), this.#held.for),
  )
  readonly inNeed = $derived.by(() =>
    branchesInNeed(
      this.branches,
      dutyGroups(this.#organisations.current),
      this.gatherings,
      this.#now(),
      this.#held.for,
    ),
  )
  readonly figures = $derived.by(() => {
    const month = this.today.slice(0, 7)
    const share = (of: string) =>
      shareOf(addRates(this.branches.map(({ id }) => this.gatherings.rate(id, of))))
    return {
      themeDays: this.heat.filter(({ cells }) => cells.at(-1)?.state === 'done').length,
      branches: this.branches.length,
      share: share(month),
      shareBefore: share(monthAfter(month, -1)),
      inNeed: this.inNeed.length,
    }
  })

  readonly #ids = $derived.by(() =>
    this.branches.flatMap(({ id }) => this.gatherings.of(id).map((each) => each.id)),
  )
  readonly fresh = $derived.by(() => newSince(this.#visits, this.#ids))
  readonly isFirstVisit = $derived.by(() => this.#visits.before === undefined)

  readonly recent = $derived.by(() =>
    recentMeetings(this.#meetings.current, this.branches, this.gatherings, {
      fresh: this.fresh,
      now: isoOf(this.#now()),
      limit: recentShown,
    }),
  )

  /** Keeps what was on the desk, so that the next visit knows what is new. */
  leave(): void {
    if (!this.ready) return
    this.#notes.write(this.#noteName, packVisits(look(this.#visits, this.#ids, this.#now())))
  }
}
