import type { Drafts } from '#lib/data/types.ts'

/** One text being typed: kept on the device at every keystroke, found again after a crash, let go when it is written. */
export class KeptText {
  readonly #drafts: Pick<Drafts, 'read' | 'keep' | 'discard'>
  readonly #name: string
  #typed = $state<string>()

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
    void this.#drafts.keep(this.#name, value)
  }

  async letGo(): Promise<void> {
    await this.#drafts.discard(this.#name)
    this.#typed = undefined
  }
}
