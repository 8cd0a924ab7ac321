/**
 * The sync of one open book: runs one at a time, in the leading tab where there is one, and the next at its time. It ends
 * with the book: what a run still brings after that — of another account, perhaps — touches nothing.
 */
import type { Transport } from '#sync/device/loop.ts'
import { unpack } from '#sync/device/packs.ts'
import type { Health } from '#sync/wire/request.ts'
import type { SyncReply } from '#sync/wire/sync.ts'
import type { BookSyncNeeds, BookSyncParts } from './book-sync-parts.ts'
import type { OpenBook } from '../disk/database.ts'
import { decompress } from './decompress.ts'
import type { Leadership } from './leadership.ts'
import { RxDeviceStore } from '../disk/rx-store.ts'
import { NextRun } from './next-run.ts'
import { Respite } from './respite.ts'
import type { Outcome } from './schedule.ts'
import { SparingRuns } from './sparing-runs.ts'
import { SyncMemory } from './memory.ts'
import type { Contact } from './run.ts'
import { storageObstacle } from './run.ts'
import type { TabNews } from './tabs.ts'
import { Tabs } from './tabs.ts'

const leadershipLimitMs = 500
/** A tab that said it was syncing may have died since. */
const othersRunLimitMs = 60_000
/** How often a tab that waits for the leader's run asks whether there still is a leader. */
const patienceMs = 4_000

export class BookSync {
  readonly #parts: BookSyncParts
  readonly #needs: BookSyncNeeds
  readonly #runs: SparingRuns
  readonly #memory: SyncMemory
  readonly #store: RxDeviceStore
  readonly #tabs: Tabs
  readonly #leadership: Leadership
  readonly #next: NextRun
  #closed = false
  #started = false
  #current: Promise<void> | undefined
  #again = false
  #othersTimer: ReturnType<typeof setTimeout> | undefined
  #othersEnd: (() => void)[] = []

