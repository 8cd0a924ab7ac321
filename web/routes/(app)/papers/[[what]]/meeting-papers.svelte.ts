import type { App } from '#lib/app-context.svelte.ts'
import type { BookedMeeting } from '#lib/paper/booked-meeting.ts'
import { notedIn } from '#lib/paper/booked-meeting.ts'
import { NotCounted } from '#lib/paper/not-counted.svelte.ts'
import { cameWithVote } from '#lib/vote/came-with-vote.ts'
import { mayRecordIn } from '#lib/meeting/may-record.ts'
import { shownMeeting } from '#lib/meeting/draft.ts'
import { countTally, knownCounts } from '#lib/roll/counts.ts'
import { MeetingSources } from '#lib/meeting/sources.svelte.ts'
import type { Actor } from '#schema/access.ts'
import { filesBucket, mayRead, workBucket, yearBuckets } from '#schema/bucket.ts'
import { organisation } from '#schema/records/organisation.ts'
import { tally } from '#schema/records/tally.ts'
import { localYear } from '#schema/rules/calendar.ts'
import { notKept } from './not-kept.ts'

/** One meeting, as its papers need it. Construct it while a component begins. */
export class MeetingPapers {
  readonly id: string
  readonly #app: App
  /** Rights move at midnight, also under an open page. */
  readonly #actor: () => Actor
  readonly #sources
  readonly #branch
  readonly #tallies
  readonly #notCounted
  readonly #openedAt: number

  constructor(app: App, actor: () => Actor, id: string) {
    const { records } = app
    const branchId = () => this.#sources.body?.branchId ?? ''
    this.id = id
    this.#app = app
    this.#openedAt = app.clock.now()
    this.#actor = actor
    this.#sources = new MeetingSources(records, id, branchId)
    this.#branch = records.one(organisation, branchId)
    this.#tallies = records.list(tally, () => ({ of: id, limit: 1 }))
    this.#notCounted = new NotCounted(records, branchId, this.nameOf)
  }

  get ready(): boolean {
    return this.#sources.ready
  }

  get body() {
    return this.#sources.body
  }

  get branch(): string {
    return this.#branch.current?.body.name ?? ''
  }

  readonly shown = $derived.by(() => shownMeeting(this.body, { typed: {} }))

  readonly seesNames = $derived.by(() => {
    const { body } = this
    return (
      body !== undefined &&
      mayRead(this.#actor(), workBucket(body.branchId, localYear(body.startsAt)))
    )
  })

  readonly nameOf = (personId: string): string | undefined => this.#sources.nameOf(personId)

  readonly #roll = $derived.by(() => {
    const branchId = this.body?.branchId ?? ''
    const draft = { isNew: false, notHeld: false, typed: {}, roll: {}, branchId }
    return this.#sources.rollFor(draft, this.shown)
  })

  /** Whoever should come. */
  readonly expected = $derived.by(() => this.#roll.filter(({ expected }) => expected))

  readonly book = $derived.by((): BookedMeeting | undefined => {
    const { body } = this
    if (!body) return undefined
    const rows = this.seesNames ? this.#sources.rows : []
    const counts = knownCounts({
      rows,
      kinds: body.kinds,
      published: countTally(this.#tallies.current[0]?.body, body.kinds),
      keeps: mayRecordIn(this.#actor(), body.branchId),
    })
    return {
      id: this.id,
      body,
      groups: this.#sources.groupNames,
      counts,
      cameWithVote: cameWithVote({ rows, people: this.#sources.everybody, counts }),
      notCounted: this.#notCounted.at(body),
      ...notedIn(rows.length === 0 ? [] : this.#roll, rows, this.nameOf),
    }
  })

  /** Asks for what this device does not hold by itself; answers how to let go. */
  open(): (() => void) | undefined {
    const { body } = this
    if (!body) return undefined
    const actor = this.#actor()
    const wanted = notKept(actor, this.#openedAt, [
      ...yearBuckets(actor, body.branchId, Number(localYear(body.startsAt))),
      ...(this.seesNames ? [filesBucket(body.branchId)] : []),
    ])
    return wanted.length === 0 ? undefined : this.#app.sync.open(wanted)
  }
}
