/**
 * Sync as screens see it: what may be said of it, and what starts it. The exchange itself is sync/device, its course on
 * this device book-sync.ts. Every reply is applied as it comes, so that a first sync fills the screen page by page.
 */
import type { Actor } from '#schema/access.ts'
import { chipOf } from '#sync/device/status.ts'
import type { BookSyncParts } from './book-sync.ts'
import { BookSync } from './book-sync.ts'
import type { Book } from './book.svelte.ts'
import { healthOf } from './health.ts'
import { OpenBuckets } from './open-buckets.ts'
import { SyncState } from './sync-state.svelte.ts'
import type { Trigger } from './triggers.ts'
import { listenForTriggers } from './triggers.ts'
import type { Live, Records, Row, Sync } from './types.ts'
import { groupUnsent } from './unsent.ts'

export type SyncServiceParts = BookSyncParts & {
  readonly book: Book
  readonly records: Records
  readonly appVersion: string
}

const afterWriteMs = 300

export class SyncService implements Sync {
  readonly #parts: SyncServiceParts
  readonly #state = new SyncState()
  readonly #buckets = new OpenBuckets()
  readonly #outbox: Live<readonly Row<unknown>[]>
  #current: BookSync | undefined
  #writeTimer: ReturnType<typeof setTimeout> | undefined

  /** Call during component initialisation. */
  constructor(parts: SyncServiceParts) {
    this.#parts = parts
    this.#outbox = parts.records.outbox()
    // The book, the window and <html> are outside Svelte.
    $effect(() => this.#attend())
    $effect(() => listenForTriggers((trigger) => void this.#onTrigger(trigger)))
    $effect(() => {
      document.documentElement.dataset['sync'] = this.chip
      document.documentElement.dataset['unsent'] = String(this.unsent)
    })
  }

  readonly #written = $derived.by(() => groupUnsent(this.#outbox.current))
  readonly waiting = $derived.by(() => this.#written.filter(({ refused }) => !refused).length)
  readonly refused = $derived.by(() => this.#written.filter(({ refused }) => refused).length)
  readonly unsent = $derived.by(() => this.#outbox.current.length)
  readonly running = $derived.by(() => this.#state.running || this.#state.othersRunning)
  readonly chip = $derived.by(() =>
    chipOf({
      waiting: this.waiting,
      refused: this.refused,
      running: this.running,
      last: this.#state.outcome,
      storageFull: this.#state.storageFull,
    }),
  )

  get received(): number {
    return this.#state.received
  }

  get lastContactAt(): number | undefined {
    return this.#state.lastContactAt
  }

  get offsetMs(): number | undefined {
    return this.#parts.clock.offsetMs
  }

  get actor(): Actor | undefined {
    return this.#parts.person.actor
  }

  get storageFull(): boolean {
    return this.#state.storageFull
  }

  get filled(): boolean {
    return this.#state.filled
  }

  async sendNow(): Promise<void> {
    this.#current?.forgiveFailures()
    await this.#current?.request()
  }

  open(buckets: readonly string[]): () => void {
    const release = this.#buckets.add(buckets)
    void this.#current?.request()
    return release
  }

  /** Something was written: sent a moment later, together with what is written meanwhile. */
  readonly noteWritten = (): void => {
    clearTimeout(this.#writeTimer)
    this.#writeTimer = setTimeout(() => void this.#current?.request(), afterWriteMs)
  }

  /** What the last write to the disk showed. */
  readonly noteRoom = (hasRoom: boolean): void => {
    this.#state.storageFull = !hasRoom
  }

  /** Also in a row of which another edit was refused. */
  #hasWaiting(): boolean {
    return this.#outbox.current.some(({ edits }) => edits.some((edit) => !edit.refused))
  }

  /** Syncs the open book for as long as it is open. */
  #attend(): (() => void) | undefined {
    const { book } = this.#parts
    this.#state.reset()
    if (!book.current) return undefined
    const attended = new BookSync(book.current, this.#parts, {
      state: this.#state,
      buckets: this.#buckets,
      health: () => healthOf(this.#parts.appVersion, this.#outbox.current, this.offsetMs),
      hasWaiting: () => this.#hasWaiting(),
      // Fails only where opening fails, and then `book.broken` says so.
      onbroken: () => void book.reopen().catch(() => undefined),
    })
    this.#current = attended
    return () => {
      attended.close()
      if (this.#current === attended) this.#current = undefined
    }
  }

  async #onTrigger(trigger: Trigger): Promise<void> {
    if (trigger === 'visible') await this.#parts.book.probe()
    await this.sendNow()
  }
}
