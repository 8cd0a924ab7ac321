import type { App } from '#lib/app-context.svelte.ts'
import type { BookedMeeting } from '#lib/paper/booked-meeting.ts'
import { bookOf, byMeeting, isHeld, notedIn } from '#lib/paper/booked-meeting.ts'
import type { Arrival } from '#lib/record/desk-arrival.ts'
import { arrivalOf } from '#lib/record/desk-arrival.ts'
import { exportMark } from '#lib/record/export-mark.ts'
import { mayRecordIn } from '#lib/record/may-record.ts'
import { countsByMeeting, knownCounts, rollOf } from '#lib/record/meeting-roll.ts'
import type { SheetOf } from '#lib/record/workbook.ts'
import { workbookOf } from '#lib/record/workbook.ts'
import { saveFile } from '#lib/ui/save-file.ts'
import type { Actor } from '#schema/access.ts'
import { mayRead, publicBucket, workBucket, yearBuckets } from '#schema/bucket.ts'
import { attendance } from '#schema/records/attendance.ts'
import { meeting } from '#schema/records/meeting.ts'
import { organisation } from '#schema/records/organisation.ts'
import { person } from '#schema/records/person.ts'
import { tally } from '#schema/records/tally.ts'
import { localYear } from '#schema/rules/calendar.ts'
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
  readonly #people
  readonly #tallies
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
    this.#meetings = records.list(meeting, () => ({ of: of.branchId }))
    this.#attendance = records.list(attendance)
    this.#people = records.list(person, () => ({ of: of.branchId }))
    this.#tallies = records.list(tally)
  }

  get ready(): boolean {
    return (
      this.#branch.ready && this.#meetings.ready && this.#attendance.ready && this.#people.ready
    )
  }

  get branch(): string {
    return this.#branch.current?.body.name ?? ''
  }

  readonly seesNames = $derived.by(() =>
    mayRead(this.#actor(), workBucket(this.#branchId, String(this.year))),
  )

  readonly nameOf = (personId: string): string | undefined =>
    this.#people.current.find(({ id }) => id === personId)?.body.name

  /** All of the year, what is only planned as well; newest first. */
  readonly meetings = $derived.by(() =>
    this.#meetings.current.filter(({ body }) => Number(localYear(body.startsAt)) === this.year),
  )

  readonly #rows = $derived.by(() => byMeeting(this.seesNames ? this.#attendance.current : []))

  readonly #published = $derived.by(() => countsByMeeting(this.#tallies.current))

  readonly book = $derived.by((): readonly BookedMeeting[] =>
    bookOf(this.meetings, this.year, this.#now()).map((row) => this.#booked(row)),
  )

  #booked({ id, body }: (typeof this.meetings)[number]): BookedMeeting {
    const rows = this.#rows.get(id) ?? []
    const parts = { branchId: this.#branchId, people: this.#people.current, files: [], rows }
    return {
      id,
      body,
      counts: knownCounts({
        rows,
        published: this.#published.get(id),
        keeps: mayRecordIn(this.#actor(), this.#branchId),
      }),
      ...notedIn(rows.length === 0 ? [] : rollOf(parts), rows),
    }
  }

  readonly held = $derived.by(() => this.book.filter(isHeld).length)

  /** What the device does not hold without being asked. */
  readonly #wanted = $derived.by(() => {
    const actor = this.#actor()
    const all = yearBuckets(actor, this.#branchId, this.year)
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
