/** Setting, changing and taking away the PIN, with a sentence for everything that can go wrong. */
import { isPin } from '#lib/data/keys/pin.ts'
import { m } from '#lib/i18n/generated/messages.js'
import type { DeviceLock } from '#lib/session/device-lock.svelte.ts'
import { sayPinFailure } from './lock-words.ts'

export class PinForm {
  old = $state('')
  fresh = $state('')
  again = $state('')
  busy = $state(false)
  failure = $state<string>()
  done = $state<string>()
  #tried = $state(false)
  readonly #lock: DeviceLock

  constructor(lock: DeviceLock) {
    this.#lock = lock
  }

  get oldError(): string | undefined {
    return this.#tried && this.#lock.hasPin && this.old === '' ? m.lock_pin_missing() : undefined
  }

  get freshError(): string | undefined {
    return this.#tried && !isPin(this.fresh) ? m.lock_new_wrong() : undefined
  }

  get againError(): string | undefined {
    return this.#tried && this.fresh !== this.again ? m.lock_again_wrong() : undefined
  }

  async set(): Promise<void> {
    this.#begin()
    if (this.busy || this.oldError || this.freshError || this.againError) return
    await this.#change(this.fresh, m.lock_was_set())
  }

  async remove(): Promise<void> {
    this.#begin()
    this.#tried = false
    if (this.busy) return
    if (this.old === '') this.failure = m.lock_remove_hint()
    else await this.#change(undefined, m.lock_was_removed())
  }

  #begin(): void {
    this.#tried = true
    this.failure = undefined
    this.done = undefined
  }

  async #change(pin: string | undefined, done: string): Promise<void> {
    this.busy = true
    const changed = await this.#lock.changePin(pin, this.old === '' ? undefined : this.old)
    this.busy = false
    this.#tried = false
    this.old = ''
    if (!changed.ok) {
      this.failure = sayPinFailure(changed.failure)
      return
    }
    this.fresh = ''
    this.again = ''
    this.done = done
  }
}
