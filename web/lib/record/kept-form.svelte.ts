import type { Drafts } from '#lib/data/types.ts'
import type { Json } from '#schema/json.ts'
import { isObject } from '#schema/json.ts'

export type Kept = { readonly [field: string]: Json }

/** A form that says all that was typed in it, and takes it back. */
type Form<V extends Kept> = { readonly typed: V; fill(kept: V): void }

/**
 * A whole form being typed: kept on the device at every change, found again when it is opened anew, let go when it is written or
 * left. Construct it while a component begins.
 */
export class KeptForm<V extends Kept> {
  readonly #drafts: Pick<Drafts, 'read' | 'keep' | 'discard'>
  readonly #name: string
  readonly #form: Form<V>
  /** What is known to be kept, or was there before anything was typed; undefined once the form is done with. */
  #known: string | undefined

  constructor(drafts: Pick<Drafts, 'read' | 'keep' | 'discard'>, name: string, form: Form<V>) {
    this.#drafts = drafts
    this.#name = name
    this.#form = form
    const begun = JSON.stringify(form.typed)
    this.#known = begun
    void drafts.read<V>(name).then((kept) => {
      // Whoever types before the disk has answered writes anew.
      if (!kept || JSON.stringify(form.typed) !== begun || !isLike(kept.value, form.typed)) return
      this.#known = JSON.stringify(kept.value)
      form.fill(kept.value)
    })
    // The disk is outside Svelte.
    $effect(() => this.keep())
  }

  /** By itself at every change. */
  keep(): void {
    const said = JSON.stringify(this.#form.typed)
    if (this.#known === undefined || said === this.#known) return
    this.#known = said
    void this.#drafts.keep(this.#name, this.#form.typed)
  }

  async letGo(): Promise<void> {
    this.#known = undefined
    await this.#drafts.discard(this.#name)
  }
}

/** Kept by an earlier release, it may be another form's. */
const isLike = (kept: Json, typed: Kept): boolean =>
  isObject(kept) &&
  Object.entries(typed).every(
    ([name, value]) =>
      typeof kept[name] === typeof value && Array.isArray(kept[name]) === Array.isArray(value),
  )
