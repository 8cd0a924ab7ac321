/** The first organisation and the first account of a new server, by a link that works once. */
import { m } from '#lib/i18n/generated/messages.js'
import { saySessionFailure } from '#lib/access/session-failure-words.ts'
import { SignInForm } from '#lib/access/sign-in-form.svelte.ts'
import type { CurrentSession } from '#lib/session/current-session.svelte.ts'

/** As the wire asks (sync/wire/session.ts). */
const shortest = { organisation: 2, personName: 1, name: 2, password: 10 } as const

type FieldName = keyof typeof shortest

export class SetUpForm {
  organisation = $state('')
  kind = $state<'township' | 'county'>('township')
  personName = $state('')
  name = $state('')
  password = $state('')
  busy = $state(false)
  failure = $state.raw<{ readonly sentence: string; readonly linkIsGone: boolean }>()
  /** Set up, and signed in as soon as a second proof is. */
  next = $state.raw<SignInForm>()
  #tried = $state(false)
  readonly #session: CurrentSession
  readonly #token: () => string

  constructor(session: CurrentSession, token: () => string) {
    this.#session = session
    this.#token = token
  }

  get errors(): Readonly<Record<FieldName, string | undefined>> {
    const check = (field: FieldName) =>
      this.#tried && this[field].trim().length < shortest[field]
        ? m.session_too_short({ count: shortest[field] })
        : undefined
    return {
      organisation: check('organisation'),
      personName: check('personName'),
      name: check('name'),
      password: check('password'),
    }
  }

  /** True once set up and signed in. */
  async setUp(): Promise<boolean> {
    this.#tried = true
    this.failure = undefined
    if (this.busy || Object.values(this.errors).some(Boolean)) return false
    this.busy = true
    const made = await this.#session.setUp({
      token: this.#token(),
      organisation: this.organisation.trim(),
      kind: this.kind,
      personName: this.personName.trim(),
      name: this.name.trim(),
      password: this.password,
    })
    this.busy = false
    if (made.ok) return true
    const { error } = made.failure
    if (error === 'factorToSet') {
      const next = new SignInForm(this.#session)
      next.name = this.name.trim()
      next.password = this.password
      next.turnTo(made.failure)
      this.next = next
      return false
    }
    this.failure = {
      sentence: saySessionFailure(made.failure),
      linkIsGone: error === 'usedLink' || error === 'expired',
    }
    return false
  }
}
