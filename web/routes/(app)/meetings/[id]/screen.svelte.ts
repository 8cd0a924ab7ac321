import type { App } from '#lib/app-context.svelte.ts'
import type { HistoryFailure } from '#lib/record/meeting-history.ts'
import { fetchHistory } from '#lib/record/meeting-history.ts'
import { distinctProblems, marksByMeeting } from '#lib/record/meeting-list.ts'
import { mayEditMeeting } from '#lib/record/may-record.ts'
import { removeMeeting, restoreMeeting } from '#lib/record/meeting-removal.ts'
import { came, countTally, guestRows, knownCounts, rollOf } from '#lib/record/meeting-roll.ts'
import { shownMeeting } from '#lib/record/meeting-draft.ts'
import { sayFields } from '#lib/record/say-field.ts'
import type { Actor } from '#schema/access.ts'
import { branchBuckets, mayRead, workBucket } from '#schema/bucket.ts'
import { attendance } from '#schema/records/attendance.ts'
import { meeting } from '#schema/records/meeting.ts'
import { organisation } from '#schema/records/organisation.ts'
import { person } from '#schema/records/person.ts'
import { tally } from '#schema/records/tally.ts'
import { dayAt, localDay, localYear } from '#schema/rules/calendar.ts'
import type { Result } from '#sync/result.ts'
import type { HistoryLine } from '#sync/wire/history.ts'

/** One meeting as it stands. Construct it while a component begins. */
export class MeetingScreen {
  readonly id: string
  readonly #app: App
  /** Rights move at midnight, also under an open page. */
  readonly #actor: () => Actor
  readonly #row
  readonly #branch
  readonly #people
  readonly #attendance
  readonly #tallies
  readonly #outbox
  /** Taking away or bringing back did not succeed. */
  failed = $state(false)
  justRemoved = $state(false)

  constructor(app: App, actor: () => Actor, id: string) {
    const { records } = app
    this.id = id
    this.#app = app
    this.#actor = actor
    const branchId = () => this.#row.current?.body.branchId
    this.#row = records.one(meeting, () => id)
    this.#branch = records.one(organisation, branchId)
    this.#people = records.list(person, () => ({ of: branchId() ?? '' }))
    this.#attendance = records.list(attendance, () => ({ of: id }))
    this.#tallies = records.list(tally, () => ({ of: id, limit: 1 }))
    this.#outbox = records.outbox()
  }

  get ready(): boolean {
    return this.#row.ready && this.#attendance.ready && this.#people.ready
  }

  get row() {
    return this.#row.current
  }

  get branchName(): string | undefined {
    return this.#branch.current?.body.name
  }

  readonly shown = $derived.by(() => shownMeeting(this.#row.current?.body, { typed: {} }))

  readonly isKeeper = $derived.by(() => mayEditMeeting(this.#actor(), this.#row.current))

  readonly seesNames = $derived.by(() => {
    const body = this.#row.current?.body
    return (
      body !== undefined &&
      mayRead(this.#actor(), workBucket(body.branchId, localYear(body.startsAt)))
    )
  })

  /** Of whoever is out of the branch by now, undefined. */
  readonly nameOf = (personId: string): string | undefined =>
    this.#people.current.find(({ id }) => id === personId)?.body.name

  readonly #published = $derived.by(() => countTally(this.#tallies.current[0]?.body))

  readonly counts = $derived.by(() =>
    knownCounts({
      rows: this.seesNames ? this.#attendance.current : [],
      published: this.#published,
      keeps: this.isKeeper,
    }),
  )

  /** Names were noted and are not here yet. */
  readonly awaitsNames = $derived.by(
    () => this.seesNames && this.counts !== undefined && this.#attendance.current.length === 0,
  )

  readonly roll = $derived.by(() => {
    const { current } = this.#attendance
    const branchId = this.#row.current?.body.branchId ?? ''
    const people = this.#people.current
    return current.length === 0
      ? []
      : rollOf({ branchId, people, files: [], rows: current }).filter(({ expected }) => expected)
  })

  /** Members of other branches who took part: counted in nothing that is this branch's. */
  readonly guests = $derived.by(() =>
    guestRows(this.#attendance.current).filter(({ body }) => came(body.status)),
  )

  readonly here = $derived.by(() => this.roll.filter(({ status }) => came(status)))
  readonly notHere = $derived.by(() => this.roll.filter(({ status }) => !came(status)))

  readonly own = $derived.by(
    () =>
      this.#attendance.current.find(({ body }) => body.personId === this.#actor().personId)?.body,
  )

  /** Codes hold on the day alone. */
  isOn(nowMs: number): boolean {
    const body = this.#row.current?.body
    return body !== undefined && localDay(body.startsAt) === dayAt(nowMs)
  }

  /** A member of the branch, before the day is over, where nothing was noted of him yet. */
  mayAskLeave(nowMs: number): boolean {
    const body = this.#row.current?.body
    if (!body || this.isKeeper || body.branchId !== this.#actor().branchId) return false
    return this.own === undefined && localDay(body.startsAt) >= dayAt(nowMs)
  }

  readonly mark = $derived.by(() => marksByMeeting(this.#outbox.current).get(this.id))

  /** What was refused of the meeting or of its roll, each reason once. */
  readonly problems = $derived.by(() =>
    distinctProblems([this.#row.current, ...this.#attendance.current]),
  )

  /** What this device wrote, and the authority kept out of a signed record. */
  readonly lateWords = $derived.by(() =>
    (this.#row.current?.edits ?? [])
      .filter(({ refused }) => refused?.reason === 'frozen')
      .flatMap(({ id, fields }) =>
        sayFields(meeting, fields).map((said) => ({ ...said, path: `${id} ${said.path}` })),
      ),
  )

  /** Asks for the names of a branch that this device does not hold by itself; answers how to let go. */
  openBranch(): (() => void) | undefined {
    const body = this.#row.current?.body
    if (!body || this.isKeeper || !this.seesNames) return undefined
    return this.#app.sync.open(branchBuckets(body.branchId, Number(localYear(body.startsAt))))
  }

  async remove(): Promise<void> {
    const removed = await removeMeeting(this.#app, this.id)
    this.failed = !removed.ok
    this.justRemoved = removed.ok
  }

  async restore(): Promise<void> {
    const restored = await restoreMeeting(this.#app, this.id)
    this.failed = !restored.ok
    this.justRemoved = this.justRemoved && !restored.ok
  }
}

/** The history of a row: fetched when somebody wants to see it, kept nowhere. */
export class HistoryScreen {
  readonly #rowId: string
  fetching = $state(false)
  result = $state.raw<Result<readonly HistoryLine[], HistoryFailure>>()

  constructor(rowId: string) {
    this.#rowId = rowId
  }

  async fetch(): Promise<void> {
    if (this.fetching) return
    this.fetching = true
    this.result = await fetchHistory((...request) => fetch(...request), this.#rowId)
    this.fetching = false
  }
}
