/**
 * Sync as screens see it: what may be said of it, and what starts it. The exchange itself is sync/device, its course on
 * this device book-sync.ts. Every reply is applied as it comes, so that a first sync fills the screen page by page.
 */
import { untrack } from 'svelte'
import { isPlace } from '#lib/lesson/drafts.ts'
import type { Actor } from '#schema/access.ts'
import { isOfCommittee } from '#schema/access.ts'
import { chipOf } from '#sync/device/status.ts'
import type { BookSyncParts } from './book-sync-parts.ts'
import { BookSync } from './book-sync.ts'
import type { Book } from '../disk/book.svelte.ts'
import type { Files } from '../files.svelte.ts'
import { listenAtDesk } from './desk.ts'
import { healthOf } from './health.ts'
import { OlderYears } from './older-years.svelte.ts'
import { OpenBuckets } from './open-buckets.ts'
import { nextRunInMs } from './schedule.ts'
import type { Outcome } from './schedule.ts'
import { storageFailureOf } from '../disk/storage-failure.ts'
import type { Loss, Lost } from './memory.ts'
import { SyncMemory } from './memory.ts'
import { SyncState } from './state.svelte.ts'
import type { Trigger } from './triggers.ts'
import { listenForTriggers } from './triggers.ts'
import type { Drafts, Live, Records, Row, Sync } from '../types.ts'
import { groupUnsent } from '../unsent.ts'

export type SyncServiceParts = BookSyncParts & {
  readonly book: Book
  readonly records: Records
  readonly drafts: Pick<Drafts, 'list'>
  /** Photos and papers that wait to be sent with their records. */
  readonly files: Pick<Files<never>, 'counts'>
  readonly appVersion: string
  /** The server has taken this device's session back, and holds all that could be sent from here. */
  onrevoked(): void
}

const afterWriteMs = 300
/** So many of the things that wait are noted by name outside the database. */
const namedInWitness = 5

export class SyncService implements Sync {
  readonly #parts: SyncServiceParts
  readonly #state = new SyncState()
  readonly #buckets = new OpenBuckets()
  readonly #outbox: Live<readonly Row<unknown>[]>
  readonly #drafts: ReturnType<Drafts['list']>
  #current: BookSync | undefined
  #writeTimer: ReturnType<typeof setTimeout> | undefined
  #mendTimer: ReturnType<typeof setTimeout> | undefined
  /** Runs in a row that met a broken storage. */
  #broken = 0

