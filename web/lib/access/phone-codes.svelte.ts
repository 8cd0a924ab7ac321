import type { SessionFailure } from '#lib/session/api.ts'
import type { AccessApi } from './access-api.ts'
import type { PhoneCode } from '#sync/wire/getting-in.ts'

const minuteMs = 60_000

/** A code for somebody's phone, made anew whenever it is asked for. */
export class PhoneCodes {
  code = $state.raw<PhoneCode>()
  failure = $state.raw<SessionFailure>()
  busy = $state(false)
  readonly #api: Pick<AccessApi, 'phoneCode'>
  readonly #personId: string

  constructor(api: Pick<AccessApi, 'phoneCode'>, personId: string) {
    this.#api = api
    this.#personId = personId
  }

  async make(): Promise<void> {
    if (this.busy) return
    this.busy = true
    this.failure = undefined
    this.code = undefined
    const answer = await this.#api.phoneCode(this.#personId)
    if (answer.ok) this.code = answer.value
    else this.failure = answer.failure
    this.busy = false
  }

  /** Whole minutes it is still good for, at this corrected time; 0 where it is over. */
  minutesLeft(nowMs: number): number {
    if (!this.code) return 0
    // A screen's now may be half a minute behind the code that has just come.
    const left = this.code.expiresAt - Math.max(nowMs, this.code.now)
    return Math.max(0, Math.ceil(left / minuteMs))
  }
}
