import type { AccessApi } from '#lib/access/access-api.ts'
import type { SessionFailure } from '#lib/session/api.ts'
import type { AccountState } from '#sync/wire/getting-in.ts'

/** Somebody else's account as the server last told of it. Kept nowhere: it is looked at with a network or not at all. */
export class AccountOf {
  state = $state.raw<AccountState>()
  failure = $state.raw<SessionFailure>()
  busy = $state(false)
  readonly #api: Pick<AccessApi, 'accountOf' | 'closeAccount' | 'reopenAccount'>
  readonly #personId: string

  constructor(
    api: Pick<AccessApi, 'accountOf' | 'closeAccount' | 'reopenAccount'>,
    personId: string,
  ) {
    this.#api = api
    this.#personId = personId
  }

  async look(): Promise<void> {
    const answer = await this.#api.accountOf(this.#personId)
    this.failure = answer.ok ? undefined : answer.failure
    if (answer.ok) this.state = answer.value
  }

  /** Whether it was done; then `state` shows it. */
  async change(to: 'closed' | 'open'): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    const change = to === 'closed' ? this.#api.closeAccount : this.#api.reopenAccount
    const answer = await change(this.#personId)
    this.failure = answer.ok ? undefined : answer.failure
    if (answer.ok) await this.look()
    this.busy = false
    return answer.ok
  }
}
