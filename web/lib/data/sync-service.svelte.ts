/**
 * Sync as the app runs it: when, in which tab, and what may be said about it. The exchange itself is sync/device; here are
 * only triggers, timers and facts. Every reply is applied as it comes, so that a first sync fills the screen page by page.
 */
import type { Actor } from '#schema/access.ts'
import type { Registry } from '#schema/define-record.ts'
import type { Transport } from '#sync/device/loop.ts'
import { chipOf } from '#sync/device/status.ts'
import type { DeviceStore } from '#sync/device/store.ts'
import type { Book } from './book.svelte.ts'
import type { CorrectedClock } from './clock.svelte.ts'
import type { OpenBook } from './database.ts'
import { healthOf } from './health.ts'
import type { Notes } from './local-notes.ts'
import { OpenBuckets } from './open-buckets.ts'
import type { Outcome } from './schedule.ts'
import { nextRunInMs } from './schedule.ts'
import type { Contact } from './sync-run.ts'
import { SyncRuns } from './sync-run.ts'
import type { TabNews } from './tabs.ts'
import { Tabs } from './tabs.ts'
import type { Trigger } from './triggers.ts'
import { listenForTriggers } from './triggers.ts'
import type { Live, Records, Row, Sync } from './types.ts'

export type SyncServiceParts = {
  readonly book: Book
  readonly store: DeviceStore
  readonly records: Records
  readonly registry: Registry
  readonly clock: CorrectedClock
  readonly notes: Notes
  readonly transport: Transport
  readonly device: string
  readonly appVersion: string
  /** Who is signed in, as last known, and news of it. */
  readonly person: { readonly actor: Actor | undefined; learn(actor: Actor): void }
  wallMs(): number
  newId(): string
  /** 0 to 1. */
  chance(): number
}

const afterWriteMs = 300
const leadershipLimitMs = 500
/** A tab that said it was syncing may have died since. */
const othersRunLimitMs = 60_000

export class SyncService implements Sync {
  readonly #parts: SyncServiceParts
  readonly #runs: SyncRuns
  readonly #buckets = new OpenBuckets()
  readonly #outbox: Live<readonly Row<unknown>[]>
  #tabs: Tabs | undefined
  #book: OpenBook | undefined
  #current: Promise<void> | undefined
  #again = false
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #writeTimer: ReturnType<typeof setTimeout> | undefined
  #othersTimer: ReturnType<typeof setTimeout> | undefined
  #othersEnd: (() => void)[] = []

  #running = $state(false)
  #othersRunning = $state(false)
  #received = $state(0)
  #outcome = $state<Outcome['kind']>()
  #lastContactAt = $state<number>()
  #filled = $state(false)
  #storageFull = $state(false)

