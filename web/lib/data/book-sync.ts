/**
 * The sync of one open book: runs one at a time, in the leading tab where there is one, and the next at its time. It ends
 * with the book: what a run still brings after that — of another account, perhaps — touches nothing.
 */
import type { Actor } from '#schema/access.ts'
import type { Registry } from '#schema/define-record.ts'
import type { Transport } from '#sync/device/loop.ts'
import type { Health } from '#sync/wire/request.ts'
import type { CorrectedClock } from './clock.svelte.ts'
import type { OpenBook } from './database.ts'
import type { Notes } from './local-notes.ts'
import type { OpenBuckets } from './open-buckets.ts'
import { RxDeviceStore } from './rx-store.ts'
import type { Outcome } from './schedule.ts'
import { nextRunInMs } from './schedule.ts'
import { SyncMemory } from './sync-memory.ts'
import type { Contact } from './sync-run.ts'
import { SyncRuns } from './sync-run.ts'
import type { SyncState } from './sync-state.svelte.ts'
import type { TabNews } from './tabs.ts'
import { Tabs } from './tabs.ts'

export type BookSyncParts = {
  readonly registry: Registry
  readonly clock: CorrectedClock
  readonly notes: Notes
  readonly device: string
  transport(accountId: string): Transport
  /** Who is signed in, as last known, and news of it. */
  readonly person: { readonly actor: Actor | undefined; learn(actor: Actor): void }
  wallMs(): number
  newId(): string
  /** 0 to 1. */
  chance(): number
}

export type BookSyncNeeds = {
  readonly state: SyncState
  readonly buckets: OpenBuckets
  health(): Promise<Health>
  hasWaiting(): boolean
  /** The storage failed: the book should be opened anew. */
  onbroken(): void
}

const leadershipLimitMs = 500
/** A tab that said it was syncing may have died since. */
const othersRunLimitMs = 60_000

export class BookSync {
  readonly #book: OpenBook
  readonly #parts: BookSyncParts
  readonly #needs: BookSyncNeeds
  readonly #runs: SyncRuns
  readonly #memory: SyncMemory
  readonly #tabs: Tabs
  #closed = false
  #current: Promise<void> | undefined
  #again = false
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #othersTimer: ReturnType<typeof setTimeout> | undefined
  #othersEnd: (() => void)[] = []

  constructor(book: OpenBook, parts: BookSyncParts, needs: BookSyncNeeds) {
    this.#book = book
    this.#parts = parts
    this.#needs = needs
    const store = new RxDeviceStore(() => Promise.resolve(book))
    this.#memory = new SyncMemory(parts.notes, book.accountId)
    this.#runs = new SyncRuns({
      registry: parts.registry,
      store,
      transport: parts.transport(book.accountId),
      device: parts.device,
      wallMs: () => parts.wallMs(),
      open: () => needs.buckets.all(),
      health: () => needs.health(),
      onreply: (contact, offsetMs) => this.#onReply(contact, offsetMs),
    })
    this.#tabs = new Tabs(book.accountId, {
      leads: () => book.database.isLeader(),
      onask: (open) => {
        needs.buckets.lend(open)
        void this.#run()
      },
      onnews: (news) => this.#onNews(news),
      newId: () => parts.newId(),
    })
    void this.#start(store)
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    clearTimeout(this.#othersTimer)
    this.#tabs.close()
    for (const end of this.#othersEnd.splice(0)) end()
  }

  /** The next obstacle counts as the first again: something in the world has changed. */
  forgiveFailures(): void {
    this.#failures = 0
  }

  /** A run, by this tab or the one that leads; resolves when it has ended. */
  async request(): Promise<void> {
    if (this.#closed) return
    if (this.#book.database.isLeader()) return this.#run()
    const heard = await this.#tabs.ask(this.#needs.buckets.all())
    if (!heard) return this.#run()
    await new Promise<void>((resolve) => {
      this.#othersEnd.push(resolve)
      setTimeout(resolve, othersRunLimitMs)
    })
  }

  async #start(store: RxDeviceStore): Promise<void> {
    const { state } = this.#needs
    state.lastContactAt = this.#memory.lastContactAt
    const patience = new Promise((resolve) => setTimeout(resolve, leadershipLimitMs))
    // A storage that fails here fails in the run that follows, which says so.
    const filled = await this.#memory.isFilled(store).catch(() => false)
    if (this.#closed) return
    if (filled) state.filled = true
    await Promise.race([this.#book.database.waitForLeadership(), patience])
    await this.request()
  }

  #run(): Promise<void> {
    this.#again = this.#current !== undefined
    this.#current ??= this.#runUntilDone().finally(() => {
      this.#current = undefined
    })
    return this.#current
  }

  async #runUntilDone(): Promise<void> {
    if (this.#closed) return
    clearTimeout(this.#timer)
    const { state, onbroken } = this.#needs
    state.running = true
    state.received = 0
    this.#tellTabs()
    let outcome: Outcome = { kind: 'unreachable' }
    try {
      do {
        this.#again = false
        outcome = await this.#runs.run()
      } while (this.#again && outcome.kind === 'confirmed' && !this.#closed)
    } finally {
      if (!this.#closed) this.#conclude(outcome)
    }
    if (outcome.kind === 'storage' && !outcome.full && !this.#closed) onbroken()
  }

  #conclude(outcome: Outcome): void {
    const { state, buckets } = this.#needs
    state.running = false
    state.outcome = outcome.kind
    this.#failures = outcome.kind === 'confirmed' ? 0 : this.#failures + 1
    if (outcome.kind === 'storage') state.storageFull = outcome.full
    if (outcome.kind === 'confirmed') {
      buckets.clearLent()
      this.#memory.noteFilled()
      state.filled = true
    }
    this.#tellTabs()
    this.#schedule(outcome)
  }

  #schedule(outcome: Outcome): void {
    clearTimeout(this.#timer)
    const delay = nextRunInMs({
      outcome,
      failures: Math.max(this.#failures, 1),
      visible: document.visibilityState === 'visible',
      waiting: this.#needs.hasWaiting(),
      chance: this.#parts.chance(),
    })
    if (delay !== undefined) this.#timer = setTimeout(() => void this.request(), delay)
  }

  #onReply({ now, rows, actor }: Contact, offsetMs: number): void {
    if (this.#closed) return
    const { state } = this.#needs
    this.#parts.clock.learn(offsetMs)
    this.#parts.person.learn(actor)
    this.#memory.noteContact(now)
    state.received += rows
    state.lastContactAt = now
  }

  #tellTabs(): void {
    const { state } = this.#needs
    this.#tabs.tell({
      running: state.running,
      outcome: state.outcome,
      lastContactAt: state.lastContactAt,
      offsetMs: this.#parts.clock.offsetMs,
      actor: this.#parts.person.actor,
    })
  }

  #onNews({ running, outcome, lastContactAt, offsetMs, actor }: TabNews): void {
    const { state } = this.#needs
    if (offsetMs !== undefined) this.#parts.clock.learn(offsetMs)
    if (actor) this.#parts.person.learn(actor)
    if (lastContactAt !== undefined) state.lastContactAt = lastContactAt
    state.othersRunning = running
    clearTimeout(this.#othersTimer)
    if (running) {
      this.#othersTimer = setTimeout(() => (state.othersRunning = false), othersRunLimitMs)
      return
    }
    state.outcome = outcome
    if (outcome === 'confirmed') state.filled = true
    for (const end of this.#othersEnd.splice(0)) end()
  }
}
