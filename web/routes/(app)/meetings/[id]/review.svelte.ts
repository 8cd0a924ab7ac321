import type { App } from '#lib/app-context.svelte.ts'
import type { RowDraft } from '#lib/data/types.ts'
import { nextRound, takingBack } from '#lib/hand-in/writing.ts'
import type { Mending } from '#lib/hand-in/parts.ts'
import { mendingOf } from '#lib/hand-in/parts.ts'
import { inOrder, isComplete, mayHandIn } from '#lib/hand-in/rounds.ts'
import { mayAmend } from '#lib/meeting/may-record.ts'
import type { Actor } from '#schema/access.ts'
import { keepsBranch, oversees } from '#schema/access.ts'
import { handIn, isWaiting } from '#schema/records/hand-in.ts'
import type { MeetingScreen } from './screen.svelte.ts'

/** One meeting's record between its branch and those above. Construct it while a component begins. */
export class ReviewScreen {
  readonly #app: App
  readonly #actor: () => Actor
  readonly #meeting: () => MeetingScreen['row']
  readonly #rows
  busy = $state(false)
  failed = $state(false)

  constructor(app: App, actor: () => Actor, meeting: () => MeetingScreen['row'], id: string) {
    this.#app = app
    this.#actor = actor
    this.#meeting = meeting
    this.#rows = app.records.list(handIn, () => ({ of: id }))
  }

  get ready(): boolean {
    return this.#rows.ready
  }

  readonly #rounds = $derived.by(() => inOrder(this.#rows.current))
  readonly last = $derived.by(() => this.#rounds.at(-1))
  /** Newest first. */
  readonly earlier = $derived.by(() => this.#rounds.slice(0, -1).reverse())

  readonly keeps = $derived.by(() =>
    keepsBranch(this.#actor(), this.#meeting()?.body.branchId ?? ''),
  )

  readonly isComplete = $derived.by(() => {
    const body = this.#meeting()?.body
    return body !== undefined && isComplete(body)
  })

  readonly mayHandIn = $derived.by(() => {
    const body = this.#meeting()?.body
    return this.keeps && body !== undefined && mayHandIn(body, this.last)
  })

  readonly mayTakeBack = $derived.by(
    () => this.keeps && this.last !== undefined && isWaiting(this.last.body),
  )

  /** Where whoever looks mends what was remarked; he who cannot hand it in again mends nothing. */
  readonly mendingOf = (part: string): Mending | undefined => {
    const meeting = this.#meeting()
    return meeting && this.mayHandIn
      ? mendingOf(part, meeting, mayAmend(this.#actor(), meeting))
      : undefined
  }

  /** The round that waits for whoever uses this device. */
  readonly asked = $derived.by(() => {
    const { last } = this
    return last && isWaiting(last.body) && oversees(this.#actor(), last.body.branchId)
      ? last
      : undefined
  })

  async handIn(note: string): Promise<boolean> {
    const meeting = this.#meeting()
    if (!meeting || this.busy) return false
    const by = this.#actor().personId
    await this.#write(nextRound(meeting, this.last, { by, nowMs: this.#app.clock.now(), note }))
    return !this.failed
  }

  async takeBack(): Promise<void> {
    if (this.last && !this.busy) await this.#write(takingBack(this.last))
  }

  async #write(draft: RowDraft): Promise<void> {
    this.busy = true
    this.failed = !(await this.#app.records.write([draft])).ok
    this.busy = false
  }
}
