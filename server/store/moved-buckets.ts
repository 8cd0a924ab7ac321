/** Says, after each commit, which buckets moved. What was undone within a transaction may be named too: a look too many. */
import type { Store } from '../../sync/authority/store.ts'

type Hear = (buckets: ReadonlySet<string>) => void

export class MovedBuckets {
  readonly #hearers = new Set<Hear>()

  /** Answers how to hear no more. Whoever hears must not throw, and not take long: the writer waits for it. */
  hear(hearer: Hear): () => void {
    this.#hearers.add(hearer)
    return () => void this.#hearers.delete(hearer)
  }

  /** The store, telling. */
  watch(store: Store): Store {
    return {
      read: (work) => store.read(work),
      write: async (work) => {
        const moved = new Set<string>()
        const value = await store.write((transaction) =>
          work({
            ...transaction,
            log: async (bucket, row, gone) => {
              await transaction.log(bucket, row, gone)
              moved.add(bucket)
            },
          }),
        )
        if (moved.size > 0) for (const hearer of this.#hearers) hearer(moved)
        return value
      },
    }
  }
}
