/** Signing in: two words, and a sentence for everything that can go wrong. */
import { m } from '#lib/i18n/generated/messages.js'
import { saySessionFailure } from '#lib/record/session-failure-words.ts'
import type { CurrentSession } from '#lib/session/current-session.svelte.ts'

export class SignInForm {
  name = $state('')
  password = $state('')
  busy = $state(false)
  failure = $state<string>()
  #tried = $state(false)
  readonly #session: CurrentSession

  constructor(session: CurrentSession) {
    this.#session = session
    this.name = session.account?.name ?? ''
  }

  get nameError(): string | undefined {
    return this.#tried && this.name.trim() === '' ? m.session_name_missing() : undefined
  }

  get passwordError(): string | undefined {
    return this.#tried && this.password === '' ? m.session_password_missing() : undefined
  }

  /** True once signed in. */
  async signIn(): Promise<boolean> {
    this.#tried = true
    this.failure = undefined
    if (this.busy || this.nameError || this.passwordError) return false
    this.busy = true
    const answer = await this.#session.signIn(this.name.trim(), this.password)
    this.busy = false
    if (!answer.ok) this.failure = saySessionFailure(answer.failure)
    return answer.ok
  }
}
