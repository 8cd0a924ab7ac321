import type { App } from '#lib/app-context.svelte.ts'
import type { RowDraft } from '#lib/data/types.ts'
import type { Answer } from '#lib/record/hand-in-writing.ts'
import { answerHandIn, lacksWords, nextRound, takingBack } from '#lib/record/hand-in-writing.ts'
import type { Mending, Part } from '#lib/record/hand-in-parts.ts'
import { mendingOf } from '#lib/record/hand-in-parts.ts'
import type { Round } from '#lib/record/hand-in-rounds.ts'
import { inOrder, isComplete, mayHandIn } from '#lib/record/hand-in-rounds.ts'
import type { Actor } from '#schema/access.ts'
import { keepsBranch, oversees } from '#schema/access.ts'
import { handIn, isWaiting } from '#schema/records/hand-in.ts'
import { maySign } from '#schema/records/meeting.ts'
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
      ? mendingOf(part, meeting, maySign(this.#actor(), meeting.body))
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

type Typed = { readonly remarks: Readonly<Record<string, string>>; readonly words: string }

/** What somebody above writes of a round, kept at every keystroke until it is sent. */
export class Reviewing {
  readonly #app: App
  readonly #round: Round
  readonly #me: () => string
  parts = $state.raw<readonly Part[]>([])
  #texts = $state.raw<Readonly<Record<string, string>>>({})
  words = $state('')
  /** What is asked just now: there is no way back from it. */
  asking = $state<Answer['state']>()
  /** He tried to return it, and something is not said yet. */
  tried = $state(false)
  busy = $state(false)
  failed = $state(false)

  constructor(app: App, round: Round, me: () => string) {
    this.#app = app
    this.#round = round
    this.#me = me
    void this.#resume()
  }

  get #draft(): string {
    return `review/${this.#round.id}`
  }

  async #resume(): Promise<void> {
    const found = await this.#app.drafts.read<Typed>(this.#draft)
    if (!found || this.parts.length > 0 || this.words !== '') return
    this.#texts = found.value.remarks
    this.words = found.value.words
    // Only parts of a form are ever kept.
    this.parts = Object.keys(found.value.remarks) as Part[]
  }

  textOf(part: string): string {
    return this.#texts[part] ?? ''
  }

  choose(parts: readonly Part[]): void {
    this.parts = parts
    this.keep()
  }

  type(part: string, text: string): void {
    this.#texts = { ...this.#texts, [part]: text }
    this.keep()
  }

  /** Of the parts that are chosen; what was typed at another comes back with it. */
  get #remarks(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.parts.map((part) => [part, this.textOf(part)]))
  }

  keep(): void {
    void this.#app.drafts.keep(this.#draft, { remarks: this.#remarks, words: this.words })
  }

  isEmpty(part: string): boolean {
    return this.textOf(part).trim() === ''
  }

  #answer(state: Answer['state']): Answer {
    return { state, remarks: this.#remarks, words: this.words }
  }

  readonly lacks = $derived.by(() => this.tried && lacksWords(this.#answer('returned')))

  ask(state: Answer['state']): void {
    this.failed = false
    const isUnsaid = this.parts.some((part) => this.isEmpty(part))
    this.tried = isUnsaid || lacksWords(this.#answer(state))
    if (!this.tried) this.asking = state
  }

  leave(): void {
    this.asking = undefined
  }

  async send(): Promise<void> {
    if (!this.asking || this.busy) return
    this.busy = true
    const answer = this.#answer(this.asking)
    this.failed = !(await answerHandIn(this.#app, this.#round, this.#me(), answer))
    this.busy = false
    if (this.failed) return
    this.asking = undefined
    await this.#app.drafts.discard(this.#draft)
  }
}
