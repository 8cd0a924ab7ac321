import type { App } from '#lib/app-context.svelte.ts'
import { cameWithVote } from '#lib/vote/came-with-vote.ts'
import { heldBy, remarksStanding } from '#lib/hand-in/rounds.ts'
import { distinctProblems, marksByMeeting } from '#lib/meeting/list.ts'
import { mayEditMeeting } from '#lib/meeting/may-record.ts'
import { BranchGroups } from '#lib/people/branch-groups.svelte.ts'
import { MovedLeaves } from '#lib/roll/moved-leaves.svelte.ts'
import { OwnCall } from '#lib/roll/own-call.svelte.ts'
import { removeMeeting, restoreMeeting } from '#lib/meeting/removal.ts'
import { countTally, knownCounts } from '#lib/roll/counts.ts'
import { besideRows, came, guestRows, ownRows, rollOf } from '#lib/roll/roll.ts'
import { shownMeeting } from '#lib/meeting/draft.ts'
import { sayFields } from '#lib/record/say-field.ts'
import type { Actor } from '#schema/access.ts'
import { branchBuckets, mayRead, workBucket } from '#schema/bucket.ts'
import { attendance } from '#schema/records/attendance.ts'
import { handIn } from '#schema/records/hand-in.ts'
import { meeting } from '#schema/records/meeting.ts'
import { organisation } from '#schema/records/organisation.ts'
import { person } from '#schema/records/person.ts'
import { tally } from '#schema/records/tally.ts'
import { dayAt, localDay, localYear } from '#schema/rules/calendar.ts'
import { callsOf } from '#schema/rules/calls.ts'
import { isOff } from '#schema/rules/own-words.ts'

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
  readonly #groups
  readonly #rounds
  readonly #call
  readonly leaves
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
    this.#people = records.list(person)
    this.#attendance = records.list(attendance, () => ({ of: id }))
    this.#tallies = records.list(tally, () => ({ of: id, limit: 1 }))
    this.#outbox = records.outbox()
    this.#groups = new BranchGroups(records, () => branchId() ?? '')
    this.#rounds = records.list(handIn, () => ({ of: id }))
    this.#call = new OwnCall(records, actor)
    this.leaves = new MovedLeaves(
      records,
      () => id,
      () => this.#row.current?.body.startsAt,
    )
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

  readonly groupNames = $derived.by(() => this.#groups.namesOf(this.shown.groupIds))

  /** What of it stays as it is, because it is read above or was accepted. */
  readonly heldBy = $derived.by(
    () => this.#row.current && heldBy(this.#row.current.body, this.#rounds.current),
  )

  readonly remarks = $derived.by(() => remarksStanding(this.#rounds.current))

  readonly isKeeper = $derived.by(() => mayEditMeeting(this.#actor(), this.#row.current))

  readonly seesNames = $derived.by(() => {
    const body = this.#row.current?.body
    return (
      body !== undefined &&
      mayRead(this.#actor(), workBucket(body.branchId, localYear(body.startsAt)))
    )
  })

  /** Undefined for whoever this device does not know: who left the branch is known to it still. */
  readonly nameOf = (personId: string): string | undefined =>
    this.#people.current.find(({ id }) => id === personId)?.body.name

  /** Of a group as well, as history names both. */
  readonly nameOfAny = (id: string): string | undefined =>
    this.nameOf(id) ?? this.#groups.namesOf([id])[0]

  readonly counts = $derived.by(() =>
    knownCounts({
      rows: this.seesNames ? this.#attendance.current : [],
      kinds: this.shown.kinds,
      published: countTally(this.#tallies.current[0]?.body, this.shown.kinds),
      keeps: this.isKeeper,
    }),
  )

  /** Who came and had a vote, by the roll. */
  readonly cameWithVote = $derived.by(() =>
    cameWithVote({
      rows: this.seesNames ? this.#attendance.current : [],
      people: this.#people.current,
      counts: this.counts,
    }),
  )

  /** Names were noted and are not here yet. */
  readonly awaitsNames = $derived.by(
    () => this.seesNames && this.counts !== undefined && this.#attendance.current.length === 0,
  )

  readonly roll = $derived.by(() => {
    const current = ownRows(this.#attendance.current)
    const branchId = this.#row.current?.body.branchId ?? ''
    const people = this.#people.current
    return current.length === 0
      ? []
      : rollOf({ branchId, people, files: [], rows: current }).filter(({ status }) => status)
  })

  /** Members of other branches who took part: counted in nothing that is this branch's. */
  readonly guests = $derived.by(() =>
    guestRows(this.#attendance.current).filter(({ body }) => came(body.status)),
  )

  /** Its own who took part and are not counted among those expected. */
  readonly beside = $derived.by(() =>
    besideRows(this.#attendance.current).map(({ body }) => this.nameOf(body.personId) ?? ''),
  )

  readonly here = $derived.by(() => this.roll.filter(({ status }) => came(status)))
  /** To a talk nobody is called, so that nobody is missing. */
  readonly notHere = $derived.by(() =>
    callsOf(this.shown).whom === 'nobody' ? [] : this.roll.filter(({ status }) => !came(status)),
  )

  readonly own = $derived.by(
    () =>
      this.#attendance.current.find(({ body }) => body.personId === this.#actor().personId)?.body,
  )

  /** Codes hold on the day alone. */
  isOn(nowMs: number): boolean {
    const body = this.#row.current?.body
    return body !== undefined && localDay(body.startsAt) === dayAt(nowMs)
  }

  /** Whoever is called, before the day is over, where nothing else was noted of him yet. */
  mayAskLeave(nowMs: number): boolean {
    const body = this.#row.current?.body
    if (!body || this.isKeeper || body.branchId !== this.#actor().branchId) return false
    if (isOff(body) || !this.#call.isFor(body)) return false
    const open = this.own === undefined || this.own.status === 'excused'
    return open && localDay(body.startsAt) >= dayAt(nowMs)
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
        sayFields(meeting, fields, this.nameOfAny, this.#row.current?.body).map((said) => ({
          ...said,
          path: `${id} ${said.path}`,
        })),
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
