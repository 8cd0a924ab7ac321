import type { App } from '#lib/app-context.svelte.ts'
import type { BookedMeeting } from '#lib/paper/booked-meeting.ts'
import { bookOf, byMeeting, isHeld, notedIn } from '#lib/paper/booked-meeting.ts'
import { NotCounted } from '#lib/paper/not-counted.svelte.ts'
import { BranchGroups } from '#lib/people/branch-groups.svelte.ts'
import { cameWithVote } from '#lib/vote/came-with-vote.ts'
import type { Arrival } from '#lib/desk/arrival.ts'
import { arrivalOf } from '#lib/desk/arrival.ts'
import { exportMark } from '#lib/paper/export-mark.ts'
import { Noted } from '#lib/duty/noted.svelte.ts'
import { mayRecordIn } from '#lib/meeting/may-record.ts'
import { rollsOnTheWay } from '#lib/meeting/list.ts'
import { countsByMeeting, knownCounts } from '#lib/roll/counts.ts'
import { ownRows, rollOf } from '#lib/roll/roll.ts'
import type { SheetOf } from '#lib/paper/workbook.ts'
import { workbookOf } from '#lib/paper/workbook.ts'
import { saveFile } from '#lib/ui/save-file.ts'
import type { Actor } from '#schema/access.ts'
import { filesBucket, mayRead, publicBucket, workBucket, yearBuckets } from '#schema/bucket.ts'
import { attendance } from '#schema/records/attendance.ts'
import { meeting } from '#schema/records/meeting.ts'
import { organisation } from '#schema/records/organisation.ts'
import { person } from '#schema/records/person.ts'
import { tally } from '#schema/records/tally.ts'
import { spanOfYear } from '#schema/rules/calendar.ts'
import { notKept } from './not-kept.ts'

export type YearWanted = {
  readonly branchId: string
  readonly year: number
  /** Who came is wanted as well, not only how many. */
  readonly names: boolean
}

/** A branch's year, as its papers need it. Construct it while a component begins; it is made anew for every branch and year. */
export class YearPapers {
  readonly #app: App
  /** Rights move at midnight, also under an open page. */
  readonly #actor: () => Actor
  readonly #now: () => number
  readonly #branchId: string
  readonly #names: boolean
  readonly #openedAt: number
  readonly #branch
  readonly #meetings
  readonly #attendance
  readonly #outbox
  readonly #people
  readonly #tallies
  readonly #groups
  readonly #notCounted
  readonly #noted
  readonly year: number
  busy = $state(false)
  /** What makes the file could not be fetched. */
  failed = $state(false)

  constructor(app: App, of: YearWanted, actor: () => Actor, now: () => number) {
    const { records } = app
    this.#app = app
    this.#actor = actor
    this.#now = now
    this.#branchId = of.branchId
    this.#names = of.names
    this.year = of.year
    this.#openedAt = app.clock.now()
    this.#branch = records.one(organisation, () => of.branchId)
    const span = spanOfYear(of.year)
    this.#outbox = records.outbox()
    this.#meetings = records.list(meeting, () => ({ of: of.branchId, ...span }))
    this.#attendance = records.list(attendance, () => (this.#wantsRows ? span : { ids: [] }))
    this.#people = records.list(person)
    this.#tallies = records.list(tally, () => span)
    this.#groups = new BranchGroups(records, () => of.branchId)
    this.#noted = new Noted(records, () => ({ meetings: this.#meetings.current, now: now() }))
    this.#notCounted = new NotCounted(records, () => of.branchId, this.nameOf)
  }

  get ready(): boolean {
    return [
      ...[this.#branch, this.#meetings, this.#attendance, this.#people],
      ...[this.#tallies, this.#outbox, this.#noted],
    ].every(({ ready }) => ready)
  }

  /** How many came is published; only where a roll of this year still waits to be sent its rows say more. */
  readonly #wantsRows = $derived.by(() => {
    const waiting = rollsOnTheWay(this.#outbox.current)
    return this.#names || this.#meetings.current.some(({ id }) => waiting.has(id))
  })

  get branch(): string {
    return this.#branch.current?.body.name ?? ''
  }

  readonly seesNames = $derived.by(() =>
    mayRead(this.#actor(), workBucket(this.#branchId, String(this.year))),
  )

  readonly nameOf = (personId: string): string | undefined =>
    this.#people.current.find(({ id }) => id === personId)?.body.name

  /** All of the year, what is only planned as well; newest first. */
  readonly meetings = $derived.by(() => this.#meetings.current)

  readonly #rows = $derived.by(() => byMeeting(this.seesNames ? this.#attendance.current : []))

  readonly #published = $derived.by(() => countsByMeeting(this.#tallies.current, this.meetings))

  readonly book = $derived.by((): readonly BookedMeeting[] =>
    bookOf(this.meetings, this.year, this.#now())
      .filter((row) => this.#noted.phaseOf(row) !== 'unrecorded')
      .map((row) => this.#booked(row)),
  )

  #booked({ id, body }: (typeof this.meetings)[number]): BookedMeeting {
    const rows = this.#rows.get(id) ?? []
    const own = ownRows(rows)
    const parts = { branchId: this.#branchId, people: this.#people.current, files: [], rows: own }
    const counts = knownCounts({
      rows,
      kinds: body.kinds,
      published: this.#published.get(id),
      keeps: mayRecordIn(this.#actor(), this.#branchId),
    })
    return {
      id,
      body,
      groups: this.#groups.namesOf(body.groupIds),
      counts,
      cameWithVote: cameWithVote({ rows, people: this.#people.current, counts }),
      notCounted: this.#notCounted.at(body),
      ...notedIn(own.length === 0 ? [] : rollOf(parts), rows, this.nameOf),
    }
  }

  readonly held = $derived.by(() => this.book.filter(isHeld).length)

  /** What the device does not hold without being asked. */
  readonly #wanted = $derived.by(() => {
    const actor = this.#actor()
    const all = [
      ...yearBuckets(actor, this.#branchId, this.year),
      ...(this.seesNames ? [filesBucket(this.#branchId)] : []),
    ]
    const counts = publicBucket(this.#branchId, String(this.year))
    return notKept(actor, this.#openedAt, this.#names ? all : [counts])
  })

  /** Whether all of the year is here. */
  readonly arrival = $derived.by((): Arrival => {
    const { sync } = this.#app
    if (this.#wanted.length === 0) return sync.filled ? 'complete' : 'fetching'
    return arrivalOf({
      openedAt: this.#openedAt,
      lastContactAt: sync.lastContactAt,
      running: sync.running,
      reached: sync.reached,
      rows: this.meetings.length,
    })
  })

  /** Asks for what is not held anyway; the answer stops asking. */
  open(): (() => void) | undefined {
    return this.#wanted.length === 0 ? undefined : this.#app.sync.open(this.#wanted)
  }

  async saveExcel(sheet: SheetOf, fileName: string): Promise<void> {
    if (this.busy) return
    this.busy = true
    const { session, clock } = this.#app
    const file = await workbookOf(exportMark(session.personName ?? '', clock.now()), [sheet])
    this.busy = false
    this.failed = file === undefined
    if (file) saveFile(file, fileName)
  }
}
