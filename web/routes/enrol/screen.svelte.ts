/** A phone let in by a code: from the address's fragment, which no server and no log ever sees, or typed. */
import { m } from '#lib/i18n/generated/messages.js'
import { saySessionFailure } from '#lib/access/session-failure-words.ts'
import type { Entering } from '#lib/access/entering.ts'
import type { SessionFailure } from '#lib/session/api.ts'

const codeLength = 8

/** As the secretary's screen groups it. */
const grouped = (text: string) =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/(.{4})(?=.)/g, '$1-')

const lengthOf = (text: string) => grouped(text).replaceAll('-', '').length

const words: Partial<Record<SessionFailure['error'], () => string>> = {
  unreachable: m.access_enrol_unreachable,
  usedLink: m.access_enrol_used,
  expired: m.access_enrol_expired,
  notAllowed: m.access_enrol_not_allowed,
}

export class EnrolForm {
  code = $state('')
  busy = $state(false)
  failure = $state<string>()
  #tried = $state(false)
  readonly #entering: Pick<Entering, 'enter'>

  constructor(entering: Pick<Entering, 'enter'>, fragment: string) {
    this.#entering = entering
    this.code = grouped(decodeURIComponent(fragment.replace(/^#/, '')))
  }

  get codeError(): string | undefined {
    return this.#tried && lengthOf(this.code) !== codeLength
      ? m.access_enrol_code_short()
      : undefined
  }

  /** True once this phone is let in. */
  async enter(): Promise<boolean> {
    this.#tried = true
    this.failure = undefined
    if (this.busy || this.codeError) return false
    this.busy = true
    const answer = await this.#entering.enter(grouped(this.code))
    this.busy = false
    if (answer.ok) return true
    const { failure } = answer
    this.failure = words[failure.error]?.() ?? saySessionFailure(failure)
    return false
  }
}
