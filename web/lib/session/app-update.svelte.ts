/**
 * A new version of the app: found in the background, put in place when the user says so, and never while a screen holds
 * what a reload would lose, in this tab or another: a new worker throws away the parts an old tab has not loaded yet. The
 * worker itself never takes over unasked (web/service-worker).
 */
import { untrack } from 'svelte'

const hourMs = 3_600_000
/** A phone lights its screen a hundred times a day. */
const checkAtMostEveryMs = 600_000

/** Shared by every tab that holds; whoever puts a new version in place must have it alone. A tab that dies lets go of it. */
const lockName = 'branchbook-hold'

export type UpdateParts = {
  /** Undefined where the app is not to be installed: in development, and where the browser cannot. */
  readonly workers: ServiceWorkerContainer | undefined
  readonly locks: Pick<LockManager, 'request' | 'query'> | undefined
  reload(): void
}

export class AppUpdate {
  readonly #parts: UpdateParts
  #waiting = $state.raw<ServiceWorker>()
  /** Another tab has put a newer version in place. */
  #replaced = $state(false)
  #holds = $state(0)
  #wanted = $state(false)
  #checkFailed = $state(false)
  #registration: ServiceWorkerRegistration | undefined
  #rested = true

  constructor(parts: UpdateParts) {
    this.#parts = parts
  }

  /** True while a newer version is there and only a reload away. */
  get ready(): boolean {
    return this.#waiting !== undefined || this.#replaced
  }

  /** True where `activate` was called and waits for a screen to let go. */
  get postponed(): boolean {
    return this.#wanted && this.#holds > 0
  }

  /** The last look for a new version met no server, or somebody else's: no error of the user's. */
  get checkFailed(): boolean {
    return this.#checkFailed
  }

  /**
   * Keeps the page from being reloaded until the answer is called: while a form, an upload, a quiz or a check-in is
   * open. `$effect(() => update.hold())`.
   */
  hold(): () => void {
    // Counting up reads the count: an effect that holds must not run again for it.
    untrack(() => (this.#holds += 1))
    const letGo = this.#holdForTabs()
    let held = true
    return () => {
      if (!held) return
      held = false
      this.#holds -= 1
      letGo()
      if (this.#holds === 0 && this.#wanted) void this.#apply()
    }
  }

  /** Puts the new version in place and reloads, at once or as soon as nobody holds the page. */
  activate(): void {
    if (!this.ready) return
    this.#wanted = true
    if (this.#holds === 0) void this.#apply()
  }

  /** Registers the service worker. Failure leaves the app usable online. */
  async register(): Promise<void> {
    const { workers } = this.#parts
    if (!workers) return
    const registration = await workers
      .register('/service-worker.js', { updateViaCache: 'none' })
      .catch(() => undefined)
    this.#checkFailed = registration === undefined
    if (!registration) return
    this.#registration = registration
    this.#watch(registration, workers)
    this.#watchController(workers)
    setInterval(() => void this.#check(), hourMs)
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible' && this.#rested) void this.#check()
      this.#renewUnseen()
    })
    await workers.ready
    registration.active?.postMessage('fetch-on-demand-chunks')
  }

  async #check(): Promise<void> {
    this.#rested = false
    setTimeout(() => (this.#rested = true), checkAtMostEveryMs)
    try {
      await this.#registration?.update()
      this.#checkFailed = false
    } catch {
      // No network, or a captive portal's page in place of the worker: the browser keeps the version it has.
      this.#checkFailed = true
    }
  }

  #watch(registration: ServiceWorkerRegistration, workers: ServiceWorkerContainer): void {
    // The very first install has no page to take over: it is no update.
    if (workers.controller) this.#waiting = registration.waiting ?? undefined
    registration.addEventListener('updatefound', () => {
      const installing = registration.installing
      installing?.addEventListener('statechange', () => {
        const isUpdate = installing.state === 'installed' && workers.controller
        if (isUpdate) this.#waiting = installing
      })
    })
  }

  #watchController(workers: ServiceWorkerContainer): void {
    let { controller } = workers
    workers.addEventListener('controllerchange', () => {
      const isFirst = controller === null
      controller = workers.controller
      if (isFirst) return
      this.#replaced = true
      this.#waiting = undefined
      if (this.#wanted && this.#holds === 0) this.#reload()
      this.#renewUnseen()
    })
  }

  /** A tab that nobody looks at and that holds nothing follows by itself: seen again, it would lack parts of its version. */
  #renewUnseen(): void {
    const isSeen = document.visibilityState === 'visible'
    if (this.#replaced && this.#holds === 0 && !isSeen) this.#reload()
  }

  #holdForTabs(): () => void {
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    // Without locks every tab speaks for itself alone.
    this.#parts.locks?.request(lockName, { mode: 'shared' }, () => held).catch(() => undefined)
    return letGo
  }

  async #apply(): Promise<void> {
    if (this.#replaced) this.#reload()
    else await this.#alone(() => this.#waiting?.postMessage('activate'))
  }

  /** As soon as no tab holds. Whoever begins to hold while this one waits is waited for as well. */
  async #alone(work: () => void): Promise<void> {
    const { locks } = this.#parts
    if (!locks) {
      work()
      return
    }
    for (let done = false; !done;) {
      await locks.request(lockName, async () => {
        const { pending = [] } = await locks.query()
        const others = pending.some(({ name, mode }) => name === lockName && mode === 'shared')
        // What this tab itself has begun to hold meanwhile ends with another call.
        done = !others || this.#holds > 0
        if (!others && this.#holds === 0) work()
      })
    }
  }

  #reload(): void {
    // Once: the answer to a second message must not reload the reloading page.
    this.#wanted = false
    this.#parts.reload()
  }
}
