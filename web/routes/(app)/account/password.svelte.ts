import { m } from '#lib/i18n/generated/messages.js'
import { saySessionFailure } from '#lib/access/session-failure-words.ts'
import type { AccessApi } from '#lib/access/access-api.ts'

/** As the wire asks (sync/wire/getting-in.ts). */
const shortest = 10

/** A new password for oneself; whoever sits down at an open screen does not know the old one. */
export class PasswordForm {
  old = $state('')
  password = $state('')
  busy = $state(false)
  done = $state(false)
  failure = $state<string>()
  #tried = $state(false)
  readonly #api: Pick<AccessApi, 'changePassword'>

  constructor(api: Pick<AccessApi, 'changePassword'>) {
    this.#api = api
  }

  get oldError(): string | undefined {
    return this.#tried && this.old === '' ? m.session_password_missing() : undefined
  }

  get passwordError(): string | undefined {
    return this.#tried && this.password.length < shortest
      ? m.session_too_short({ count: shortest })
      : undefined
  }

  async change(): Promise<void> {
    this.#tried = true
    this.failure = undefined
    this.done = false
    if (this.busy || this.oldError || this.passwordError) return
    this.busy = true
    const answer = await this.#api.changePassword({ old: this.old, password: this.password })
    this.busy = false
    if (!answer.ok) {
      this.failure = saySessionFailure(answer.failure)
      return
    }
    this.#tried = false
    this.old = ''
    this.password = ''
    this.done = true
  }
}
