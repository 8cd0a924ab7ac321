import type { App } from '#lib/app-context.svelte.ts'
import type { MeetingMark } from '#lib/record/meeting-list.ts'
import {
  byMonth,
  foundIn,
  marksByMeeting,
  rollsOnTheWay,
  takenAway,
} from '#lib/record/meeting-list.ts'
import type { Counts } from '#lib/record/meeting-roll.ts'
import { countsByMeeting } from '#lib/record/meeting-roll.ts'
import type { MeetingKind } from '#schema/records/meeting.ts'
import { meeting } from '#schema/records/meeting.ts'
import { tally } from '#schema/records/tally.ts'

const step = 30

/** The meetings of one branch as a list. Construct it while a component begins. */
export class MeetingsScreen {
  readonly #meetings
  readonly #tallies
  readonly #outbox
  #limit = $state(step)
  kind = $state.raw<MeetingKind>()
  query = $state('')

  constructor(app: App, branchId: () => string) {
    // One more than shown says whether there are more.
    this.#meetings = app.records.list(meeting, () => ({
      of: branchId(),
      ...(this.isSearching ? {} : { limit: this.#limit + 1 }),
    }))
    this.#tallies = app.records.list(tally)
    this.#outbox = app.records.outbox()
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

  get hasMore(): boolean {
    return this.#found.length > this.#limit
  }

  showMore(): void {
    this.#limit += step
  }

  readonly #marks = $derived.by(() => marksByMeeting(this.#outbox.current))

  markOf(id: string): MeetingMark | undefined {
    return this.#marks.get(id)
  }

  readonly #counts = $derived.by(() => countsByMeeting(this.#tallies.current))

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
