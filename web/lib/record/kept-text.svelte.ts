import type { Drafts } from '#lib/data/types.ts'

/** One text being typed: kept on the device at every keystroke, found again after a crash, let go when it is written. */
export class KeptText {
  readonly #drafts: Pick<Drafts, 'read' | 'keep' | 'discard'>
  readonly #name: string
  #typed = $state<string>()
  #keeping: Promise<unknown> = Promise.resolve()

  constructor(drafts: Pick<Drafts, 'read' | 'keep' | 'discard'>, name: string) {
    this.#drafts = drafts
    this.#name = name
    void drafts.read<string>(name).then((kept) => {
      if (this.#typed === undefined && typeof kept?.value === 'string') this.#typed = kept.value
    })
  }

  /** undefined while nothing was typed. */
  get typed(): string | undefined {
    return this.#typed
  }

  type(value: string): void {
    this.#typed = value
    this.#keeping = this.#drafts.keep(this.#name, value)
  }

  /** `said`: what was typed when the writing began. What was typed since, here or on another page, stays. */
  async letGo(said: string | undefined): Promise<void> {
    // What is still on its way must be there before it can be told from what another page put there.
    await this.#keeping
    if (this.#typed !== said) return
    await this.#drafts.discard(this.#name, (held) => (held === said ? undefined : held))
    if (this.#typed === said) this.#typed = undefined
  }
}
