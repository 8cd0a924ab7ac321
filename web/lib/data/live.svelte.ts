import type { Observable } from 'rxjs'
import type { Live } from './types.ts'

export type Watched<V> = {
  /** What the value is about: while it stays the same, the last value stands until the next one arrives. */
  readonly subject: string
  /** Values that are still being unsealed come as promises. */
  readonly source: Observable<V | Promise<V>>
}

/** A value that follows an RxDB query, and another query where the state it depends on changes. */
export class LiveQuery<V> implements Live<V> {
  readonly #initial: V
  readonly #watched: Watched<V> | undefined
  #held = $state.raw<{ readonly subject: string; readonly value: V }>()

  /** `watch` answers undefined where there is nothing to look at yet. */
  constructor(
    initial: V,
    watch: () => Watched<V> | undefined,
    ontrouble: (error: unknown) => void,
  ) {
    this.#initial = initial
    this.#watched = $derived(watch())
    // RxDB lives outside Svelte: subscribe while the component lives.
    $effect(() => {
      const watched = this.#watched
      if (!watched) {
        // Locked or left: what was read must not lie on in memory.
        this.#held = undefined
        return undefined
      }
      let [turn, shown] = [0, 0]
      const show = (value: V, ofTurn: number) => {
        // An earlier one that took longer is out of date.
        if (ofTurn < shown) return
        shown = ofTurn
        this.#held = { subject: watched.subject, value }
      }
      const subscription = watched.source.subscribe({
        next: (value) => {
          const ofTurn = (turn += 1)
          Promise.resolve(value).then((unsealed) => show(unsealed, ofTurn), ontrouble)
        },
        error: ontrouble,
      })
      return () => {
        shown = Infinity
        subscription.unsubscribe()
      }
    })
  }

  get current(): V {
    return this.#answered ? this.#answered.value : this.#initial
  }

  get ready(): boolean {
    return this.#answered !== undefined
  }

  get #answered() {
    return this.#held?.subject === this.#watched?.subject ? this.#held : undefined
  }
}
