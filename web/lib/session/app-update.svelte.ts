import { dev } from '$app/env'

/** A new version of the app: found in the background, put in place only when the user (or an idle screen) says so. */
export class AppUpdate {
  #waiting = $state.raw<ServiceWorker | null>(null)

  /** True while a newer version is installed and waits for `activate`. */
  get ready(): boolean {
    return this.#waiting !== null
  }

  /** Registers the service worker. Failure leaves the app usable online, so it is no error of the user's. */
  async register(): Promise<void> {
    if (dev || !('serviceWorker' in navigator)) return
    const registration = await navigator.serviceWorker
      .register('/service-worker.js', { updateViaCache: 'none' })
      .catch(() => null)
    if (!registration) return
    this.#watch(registration)
    await navigator.serviceWorker.ready
    registration.active?.postMessage('fetch-on-demand-chunks')
  }

  /** Puts the waiting version in place and reloads once it controls the page. */
  activate(): void {
    if (!this.#waiting) return
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
      once: true,
    })
    this.#waiting.postMessage('activate')
  }

  #watch(registration: ServiceWorkerRegistration): void {
    // The very first install has no page to take over: it is no update.
    this.#waiting = navigator.serviceWorker.controller ? registration.waiting : null
    registration.addEventListener('updatefound', () => {
      const installing = registration.installing
      installing?.addEventListener('statechange', () => {
        const isUpdate = installing.state === 'installed' && navigator.serviceWorker.controller
        if (isUpdate) this.#waiting = installing
      })
    })
  }
}
