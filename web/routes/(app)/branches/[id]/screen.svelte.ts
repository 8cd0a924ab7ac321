import type { App } from '#lib/app-context.svelte.ts'
import { arrivalOf } from '#lib/desk/arrival.ts'
import { BranchGroups } from '#lib/people/branch-groups.svelte.ts'
import { absencesByMeeting } from '#lib/desk/branch.ts'
import type { MeetingRecord, PersonRecord } from '#lib/record/recorded.ts'
import { gather } from '#lib/desk/gatherings.ts'
import { HeldRules } from '#lib/duty/held-rules.svelte.ts'
import { Noted } from '#lib/duty/noted.svelte.ts'
import { dayOf, groupByMonth } from '#lib/record/months.ts'
import { isBranch } from '#lib/desk/tree.ts'
import { lastRounds } from '#lib/hand-in/rounds.ts'
import { readersByLesson } from '#lib/lesson/readers.ts'
import { officesToGive, termsOf } from '#lib/people/office-terms.ts'
import { branchBuckets } from '#schema/bucket.ts'
import { attendance } from '#schema/records/attendance.ts'
import { handIn } from '#schema/records/hand-in.ts'
import { lesson } from '#schema/records/lesson.ts'
import { meeting } from '#schema/records/meeting.ts'
import { organisation } from '#schema/records/organisation.ts'
import { person } from '#schema/records/person.ts'
import { post } from '#schema/records/post.ts'
import { study } from '#schema/records/study.ts'
import { tally } from '#schema/records/tally.ts'
import { dutiesOf } from '#schema/rules/duties.ts'
import type { Phase } from '#schema/rules/phase.ts'

/** One branch as those above it see it. While it is open, what a desk does not hold by itself is fetched. */
export class BranchScreen {
  readonly #app: App
  readonly #id: () => string
  readonly #now: () => number
  readonly #held: HeldRules
  readonly #organisations
  readonly #everybody
  readonly #posts
  readonly #meetings
  readonly #tallies
  readonly #noted
  readonly #attendance
  readonly #handIns
  readonly #study
  readonly #lessons
  readonly titleOf: BranchGroups['titleOf']
  /** The screen is made anew for every one looked at. */
  readonly #openedAt: number

  constructor(app: App, id: () => string, now: () => number) {
    this.#app = app
    this.#openedAt = app.clock.now()
    this.#id = id
    this.#now = now
    this.#held = new HeldRules(app.records)
    this.#organisations = app.records.list(organisation)
    this.#everybody = app.records.list(person)
    this.#posts = app.records.list(post)
    this.#meetings = app.records.list(meeting, () => ({ of: id() }))
    this.#tallies = app.records.list(tally)
    this.#noted = new Noted(app.records, () => ({ meetings: this.#meetings.current, now: now() }))
    this.#attendance = app.records.list(attendance)
    this.#handIns = app.records.list(handIn)
    this.#study = app.records.list(study)
    this.#lessons = app.records.list(lesson)
    this.titleOf = new BranchGroups(app.records, id).titleOf
  }

  #organisation(id: string | undefined) {
    return this.#organisations.current.find((each) => each.id === id)
  }

  /** Asks for what is not held anyway; the answer stops asking. */
  open(): () => void {
    const year = Number(dayOf(this.#openedAt).slice(0, 4))
    return this.#app.sync.open(branchBuckets(this.#id(), year))
  }

  readonly today = $derived.by(() => dayOf(this.#now()))
  readonly ready = $derived.by(
    () => this.#organisations.ready && this.#meetings.ready && this.#noted.ready,
  )
  readonly branch = $derived.by(() => this.#organisation(this.#id()))
  readonly superior = $derived.by(() => this.#organisation(this.branch?.body.parentId))
  readonly below = $derived.by(() =>
    this.#organisations.current.filter(
      // Groups have a page of their own.
      ({ body }) => body.parentId === this.#id() && body.kind !== 'group',
    ),
  )
  readonly meets = $derived.by(() => this.branch !== undefined && isBranch(this.branch))
  readonly people = $derived.by(() =>
    this.#everybody.current.filter(({ body }) => body.branchId === this.#id()),
  )
  readonly probationary = $derived.by(
    () => this.people.filter(({ body }) => body.kind === 'probationary').length,
  )
  readonly #asked = $derived.by(() => this.#held.branch(this.#id()))
  readonly nameOfGroup = (id: string): string | undefined => this.#held.nameOf(id)
  readonly groups = $derived.by(() => this.#asked?.groups?.length ?? 0)

  readonly terms = $derived.by(() =>
    termsOf(this.#posts.current, this.#everybody.current, this.#id(), this.today),
  )
  /** The members of all branches this device knows, those of this branch first: a secretary may be sent from elsewhere. */
  readonly candidates = $derived.by(() => {
    const isOwn = (each: PersonRecord) => Number(each.body.branchId === this.#id())
    return this.#everybody.current
      .filter(({ body }) => this.#organisation(body.branchId) !== undefined)
      .sort((left, right) => isOwn(right) - isOwn(left))
  })
  readonly officesToGive = $derived.by(() =>
    officesToGive(this.#app.session.actor, this.#id(), this.meets),
  )
  readonly nameOfBranch = (id: string): string => this.#organisation(id)?.body.name ?? ''

  readonly duties = $derived.by(() =>
    this.#asked && this.meets
      ? dutiesOf(
          this.#asked,
          this.today.slice(0, 7),
          this.#meetings.current.map(this.#noted.of),
          this.#now(),
          this.#held.for(this.#id()),
        )
      : [],
  )

  readonly gatherings = $derived.by(() =>
    gather(this.#meetings.current, this.#tallies.current, this.#noted.of),
  )
  readonly phaseOf = (meeting: MeetingRecord): Phase => this.#noted.phaseOf(meeting)
  readonly months = $derived.by(() => groupByMonth(this.gatherings.of(this.#id())))

  readonly #attendanceHere = $derived.by(() =>
    this.#attendance.current.filter(({ body }) => body.branchId === this.#id()),
  )
  readonly absences = $derived.by(() => absencesByMeeting(this.#attendanceHere))

  /** How far each record came between the branch and those above, as far as it is here. */
  readonly rounds = $derived.by(() => lastRounds(this.#handIns.current))

  readonly #studyHere = $derived.by(() =>
    this.#study.current.filter(({ body }) => body.branchId === this.#id()),
  )
  /** Each lesson with how many of the branch have read it. */
  readonly lessons = $derived.by(() => {
    const readers = readersByLesson(this.#studyHere, this.people)
    return [...this.#lessons.current]
      .sort((left, right) => left.body.order - right.body.order)
      .map((each) => ({ ...each, readers: readers.get(each.id)?.length ?? 0 }))
  })

  readonly received = $derived.by(() => this.#app.sync.received)
  readonly arrival = $derived.by(() =>
    arrivalOf({
      openedAt: this.#openedAt,
      lastContactAt: this.#app.sync.lastContactAt,
      running: this.#app.sync.running,
      reached: this.#app.sync.reached,
      rows: this.#attendanceHere.length + this.#studyHere.length,
    }),
  )
}
