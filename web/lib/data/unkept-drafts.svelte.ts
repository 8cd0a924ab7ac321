/** Drafts the disk did not take: in memory, and offered to it again. */
import { SvelteMap } from 'svelte/reactivity'
import type { Json } from '#schema/json.ts'
import type { StoredDraft } from './disk/stored.ts'

export type DraftChange = {
  /** Null where a draft is discarded. */
  readonly draft: StoredDraft | null
  /** What comes of it and of what lies there; undefined where nothing of that stays. */
  readonly over?: ((held: Json) => Json | undefined) | undefined
}

type Named = { readonly name: string; readonly savedAt: number }

export class UnkeptDrafts {
  readonly #byName = new SvelteMap<string, DraftChange>()
  /** How many hold words. */
  readonly words = $derived.by(() => [...this.#byName.values()].filter(({ draft }) => draft).length)

  get size(): number {
    return this.#byName.size
  }

  get(name: string): DraftChange | undefined {
    return this.#byName.get(name)
  }

  all(): readonly (readonly [string, DraftChange])[] {
    return [...this.#byName]
  }

  set(name: string, change: DraftChange): void {
    this.#byName.set(name, change)
  }

  delete(name: string): void {
    this.#byName.delete(name)
  }

  clear(): void {
    this.#byName.clear()
  }

  /** What a list of kept drafts looks like with these in place of their older selves. */
  over(kept: readonly Named[], prefix: string): readonly Named[] {
    const mine = this.all().flatMap(([name, { draft }]) =>
      draft && name.startsWith(prefix) ? [{ name, savedAt: draft.savedAt }] : [],
    )
    return [...mine, ...kept.filter(({ name }) => !this.#byName.has(name))].sort(
      (left, right) => right.savedAt - left.savedAt,
    )
  }
}
