/**
 * A new version of the app: found in the background, put in place when the user says so, and never while a screen holds
 * what a reload would lose. The worker itself never takes over unasked (web/service-worker).
 */
import { dev } from '$app/env'
import { untrack } from 'svelte'

const hourMs = 3_600_000
/** A phone lights its screen a hundred times a day. */
const checkAtMostEveryMs = 600_000

export class AppUpdate {
  #waiting = $state.raw<ServiceWorker>()
  /** Another tab has put a newer version in place. */
  #replaced = $state(false)
  #holds = $state(0)
  #wanted = $state(false)
  #checkFailed = $state(false)
  #registration: ServiceWorkerRegistration | undefined
  #rested = true

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
    let held = true
    return () => {
      if (!held) return
      held = false
      this.#holds -= 1
      if (this.#holds === 0 && this.#wanted) this.#apply()
    }
  }

  /** Puts the new version in place and reloads, at once or as soon as nobody holds the page. */
  activate(): void {
    if (!this.ready) return
    this.#wanted = true
    if (this.#holds === 0) this.#apply()
  }

  /** Registers the service worker. Failure leaves the app usable online. */
  async register(): Promise<void> {
    if (dev || !('serviceWorker' in navigator)) return
    const registration = await navigator.serviceWorker
      .register('/service-worker.js', { updateViaCache: 'none' })
      .catch(() => undefined)
    this.#checkFailed = registration === undefined
    if (!registration) return
    this.#registration = registration
    this.#watch(registration)
    this.#watchController()
    setInterval(() => void this.#check(), hourMs)
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible' && this.#rested) void this.#check()
    })
    await navigator.serviceWorker.ready
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

  #watch(registration: ServiceWorkerRegistration): void {
    // The very first install has no page to take over: it is no update.
    if (navigator.serviceWorker.controller) this.#waiting = registration.waiting ?? undefined
    registration.addEventListener('updatefound', () => {
      const installing = registration.installing
      installing?.addEventListener('statechange', () => {
        const isUpdate = installing.state === 'installed' && navigator.serviceWorker.controller
        if (isUpdate) this.#waiting = installing
      })
    })
  }

  #watchController(): void {
    let controller = navigator.serviceWorker.controller
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      const isFirst = controller === null
      controller = navigator.serviceWorker.controller
      if (isFirst) return
      this.#replaced = true
      this.#waiting = undefined
      if (this.#wanted && this.#holds === 0) this.#reload()
    })
  }

  #apply(): void {
    if (this.#replaced) this.#reload()
    else this.#waiting?.postMessage('activate')
  }

  #reload(): void {
    // Once: the answer to a second message must not reload the reloading page.
    this.#wanted = false
    location.reload()
  }
}
