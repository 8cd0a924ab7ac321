/** Drafts the disk did not take: in memory, and offered to it again. Null where a draft was to be discarded. */
import { SvelteMap } from 'svelte/reactivity'
import type { StoredDraft } from './stored.ts'

type Named = { readonly name: string; readonly savedAt: number }

export class UnkeptDrafts {
  readonly #byName = new SvelteMap<string, StoredDraft | null>()
  /** How many hold words. */
  readonly words = $derived.by(() => [...this.#byName.values()].filter((draft) => draft).length)

  get size(): number {
    return this.#byName.size
  }

  get(name: string): StoredDraft | null | undefined {
    return this.#byName.get(name)
  }

  all(): readonly (readonly [string, StoredDraft | null])[] {
    return [...this.#byName]
  }

  set(name: string, draft: StoredDraft | null): void {
    this.#byName.set(name, draft)
  }

  delete(name: string): void {
    this.#byName.delete(name)
  }

  clear(): void {
    this.#byName.clear()
  }

  /** What a list of kept drafts looks like with these in place of their older selves. */
  over(kept: readonly Named[], prefix: string): readonly Named[] {
    const mine = this.all().flatMap(([name, draft]) =>
      draft && name.startsWith(prefix) ? [{ name, savedAt: draft.savedAt }] : [],
    )
    return [...mine, ...kept.filter(({ name }) => !this.#byName.has(name))].sort(
      (left, right) => right.savedAt - left.savedAt,
    )
  }
}