  /** Call during component initialisation. */
  constructor(parts: SyncServiceParts) {
    this.#parts = parts
    this.#outbox = parts.records.outbox()
    this.#buckets.keep(() => this.#older?.buckets(this.actor, parts.clock.now()) ?? [])
    this.#drafts = parts.drafts.list('')
    // The book, the notes, the window and <html> are outside Svelte.
    $effect(() => this.#attend())
    $effect(() => this.#testify())
    $effect(() => listenForTriggers((trigger) => void this.#onTrigger(trigger)))
    $effect(() => (this.#oversees ? this.#attendDesk() : undefined))
    $effect(() => {
      document.documentElement.dataset['sync'] = this.chip
      document.documentElement.dataset['unsent'] = String(this.unsent)
    })
  }

  readonly #oversees = $derived.by(() => this.actor !== undefined && isOfCommittee(this.actor))
  readonly #written = $derived.by(() => groupUnsent(this.#outbox.current))
  readonly waiting = $derived.by(() => {
    // Files whose row waits as well are one thing to whoever took them.
    const rows = this.#outbox.current.filter(({ type }) => type === 'attachment').length
    const files = Math.max(0, this.#parts.files.counts.filed - rows)
    return files + this.#written.filter(({ refused }) => !refused).length
  })
  readonly refused = $derived.by(() => this.#written.filter(({ refused }) => refused).length)
  readonly unsent = $derived.by(() => this.#outbox.current.length)
  readonly running = $derived.by(() => this.#state.running || this.#state.othersRunning)
  readonly chip = $derived.by(() =>
    chipOf({
      known: this.#outbox.ready,
      broken: this.#parts.book.broken,
      waiting: this.waiting,
      refused: this.refused,
      running: this.running,
      tried: this.#state.tried,
      last: this.#state.outcome?.kind,
      storageFull: this.storageFull,
    }),
  )

  get received(): number {
    return this.#state.received
  }

  get lastContactAt(): number | undefined {
    return this.#state.lastContactAt
  }

  get restoredAt(): number | undefined {
    return this.#state.restoredAt
  }

  get offsetMs(): number | undefined {
    return this.#parts.clock.offsetMs
  }

  get actor(): Actor | undefined {
    return this.#parts.person.actor
  }

  get storageFull(): boolean {
    return this.#parts.room.full
  }

  get filled(): boolean {
    return this.#state.filled
  }

  get loss(): Loss | undefined {
    return this.#state.loss
  }

  acknowledgeLoss(): void {
    const { book, notes } = this.#parts
    if (book.current) new SyncMemory(notes, book.current.accountId).acknowledgeLoss()
    this.#state.loss = undefined
  }

  readonly #older = $derived.by(() => {
    const { book, notes } = this.#parts
    return book.current && new OlderYears(notes, book.current.accountId)
  })

  get reached(): boolean {
    // With a full disk a run ends well that took in nothing.
    return this.#state.outcome?.kind === 'confirmed' && !this.storageFull
  }

  get busy(): boolean {
    return this.#state.outcome?.kind === 'busy'
  }

  get keepsOlderYears(): boolean {
    return this.#older?.kept ?? false
  }

  keepOlderYears(kept: boolean): void {
    this.#older?.keep(kept)
    void this.#current?.request()
  }

  async sendNow(): Promise<void> {
    if (this.#parts.book.broken) return this.#parts.book.probe()
    this.#current?.forgiveFailures()
    await this.#current?.request('person')
  }

  /** Something in the world has changed, so that a run may end better than the last one. */
  async tryAgain(): Promise<void> {
    this.#current?.forgiveFailures()
    await this.#current?.request()
  }

  open(buckets: readonly string[]): () => void {
    const release = this.#buckets.add(buckets)
    void this.#current?.open(buckets)
    void this.#current?.request()
    return release
  }

  /** Something was written: sent a moment later, together with what is written meanwhile. */
  readonly noteWritten = (): void => {
    clearTimeout(this.#writeTimer)
    this.#writeTimer = setTimeout(() => void this.#current?.request(), afterWriteMs)
  }

  #attendDesk(): () => void {
    const { chance } = this.#parts
    return listenAtDesk(() => void this.#current?.request(), chance)
  }

  /** Also in a row of which another edit was refused. */
  #hasWaiting(): boolean {
    return this.#outbox.current.some(({ edits }) => edits.some((edit) => !edit.refused))
  }

  /** Syncs the open book for as long as it is open. */
  #attend(): (() => void) | undefined {
    const { book, room } = this.#parts
    this.#state.reset()
    if (!book.current) {
      // It could not be opened: what waits in it must not wait for somebody to come and look.
      if (book.broken) this.#mend()
      return () => clearTimeout(this.#mendTimer)
    }
    const attended = new BookSync(book.current, this.#parts, {
      state: this.#state,
      buckets: this.#buckets,
      health: async () =>
        healthOf(this.#parts.appVersion, this.#outbox.current, this.offsetMs, await room.used()),
      hasWaiting: () => this.#hasWaiting(),
      onended: (outcome) => this.#onEnded(outcome),
    })
    this.#current = attended
    // Asked for by a screen that stood before the book was open.
    void attended.open(this.#buckets.all())
    return () => {
      attended.close()
      clearTimeout(this.#mendTimer)
      if (this.#current === attended) this.#current = undefined
    }
  }

  /** Notes outside the database what would go with it. */
  #testify(): void {
    const { book, notes, clock } = this.#parts
    const { filled, recalled } = this.#state
    const isKnown = recalled && this.#outbox.ready && this.#drafts.ready
    // Of a database that holds nothing yet there is nothing to say, and perhaps something to be found out.
    if (!book.current || !isKnown || (!filled && this.unsent === 0)) return
    new SyncMemory(notes, book.current.accountId).testify({
      at: untrack(() => clock.now()),
      unsent: this.#written.length,
      items: this.#written.slice(0, namedInWitness).flatMap(({ type, rows }) => lostOf(type, rows)),
      drafts: this.#drafts.current.filter(({ name }) => !isPlace(name)).length,
    })
  }

  #onEnded(outcome: Outcome): void {
    if (outcome.kind === 'signedOut' && outcome.revoked) this.#parts.onrevoked()
    if (outcome.kind === 'storage' && !outcome.full) this.#mend()
    else this.#broken = 0
  }

  /** Opens the book anew: at once the first time, and ever later where the storage stays broken. */
  #mend(): void {
    this.#broken += 1
    const delay = nextRunInMs({
      outcome: { kind: 'storage', full: false },
      failures: this.#broken,
      visible: document.visibilityState === 'visible',
      waiting: this.#hasWaiting(),
      chance: this.#parts.chance(),
    })
    // Unseen and with nothing to send, it waits to be seen again.
    if (delay === undefined) return
    clearTimeout(this.#mendTimer)
    this.#mendTimer = setTimeout(() => void this.#reopen(), this.#broken === 1 ? 0 : delay)
  }

  async #reopen(): Promise<void> {
    try {
      await this.#parts.book.reopen()
    } catch (error) {
      if (storageFailureOf(error) === undefined) throw error
      // `book.broken` says so meanwhile.
      this.#mend()
    }
  }

  async #onTrigger(trigger: Trigger): Promise<void> {
    if (trigger === 'visible') await this.#parts.book.probe()
    await this.tryAgain()
  }
}

const lostOf = (type: string, [row]: readonly Row<unknown>[]): readonly Lost[] =>
  row ? [{ type, at: row.at }] : []
