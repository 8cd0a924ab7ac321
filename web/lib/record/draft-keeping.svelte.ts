import type { Clock, Drafts, WriteFailure } from '#lib/data/types.ts'
import type { Json } from '#schema/json.ts'

/** What is true of the draft on this device: said in the head of the form, never guessed. */
export type Keeping =
  | { readonly state: 'untouched' | 'keeping' }
  | { readonly state: 'kept'; readonly at: number }
  | { readonly state: 'failed'; readonly failure: WriteFailure }

/** Longer than this, an earlier 已存 is no longer what is true of the words on the screen. */
const slowDiskMs = 400

/** Keeps one draft at every change, and knows how that went. */
export class DraftKeeping {
  readonly #drafts: Pick<Drafts, 'keep'>
  readonly #clock: Clock
  readonly #name: string
  #current = $state.raw<Keeping>({ state: 'untouched' })
  #keeps = 0

  constructor(drafts: Pick<Drafts, 'keep'>, clock: Clock, name: string) {
    this.#drafts = drafts
    this.#clock = clock
    this.#name = name
  }

  get current(): Keeping {
    return this.#current
  }

  /** The draft was found on the disk. */
  found(at: number): void {
    this.#current = { state: 'kept', at }
  }

  async keep(value: Json): Promise<void> {
    this.#keeps += 1
    const mine = this.#keeps
    const sayKeeping = () => (this.#current = { state: 'keeping' })
    // A good disk answers between two keystrokes, and then nothing in the head need blink.
    const slow = this.#current.state === 'kept' ? setTimeout(sayKeeping, slowDiskMs) : undefined
    if (slow === undefined) sayKeeping()
    const kept = await this.#drafts.keep(this.#name, value)
    clearTimeout(slow)
    // Newer words are on their way: what is true of these says nothing about them.
    if (mine !== this.#keeps) return
    this.#current = kept.ok
      ? { state: 'kept', at: this.#clock.now() }
      : { state: 'failed', failure: kept.failure }
  }
}
