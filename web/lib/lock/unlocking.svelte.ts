/** Before the locked book: the PIN, or the password of who forgot it, and a sentence for everything that can go wrong. */
import { m } from '#lib/i18n/generated/messages.js'
import type { CurrentSession } from '#lib/session/current-session.svelte.ts'
import type { DeviceLock } from '#lib/session/device-lock.svelte.ts'
import { sayPinFailure } from './lock-words.ts'
import { saySessionFailure } from '#lib/access/session-failure-words.ts'

export class Unlocking {
  pin = $state('')
  password = $state('')
  busy = $state(false)
  forgot = $state(false)
  failure = $state<string>()
  #tried = $state(false)
  readonly #lock: DeviceLock
  readonly #session: CurrentSession

  constructor(lock: DeviceLock, session: CurrentSession) {
    this.#lock = lock
    this.#session = session
  }

  get pinError(): string | undefined {
    return this.#tried && !this.forgot && this.pin === '' ? m.lock_pin_missing() : undefined
  }

  get passwordError(): string | undefined {
    return this.#tried && this.forgot && this.password === ''
      ? m.session_password_missing()
      : undefined
  }

  /** He may have just signed in for another reason: then the server opens at once. */
  async forget(): Promise<void> {
    this.#tried = false
    this.failure = undefined
    this.forgot = true
    await this.#work(() => this.#lock.comeBack())
  }

  async open(): Promise<void> {
    this.#tried = true
    this.failure = undefined
    if (this.pinError || this.passwordError) return
    await this.#work(() => (this.forgot ? this.#openByPassword() : this.#openByPin()))
  }

  async #work(work: () => Promise<unknown>): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      await work()
    } finally {
      this.busy = false
    }
  }

  async #openByPin(): Promise<void> {
    const opened = await this.#lock.unlock(this.pin)
    this.pin = ''
    this.#tried = false
    if (opened.ok) return
    this.failure = sayPinFailure(opened.failure)
    if (opened.failure.kind === 'lockedOut') this.forgot = true
  }

  async #openByPassword(): Promise<void> {
    const name = this.#session.account?.name ?? ''
    const answer = await this.#session.signIn(name, this.password)
    if (!answer.ok) this.failure = saySessionFailure(answer.failure)
    else if (!(await this.#lock.comeBack())) this.failure = m.lock_forgot_no_way()
    this.password = ''
    this.#tried = false
  }
}
