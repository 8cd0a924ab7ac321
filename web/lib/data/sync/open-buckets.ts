/** Buckets wanted besides the usual, for as long as somebody looks into them. */
export class OpenBuckets {
  readonly #users = new Map<string, number>()
  /** Asked for by other tabs, until a run has carried them. */
  #lent: readonly string[] = []
  #kept: () => readonly string[] = () => []

  /** Answers how to let go. */
  add(buckets: readonly string[]): () => void {
    const held = [...new Set(buckets)]
    for (const bucket of held) this.#users.set(bucket, (this.#users.get(bucket) ?? 0) + 1)
    let released = false
    return () => {
      if (released) return
      released = true
      for (const bucket of held) {
        const left = (this.#users.get(bucket) ?? 1) - 1
        if (left > 0) this.#users.set(bucket, left)
        else this.#users.delete(bucket)
      }
    }
  }

  /** Buckets to be held packed although nobody looks into them, asked for before each run. */
  keep(buckets: () => readonly string[]): void {
    this.#kept = buckets
  }

  kept(): readonly string[] {
    return this.#kept()
  }

  lend(buckets: readonly string[]): void {
    this.#lent = [...new Set([...this.#lent, ...buckets])]
  }

  clearLent(): void {
    this.#lent = []
  }

  all(): readonly string[] {
    return [...new Set([...this.#users.keys(), ...this.#lent])]
  }
}
