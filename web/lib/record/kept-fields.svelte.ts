import type { Drafts } from '#lib/data/types.ts'
import type { Json } from '#schema/json.ts'
import { isObject } from '#schema/json.ts'

/** A small form being typed: its texts are kept together at every keystroke, found again after a crash, let go when they are written. */
export class KeptFields<Name extends string> {
  readonly #drafts: Pick<Drafts, 'read' | 'keep' | 'discard'>
  readonly #name: string
  readonly #begun: () => Readonly<Record<Name, string>>
  #typed = $state.raw<Partial<Record<Name, string>>>({})

  /** `begun`: what the form says before anybody types. */
  constructor(
    drafts: Pick<Drafts, 'read' | 'keep' | 'discard'>,
    name: string,
    begun: () => Readonly<Record<Name, string>>,
  ) {
    this.#drafts = drafts
    this.#name = name
    this.#begun = begun
    void drafts.read(name).then((kept) => {
      if (isObject(kept?.value)) this.#typed = { ...this.#fieldsIn(kept.value), ...this.#typed }
    })
  }

  get current(): Readonly<Record<Name, string>> {
    return { ...this.#begun(), ...this.#typed }
  }

  get isTyped(): boolean {
    return Object.keys(this.#typed).length > 0
  }

  type(part: Partial<Record<Name, string>>): Promise<unknown> {
    this.#typed = { ...this.#typed, ...part }
    return this.#drafts.keep(this.#name, this.#typed as Json)
  }

  async letGo(): Promise<void> {
    await this.#drafts.discard(this.#name)
    this.#typed = {}
  }

  #fieldsIn(kept: Readonly<Record<string, unknown>>): Partial<Record<Name, string>> {
    const names = Object.keys(this.#begun()) as Name[]
    const texts = names.filter((name) => typeof kept[name] === 'string')
    return Object.fromEntries(texts.map((name) => [name, kept[name]])) as Record<Name, string>
  }
}