  constructor(book: OpenBook, parts: BookSyncParts, needs: BookSyncNeeds) {
    this.#parts = parts
    this.#needs = needs
    const store = new RxDeviceStore(() => Promise.resolve(book))
    this.#store = store
    this.#memory = new SyncMemory(parts.notes, book.accountId)
    this.#next = new NextRun({
      respite: new Respite(parts.notes, book.accountId, () => parts.wallMs()),
      begin: () => void this.request(),
      hasWaiting: () => needs.hasWaiting(),
      chance: () => parts.chance(),
    })
    this.#leadership = parts.lead(book.accountId)
    this.#runs = new SparingRuns(parts.room, {
      registry: parts.registry,
      store,
      transport: this.#listening(parts.transport(book.accountId)),
      device: parts.device.id,
      wallMs: () => parts.wallMs(),
      open: () => ({ inUse: needs.buckets.all(), kept: needs.buckets.kept() }),
      health: () => needs.health(),
      onreply: (contact, offsetMs) => this.#onReply(contact, offsetMs),
    })
    this.#tabs = new Tabs(book.accountId, {
      leads: () => this.#leadership.leads,
      onask: (open, wish) => this.#onAsk(open, wish),
      onnews: (news) => this.#onNews(news),
      newId: () => parts.newId(),
    })
    void this.#start(store)
  }

  close(): void {
    this.#closed = true
    this.#next.cancel()
    clearTimeout(this.#othersTimer)
    this.#tabs.close()
    this.#leadership.end()
    for (const end of this.#othersEnd.splice(0)) end()
  }

  /** Something in the world has changed. */
  forgiveFailures(): void {
    this.#next.forgiveFailures()
  }

  /** What lies packed of these buckets becomes rows, without waiting for the network. A storage that fails here fails the run. */
  async open(buckets: readonly string[]): Promise<void> {
    await unpack(this.#parts.registry, this.#store, decompress, buckets).catch(storageObstacle)
  }

  /**
   * A run, by this tab or the one that leads; resolves when it has ended, or at once where a busy server is to be left alone
   * for now: then it comes by itself. What a person asks for in so many words is tried all the same (L2).
   */
  async request(wish?: 'person'): Promise<void> {
    if (this.#closed) return
    if (this.#isTooSoon(wish)) return
    if (this.#leadership.leads) return this.#run()
    const heard = await this.#tabs.ask(this.#needs.buckets.all(), wish)
    return heard ? this.#waitForOthers() : this.#run()
  }

  /** Another tab wants a run, with these buckets besides the usual. */
  #onAsk(open: readonly string[], wish: 'person' | undefined): void {
    this.#needs.buckets.lend(open)
    // Whoever asked waits for news.
    if (this.#isTooSoon(wish)) this.#tellTabs()
    else void this.#run()
  }

  /** A run under way takes along what comes meanwhile. */
  #isTooSoon(wish: 'person' | undefined): boolean {
    return wish === undefined && !this.#current && this.#next.isTooSoon()
  }

  async #start(store: RxDeviceStore): Promise<void> {
    const { state } = this.#needs
    state.lastContactAt = this.#memory.lastContactAt
    const patience = new Promise((resolve) => setTimeout(resolve, leadershipLimitMs))
    // Also days later, after the death of the tab that leads now.
    const leading = this.#leadership.begun.then(() => void (this.#started && this.request()))
    // A storage that fails here fails in the run that follows, which says so.
    await this.#recall(store).catch(() => undefined)
    if (this.#closed) return
    await Promise.race([leading, patience])
    this.#started = true
    await this.request()
    if (!this.#closed) state.tried = true
  }

  /** What the last visit left, and whether something was lost since. */
  async #recall(store: RxDeviceStore): Promise<void> {
    const { state } = this.#needs
    const loss = await this.#memory.findLoss(store)
    const filled = await this.#memory.isFilled(store)
    if (this.#closed) return
    state.loss = loss
    if (filled) state.filled = true
    state.recalled = true
  }

  /** A leader that dies or is frozen in the middle of its run is replaced within seconds. */
  async #waitForOthers(): Promise<void> {
    const ended = new Promise<true>((resolve) => this.#othersEnd.push(() => resolve(true)))
    for (;;) {
      const patience = new Promise<false>((resolve) => setTimeout(resolve, patienceMs, false))
      if (await Promise.race([ended, patience])) return
      if (!(await this.#tabs.isLed())) return this.#run()
    }
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
    this.#next.cancel()
    const { state, onended } = this.#needs
    state.running = true
    state.received = 0
    this.#tellTabs()
    let outcome: Outcome = { kind: 'unreachable' }
    try {
      do {
        this.#again = false
        outcome = await this.#runs.run(state.filled)
      } while (this.#again && outcome.kind === 'confirmed' && !this.#closed)
    } finally {
      if (!this.#closed) this.#conclude(outcome)
    }
    if (!this.#closed) onended(outcome)
  }

  #conclude(outcome: Outcome): void {
    const { state, buckets } = this.#needs
    state.running = false
    state.outcome = outcome
    if (outcome.kind === 'confirmed' && this.#runs.downloaded) {
      buckets.clearLent()
      this.#memory.noteFilled()
      state.filled = true
      // The first time there is something worth setting room aside for.
      void this.#parts.room.setAside()
    }
    // A broken storage is opened anew before the next run, and the book with it.
    if (outcome.kind !== 'storage' || outcome.full) this.#next.follow(outcome)
    this.#tellTabs()
  }

  #onReply({ now, rows, actor, restoredAt }: Contact, offsetMs: number): void {
    if (this.#closed) return
    const { state } = this.#needs
    this.#parts.clock.learn(offsetMs)
    this.#parts.person.learn(actor)
    this.#memory.noteContact(now)
    state.received += rows
    state.lastContactAt = now
    state.restoredAt = restoredAt
  }

  /** A device that comes with nothing may be one that had something: then the server says what it last told of itself. */
  #listening(transport: Transport): Transport {
    return async (request) => {
      const answer = await transport(request)
      if (answer.ok && !this.#closed) this.#hearRemembered(answer.value, request.health)
      return answer
    }
  }

  #hearRemembered({ remembered }: SyncReply, own: Health | undefined): void {
    if (!remembered) return
    const { person } = this.#parts
    const knew = remembered.unsent > 0 && (!own?.unsent || remembered.oldest < own.oldest)
    if (!knew && !person.foundByCookie) return
    this.#needs.state.loss = this.#memory.hearOfLoss({
      at: remembered.lastContact,
      unsent: remembered.unsent,
    })
  }

  #tellTabs(): void {
    const { state } = this.#needs
    this.#tabs.tell({
      running: state.running,
      outcome: state.outcome,
      lastContactAt: state.lastContactAt,
      offsetMs: this.#parts.clock.offsetMs,
      actor: this.#parts.person.told,
      storageFull: this.#parts.room.full,
    })
  }

  #onNews({ running, outcome, lastContactAt, offsetMs, actor, storageFull }: TabNews): void {
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
    this.#parts.room.hear(storageFull)
    if (!outcome) return
    state.outcome = outcome
    if (outcome.kind === 'confirmed' && !storageFull) state.filled = true
    for (const end of this.#othersEnd.splice(0)) end()
    // The leader may be frozen by the time of its next run: every tab that is looked at keeps an eye on it.
    if (!this.#current) this.#next.hear(outcome)
  }
}
