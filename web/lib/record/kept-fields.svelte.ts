import type { Drafts } from '#lib/data/types.ts'
import type { Json } from '#schema/json.ts'
import { isObject } from '#schema/json.ts'

/** What was typed of a form; the rest is as it began. */
type Typed<Name extends string> = Partial<Record<Name, string>>

/** A small form being typed: its texts are kept together at every keystroke, found again after a crash, let go when they are written. */
export class KeptFields<Name extends string> {
  readonly #drafts: Pick<Drafts, 'read' | 'keep' | 'discard'>
  readonly #name: string
  readonly #begun: () => Readonly<Record<Name, string>>
  #typed = $state.raw<Typed<Name>>({})
  #keeping: Promise<unknown> = Promise.resolve()

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

  get typed(): Typed<Name> {
    return this.#typed
  }

  get isTyped(): boolean {
    return Object.keys(this.#typed).length > 0
  }

  type(part: Partial<Record<Name, string>>): Promise<unknown> {
    this.#typed = { ...this.#typed, ...part }
    const keeping = this.#drafts.keep(this.#name, this.#typed as Json)
    this.#keeping = keeping
    return keeping
  }

  /** `said`: what was typed when the writing began. What was typed since, here or on another page, stays. */
  async letGo(said: Typed<Name>): Promise<void> {
    const isSaid = (typed: Json) =>
      isObject(typed) &&
      Object.entries(this.#fieldsIn(typed)).every(([name, value]) => said[name as Name] === value)
    // What is still on its way must be there before it can be told from what another page put there.
    await this.#keeping
    if (!isSaid(this.#typed as Json)) return
    await this.#drafts.discard(this.#name, (held) => (isSaid(held) ? undefined : held))
    if (isSaid(this.#typed as Json)) this.#typed = {}
  }

  #fieldsIn(kept: Readonly<Record<string, unknown>>): Typed<Name> {
    const names = Object.keys(this.#begun()) as Name[]
    const texts = names.filter((name) => typeof kept[name] === 'string')
    return Object.fromEntries(texts.map((name) => [name, kept[name]])) as Record<Name, string>
  }
}
