/**
 * Who waits for a poke. A listener hears that something moved in a bucket he may read, and nothing more: not which, not
 * what. Commits of a moment are told together, so that a busy morning costs each desk one poke and not a thousand.
 */
import { setImmediate as breath } from 'node:timers/promises'
import type { Actor } from '../../schema/access.ts'
import { mayRead } from '../../schema/bucket.ts'
import type { MovedBuckets } from '../store/moved-buckets.ts'

export type ListenerLimits = { readonly inAll: number; readonly perAccount: number }

/** Commits of so long are told together. */
const gatherMs = 1_000
/** Listeners told in one go: between, others have their turn. */
const atATime = 32

export class Listener {
  readonly actor: Actor
  #poked = false
  #closed = false
  #wake: (() => void) | undefined

  constructor(actor: Actor) {
    this.actor = actor
  }

  poke(): void {
    this.#poked = true
    this.#wake?.()
  }

  close(): void {
    this.#closed = true
    this.#wake?.()
  }

  /** True as soon as something moved; false when nothing did for so long, or it was closed. */
  async next(ms: number): Promise<boolean> {
    if (!this.#poked && !this.#closed)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms).unref()
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    this.#wake = undefined
    const poked = this.#poked && !this.#closed
    this.#poked = false
    return poked
  }
}

export class PokeListeners {
  readonly #limits: ListenerLimits
  readonly #listeners = new Set<Listener>()
  #moved = new Set<string>()
  #telling = false

  constructor(moved: MovedBuckets, limits: ListenerLimits) {
    this.#limits = limits
    moved.hear((buckets) => this.#gather(buckets))
  }

  get count(): number {
    return this.#listeners.size
  }

  /** Undefined where there are as many already as may be. Whoever is let in must leave. */
  enter(actor: Actor): Listener | undefined {
    const { inAll, perAccount } = this.#limits
    const ofAccount = [...this.#listeners].filter(
      (each) => each.actor.accountId === actor.accountId,
    )
    if (this.count >= inAll || ofAccount.length >= perAccount) return undefined
    const listener = new Listener(actor)
    this.#listeners.add(listener)
    return listener
  }

  leave(listener: Listener): void {
    listener.close()
    this.#listeners.delete(listener)
  }

  #gather(buckets: ReadonlySet<string>): void {
    if (this.#listeners.size === 0) return
    for (const bucket of buckets) this.#moved.add(bucket)
    if (this.#telling) return
    this.#telling = true
    setTimeout(() => void this.#tell(), gatherMs).unref()
  }

  async #tell(): Promise<void> {
    const moved = [...this.#moved]
    this.#moved = new Set()
    let told = 0
    for (const listener of [...this.#listeners]) {
      if (moved.some((bucket) => mayRead(listener.actor, bucket))) listener.poke()
      if ((told += 1) % atATime === 0) await breath()
    }
    this.#telling = false
    if (this.#moved.size > 0) this.#gather(new Set())
  }
}
