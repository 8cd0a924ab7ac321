import { tick } from 'svelte'
import type { App } from '#lib/app-context.svelte.ts'
import { Noted } from '#lib/duty/noted.svelte.ts'
import { BranchGroups } from '#lib/people/branch-groups.svelte.ts'
import { lastRounds } from '#lib/hand-in/rounds.ts'
import type { MeetingMark } from '#lib/meeting/list.ts'
import {
  byMonth,
  foundIn,
  marksByMeeting,
  rollsOnTheWay,
  takenAway,
  yearsOf,
} from '#lib/meeting/list.ts'
import type { Counts } from '#lib/roll/counts.ts'
import { countsByMeeting } from '#lib/roll/counts.ts'
import { firstYearHeld, olderYears, yearBuckets } from '#schema/bucket.ts'
import { handIn } from '#schema/records/hand-in.ts'
import type { MeetingKind } from '#schema/records/meeting.ts'
import { meeting } from '#schema/records/meeting.ts'
import { tally } from '#schema/records/tally.ts'
import { yearAt } from '#schema/rules/calendar.ts'

const step = 30
/** After so many years without a meeting no older one is offered. */
const emptyYearsInRow = 2

type OlderYear = {
  readonly year: number
  readonly state: 'coming' | 'here' | 'unreachable'
}

/** The meetings of one branch as a list. Construct it while a component begins. */
export class MeetingsScreen {
  readonly #meetings
  readonly #tallies
  readonly #handIns
  readonly #noted
  readonly #outbox
  readonly titleOf: BranchGroups['titleOf']
  readonly #app: App
  readonly #branchId: () => string
  #older = $state.raw<readonly OlderYear[]>([])
  #limit = $state(step)
  /** What was here as more was asked for. */
  #before = $state.raw<readonly unknown[]>()
  kind = $state.raw<MeetingKind>()
  query = $state('')

  constructor(app: App, branchId: () => string, now: () => number) {
    this.#app = app
    this.#branchId = branchId
    $effect(() => this.#openOlder())
    // One more than shown says whether there are more.
    this.#meetings = app.records.list(meeting, () => ({
      of: branchId(),
      ...(this.isSearching ? {} : { limit: this.#limit + 1 }),
    }))
    this.#tallies = app.records.list(tally)
    this.#handIns = app.records.list(handIn)
    this.#outbox = app.records.outbox()
    this.#noted = new Noted(app.records, () => ({ meetings: this.#meetings.current, now: now() }))
    this.titleOf = new BranchGroups(app.records, branchId).titleOf
  }

  /** Searching looks through all that lie here. */
  get isSearching(): boolean {
    return this.kind !== undefined || this.query.trim() !== ''
  }

  get ready(): boolean {
    return this.#meetings.ready
  }

  get isEmpty(): boolean {
    return this.ready && !this.isSearching && this.#meetings.current.length === 0
  }

  readonly #found = $derived.by(() => foundIn(this.#meetings.current, this.kind, this.query))

  readonly months = $derived.by(() => byMonth(this.#found.slice(0, this.#limit)))

  /** Also while more of them are being read: what comes after the end is not offered in between. */
  get hasMore(): boolean {
    return this.isReading || this.#found.length > this.#limit
  }

  /** More was asked for, and is not here yet. */
  get isReading(): boolean {
    return !this.isSearching && this.#meetings.current === this.#before
  }

  showMore(): void {
    if (this.isReading) return
    this.#before = this.#meetings.current
    this.#limit += step
  }

  /** The older years somebody asked for, each with how that went, newest first. */
  get older(): readonly (OlderYear & { readonly isEmpty: boolean })[] {
    return this.#older.map((each) => ({ ...each, isEmpty: !this.#yearsHere.has(each.year) }))
  }

  readonly #yearsHere = $derived.by(() => yearsOf(this.#meetings.current))

  /** Not before the end of what is here has been reached, and not while a year is on its way. */
  get #offersOlder(): boolean {
    return (
      this.ready &&
      !this.hasMore &&
      !this.isSearching &&
      !this.#older.some(({ state }) => state === 'coming')
    )
  }

  /** The next older year that may be asked for, where there may be one. */
  get nextOlder(): number | undefined {
    if (!this.#offersOlder) return undefined
    const last = this.older.slice(-emptyYearsInRow)
    const isOver =
      last.length === emptyYearsInRow &&
      last.every(({ state, isEmpty }) => state === 'here' && isEmpty)
    const next = (last.at(-1)?.year ?? this.#firstYear) - 1
    return isOver || next < this.#oldest ? undefined : next
  }

  /** The other years there may be: once some were passed over, or none is offered by itself any more. */
  get otherYears(): readonly number[] {
    const asked = this.#older.map(({ year }) => year)
    const passed = Math.min(...asked, this.#firstYear)
    const skipped = this.#firstYear - passed > asked.length
    if (!this.#offersOlder || !(skipped || this.nextOlder === undefined)) return []
    return this.#offered.filter((year) => !asked.includes(year) && year !== this.nextOlder)
  }

  readonly #offered = $derived.by(() => olderYears(yearAt(this.#app.clock.now())))

  get #oldest(): number {
    return Math.min(...this.#offered)
  }

  readonly #firstYear = $derived.by(() => firstYearHeld(yearAt(this.#app.clock.now())))

  /** Asks for a year: what is packed here is opened at once, the rest is fetched. */
  async showOlder(year: number): Promise<void> {
    const others = () => this.#older.filter((each) => each.year !== year)
    const note = (state: OlderYear['state']) => {
      this.#older = [...others(), { year, state }].sort((left, right) => right.year - left.year)
    }
    note('coming')
    await tick()
    await this.#app.sync.sendNow()
    note(this.#app.sync.reached ? 'here' : 'unreachable')
    this.#limit += step
  }

  /** As long as the list is shown, the years asked for are kept in step. */
  #openOlder(): (() => void) | undefined {
    const { actor } = this.#app.session
    const years = this.#older.map(({ year }) => year)
    if (!actor || years.length === 0) return undefined
    const branchId = this.#branchId()
    return this.#app.sync.open(years.flatMap((year) => yearBuckets(actor, branchId, year)))
  }

  readonly #marks = $derived.by(() => marksByMeeting(this.#outbox.current))

  markOf(id: string): MeetingMark | undefined {
    return this.#marks.get(id)
  }

  /** How far each record came between the branch and those above; nothing of it lies with members. */
  readonly rounds = $derived.by(() => lastRounds(this.#handIns.current))

  get phaseOf(): Noted['phaseOf'] {
    return this.#noted.phaseOf
  }

  readonly #counts = $derived.by(() =>
    countsByMeeting(this.#tallies.current, this.#meetings.current),
  )

  readonly #onTheWay = $derived.by(() => rollsOnTheWay(this.#outbox.current))

  /** The published count; undefined where the rows on this device say more, or nothing was published. */
  countOf(id: string): Counts | undefined {
    return this.#onTheWay.has(id) ? undefined : this.#counts.get(id)
  }
}

/** Meetings taken away in the last 30 days. */
export class RemovedScreen {
  readonly #app: App
  readonly #meetings

  constructor(app: App, branchId: () => string) {
    this.#app = app
    this.#meetings = app.records.list(meeting, () => ({ of: branchId(), removed: true }))
  }

  get ready(): boolean {
    return this.#meetings.ready
  }

  readonly rows = $derived.by(() => takenAway(this.#meetings.current, this.#app.clock.now()))
}
