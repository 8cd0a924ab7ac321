import { m } from '#lib/i18n/generated/messages.js'
import { saySessionFailure } from '#lib/access/session-failure-words.ts'
import type { AccessApi } from '#lib/access/access-api.ts'
import type { SessionFailure } from '#lib/session/api.ts'

/** Setting up codes, or putting others in their place: the password first, then a code of the new authenticator. */
export class FactorForm {
  password = $state('')
  /** Of the authenticator in use, or on paper. */
  oldCode = $state('')
  code = $state('')
  busy = $state(false)
  secret = $state<string>()
  papers = $state.raw<readonly string[]>()
  failure = $state<string>()
  #tried = $state(false)
  readonly #api: Pick<AccessApi, 'wantFactor' | 'confirmFactor'>
  readonly #hasFactor: () => boolean

  constructor(api: Pick<AccessApi, 'wantFactor' | 'confirmFactor'>, hasFactor: () => boolean) {
    this.#api = api
    this.#hasFactor = hasFactor
  }

  get passwordError(): string | undefined {
    return this.#tried && this.password === '' ? m.session_password_missing() : undefined
  }

  get oldCodeError(): string | undefined {
    return this.#tried && this.#hasFactor() && this.oldCode.trim() === ''
      ? m.access_code_missing()
      : undefined
  }

  get codeError(): string | undefined {
    return this.#tried && this.secret !== undefined && this.code.trim() === ''
      ? m.access_code_missing()
      : undefined
  }

  async start(): Promise<void> {
    this.#tried = true
    if (this.busy || this.passwordError || this.oldCodeError) return
    const code = this.#hasFactor() ? this.oldCode.trim() : undefined
    this.busy = true
    const answer = await this.#api.wantFactor({ password: this.password, ...(code && { code }) })
    this.busy = false
    this.#say(answer.ok ? undefined : answer.failure)
    if (!answer.ok) return
    this.#tried = false
    this.secret = answer.value.secret
  }

  async confirm(): Promise<void> {
    this.#tried = true
    if (this.busy || this.codeError) return
    this.busy = true
    const answer = await this.#api.confirmFactor(this.code.trim())
    this.busy = false
    this.#say(answer.ok ? undefined : answer.failure)
    if (answer.ok) this.papers = answer.value.papers
  }

  #say(failure: SessionFailure | undefined): void {
    this.failure = failure && saySessionFailure(failure)
  }
}
