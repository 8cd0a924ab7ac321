/** Signing in: two words, where it is asked for a code, and a sentence for everything that can go wrong. */
import { m } from '#lib/i18n/generated/messages.js'
import type { CurrentSession } from '#lib/session/current-session.svelte.ts'
import type { SessionFailure } from '#lib/session/api.ts'
import { saySessionFailure } from './session-failure-words.ts'

export class SignInForm {
  name = $state('')
  password = $state('')
  code = $state('')
  busy = $state(false)
  failure = $state<string>()
  /** `set`: the second proof is to be set up, with this secret. */
  step = $state.raw<{ readonly at: 'password' | 'code' | 'set'; readonly secret: string }>({
    at: 'password',
    secret: '',
  })
  /** Codes on paper, shown once: the second proof has just been set up. */
  papers = $state.raw<readonly string[]>()
  #tried = $state(false)
  readonly #session: Pick<CurrentSession, 'account' | 'signIn'>

  constructor(session: Pick<CurrentSession, 'account' | 'signIn'>) {
    this.#session = session
    this.name = session.account?.name ?? ''
  }

  get nameError(): string | undefined {
    return this.#tried && this.name.trim() === '' ? m.session_name_missing() : undefined
  }

  get passwordError(): string | undefined {
    return this.#tried && this.password === '' ? m.session_password_missing() : undefined
  }

  get codeError(): string | undefined {
    return this.#tried && this.code.trim() === '' ? m.session_error_code_needed() : undefined
  }

  /** True once signed in, and nothing is left to be shown. */
  async signIn(): Promise<boolean> {
    this.#tried = true
    this.failure = undefined
    const asksCode = this.step.at !== 'password'
    if (this.busy || this.nameError || this.passwordError || (asksCode && this.codeError))
      return false
    this.busy = true
    const code = asksCode ? this.code : undefined
    const answer = await this.#session.signIn(this.name.trim(), this.password, code)
    if (answer.ok) this.papers = answer.value.papers
    else this.turnTo(answer.failure)
    this.busy = false
    return answer.ok && !this.papers
  }

  /** The next step where one is asked for, else the sentence. */
  turnTo(failure: SessionFailure): void {
    const { error, secret = '' } = failure
    const next = error === 'codeNeeded' ? 'code' : error === 'factorToSet' ? 'set' : undefined
    // Asked for the same again: the code that was given is no good any more.
    if (next === undefined || this.step.at === next) this.failure = saySessionFailure(failure)
    if (next === undefined) return
    this.#tried = false
    this.code = ''
    this.step = { at: next, secret }
  }
}