  /** Call during component initialisation. */
  constructor(parts: SyncServiceParts) {
    this.#parts = parts
    this.#outbox = parts.records.outbox()
    this.#runs = new SyncRuns({
      ...parts,
      wallMs: () => parts.wallMs(),
      open: () => this.#buckets.all(),
      health: () => healthOf(parts.appVersion, this.#outbox.current, this.offsetMs),
      onreply: (contact, offsetMs) => this.#onReply(contact, offsetMs),
    })
    // The book, the window and <html> are outside Svelte.
    $effect(() => {
      const open = parts.book.current
      return open && this.#attend(open)
    })
    $effect(() => listenForTriggers((trigger) => void this.#onTrigger(trigger)))
    $effect(() => {
      document.documentElement.dataset['sync'] = this.chip
      document.documentElement.dataset['unsent'] = String(this.unsent)
    })
  }

  readonly waiting = $derived.by(() => this.#rowsWhere((edit) => !edit.refused))
  readonly refused = $derived.by(() => this.#rowsWhere((edit) => edit.refused !== undefined))
  readonly unsent = $derived.by(() => this.#outbox.current.length)
  readonly running = $derived.by(() => this.#running || this.#othersRunning)
  readonly chip = $derived.by(() =>
    chipOf({
      waiting: this.waiting,
      refused: this.refused,
      running: this.running,
      last: this.#outcome,
      storageFull: this.#storageFull,
    }),
  )

  get received(): number {
    return this.#received
  }

  get lastContactAt(): number | undefined {
    return this.#lastContactAt
  }

  get offsetMs(): number | undefined {
    return this.#parts.clock.offsetMs
  }

  get actor(): Actor | undefined {
    return this.#parts.person.actor
  }

  get storageFull(): boolean {
    return this.#storageFull
  }

  get filled(): boolean {
    return this.#filled
  }

  async sendNow(): Promise<void> {
    this.#failures = 0
    await this.#request()
  }

  open(buckets: readonly string[]): () => void {
    const release = this.#buckets.add(buckets)
    void this.#request()
    return release
  }

  /** Something was written: sent a moment later, together with what is written meanwhile. */
  readonly noteWritten = (): void => {
    clearTimeout(this.#writeTimer)
    this.#writeTimer = setTimeout(() => void this.#request(), afterWriteMs)
  }

  /** What the last write to the disk showed. */
  readonly noteRoom = (hasRoom: boolean): void => {
    this.#storageFull = !hasRoom
  }

  #rowsWhere(matches: (edit: Row<unknown>['edits'][number]) => boolean): number {
    return this.#outbox.current.filter(({ edits }) => edits.some(matches)).length
  }

  /** Syncs a book for as long as it is open. */
  #attend(book: OpenBook): () => void {
    const { notes, newId } = this.#parts
    this.#book = book
    this.#failures = 0
    this.#outcome = undefined
    const contact = notes.read(`contact.${book.accountId}`)
    this.#lastContactAt = contact === undefined ? undefined : Number(contact)
    this.#filled = notes.read(`filled.${book.accountId}`) !== undefined
    this.#tabs = new Tabs(book.accountId, {
      leads: () => book.database.isLeader(),
      onask: (open) => {
        this.#buckets.lend(open)
        void this.#run()
      },
      onnews: (news) => this.#onNews(news),
      newId,
    })
    const leading = book.database.waitForLeadership()
    const patience = new Promise((resolve) => setTimeout(resolve, leadershipLimitMs))
    void Promise.race([leading, patience]).then(() => this.#request())
    return () => {
      this.#tabs?.close()
      this.#tabs = undefined
      this.#book = undefined
      clearTimeout(this.#timer)
    }
  }

  async #onTrigger(trigger: Trigger): Promise<void> {
    this.#failures = 0
    if (trigger === 'visible') await this.#parts.book.probe()
    await this.#request()
  }

  /** A run, by this tab or the one that leads. */
  async #request(): Promise<void> {
    const { database } = this.#book ?? {}
    if (!database) return
    if (database.isLeader()) return this.#run()
    const heard = (await this.#tabs?.ask(this.#buckets.all())) ?? false
    if (!heard) return this.#run()
    await new Promise<void>((resolve) => {
      this.#othersEnd.push(resolve)
      setTimeout(resolve, othersRunLimitMs)
    })
  }

  #run(): Promise<void> {
    this.#again = this.#current !== undefined
    this.#current ??= this.#runUntilDone().finally(() => {
      this.#current = undefined
    })
    return this.#current
  }

  async #runUntilDone(): Promise<void> {
    clearTimeout(this.#timer)
    this.#running = true
    this.#received = 0
    this.#tellTabs()
    let outcome: Outcome = { kind: 'unreachable' }
    try {
      do {
        this.#again = false
        outcome = await this.#runs.run()
      } while (this.#again && outcome.kind === 'confirmed')
    } finally {
      this.#running = false
      this.#conclude(outcome)
    }
    if (outcome.kind === 'storage' && !outcome.full) await this.#parts.book.reopen()
  }

  #conclude(outcome: Outcome): void {
    const accountId = this.#book?.accountId
    if (accountId === undefined) return
    this.#outcome = outcome.kind
    this.#failures = outcome.kind === 'confirmed' ? 0 : this.#failures + 1
    if (outcome.kind === 'storage') this.#storageFull = outcome.full
    if (outcome.kind === 'confirmed') {
      this.#buckets.clearLent()
      if (!this.#filled) this.#parts.notes.write(`filled.${accountId}`, 'yes')
      this.#filled = true
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
      waiting: this.waiting > 0,
      chance: this.#parts.chance(),
    })
    if (delay !== undefined) this.#timer = setTimeout(() => void this.#request(), delay)
  }

  #onReply({ now, rows, actor }: Contact, offsetMs: number): void {
    const { clock, notes, person } = this.#parts
    clock.learn(offsetMs)
    person.learn(actor)
    this.#received += rows
    this.#lastContactAt = now
    if (this.#book) notes.write(`contact.${this.#book.accountId}`, String(now))
  }

  #tellTabs(): void {
    this.#tabs?.tell({
      running: this.#running,
      outcome: this.#outcome,
      lastContactAt: this.#lastContactAt,
      offsetMs: this.offsetMs,
      actor: $state.snapshot(this.actor) as Actor | undefined,
    })
  }

  #onNews({ running, outcome, lastContactAt, offsetMs, actor }: TabNews): void {
    const { clock, person } = this.#parts
    if (offsetMs !== undefined) clock.learn(offsetMs)
    if (actor) person.learn(actor)
    if (lastContactAt !== undefined) this.#lastContactAt = lastContactAt
    this.#othersRunning = running
    clearTimeout(this.#othersTimer)
    if (running) {
      this.#othersTimer = setTimeout(() => (this.#othersRunning = false), othersRunLimitMs)
      return
    }
    this.#outcome = outcome
    if (outcome === 'confirmed') this.#filled = true
    for (const end of this.#othersEnd.splice(0)) end()
  }
}
