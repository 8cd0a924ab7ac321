/** Setting one's password by a link that somebody gave; the link is the address's fragment, which no log ever sees. */
import { m } from '#lib/i18n/generated/messages.js'
import { saySessionFailure } from '#lib/access/session-failure-words.ts'
import { SignInForm } from '#lib/access/sign-in-form.svelte.ts'
import type { AccessApi } from '#lib/access/access-api.ts'
import type { CurrentSession } from '#lib/session/current-session.svelte.ts'

/** As the wire asks (sync/wire/getting-in.ts). */
const shortest = { name: 2, password: 10 } as const

export class WelcomeForm {
  name = $state('')
  password = $state('')
  busy = $state(false)
  failure = $state<string>()
  /** Whose link it is, once that is known. */
  owner = $state.raw<{ readonly personName: string; readonly hasName: boolean }>()
  /** The password is set; what signing in asks besides. */
  next = $state.raw<SignInForm>()
  #tried = $state(false)
  readonly #api: Pick<AccessApi, 'linkOwner' | 'useLink'>
  readonly #session: CurrentSession
  readonly #token: string

  constructor(
    api: Pick<AccessApi, 'linkOwner' | 'useLink'>,
    session: CurrentSession,
    fragment: string,
  ) {
    this.#api = api
    this.#session = session
    this.#token = fragment.replace(/^#/, '')
  }

  get isWhole(): boolean {
    return this.#token.length >= 20
  }

  get nameError(): string | undefined {
    return this.#tried ? this.#flaw('name') : undefined
  }

  get passwordError(): string | undefined {
    return this.#tried ? this.#flaw('password') : undefined
  }

  async look(): Promise<void> {
    if (!this.isWhole) return
    this.failure = undefined
    const answer = await this.#api.linkOwner(this.#token)
    if (!answer.ok) {
      this.failure = saySessionFailure(answer.failure)
      return
    }
    const { personName, name } = answer.value
    this.name = name
    this.owner = { personName, hasName: name !== '' }
  }

  /** True once the password is set and he is signed in with it; false also where something is still asked. */
  async set(): Promise<boolean> {
    this.#tried = true
    this.failure = undefined
    if (this.busy || this.nameError || this.passwordError) return false
    this.busy = true
    const [name, password] = [this.name.trim(), this.password]
    const used = await this.#api.useLink({ token: this.#token, name, password })
    if (!used.ok) this.failure = saySessionFailure(used.failure)
    const entered = used.ok && (await this.#enter(name, password))
    this.busy = false
    return entered
  }

  async #enter(name: string, password: string): Promise<boolean> {
    const form = new SignInForm(this.#session)
    Object.assign(form, { name, password })
    const entered = await form.signIn()
    if (!entered) this.next = form
    return entered
  }

  #flaw(field: keyof typeof shortest): string | undefined {
    return this[field].trim().length < shortest[field]
      ? m.session_too_short({ count: shortest[field] })
      : undefined
  }
}
