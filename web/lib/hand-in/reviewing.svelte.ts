import type { App } from '#lib/app-context.svelte.ts'
import type { Part } from './parts.ts'
import type { Round } from './rounds.ts'
import type { Answer } from './writing.ts'
import { answerHandIn, lacksWords } from './writing.ts'

type Typed = {
  /** Also of parts that are not chosen any more. */
  readonly remarks: Readonly<Record<string, string>>
  /** Those chosen; an earlier release kept the remarks of no others. */
  readonly parts?: readonly Part[]
  readonly words: string
}

/** What somebody above writes of a round, kept at every keystroke until it is sent. */
export class Reviewing {
  readonly #app: Pick<App, 'records' | 'clock' | 'drafts'>
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

  constructor(app: Pick<App, 'records' | 'clock' | 'drafts'>, round: Round, me: () => string) {
    this.#app = app
    this.#round = round
    this.#me = me
    void this.#resume()
  }

  /** By the meeting: its branch may take a round back and hand the record in again while somebody writes of it. */
  get #draft(): string {
    return `review/${this.#round.body.meetingId}`
  }

  /** As an earlier release named it. */
  get #draftOfRound(): string {
    return `review/${this.#round.id}`
  }

  async #resume(): Promise<void> {
    const { drafts } = this.#app
    const found =
      (await drafts.read<Typed>(this.#draft)) ?? (await drafts.read<Typed>(this.#draftOfRound))
    if (!found || this.parts.length > 0 || this.words !== '') return
    this.#texts = found.value.remarks
    this.words = found.value.words
    // Only parts of a form are ever kept.
    this.parts = found.value.parts ?? (Object.keys(found.value.remarks) as Part[])
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
    const typed = { remarks: this.#texts, parts: [...this.parts], words: this.words }
    void this.#app.drafts.keep(this.#draft, typed)
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
    for (const name of [this.#draft, this.#draftOfRound]) await this.#app.drafts.discard(name)
  }
}
