import type { AccessApi } from '#lib/access/access-api.ts'
import type { SessionFailure } from '#lib/session/api.ts'
import type { DoorGroup, DoorLine } from '#sync/wire/door-log.ts'

/** What happened at the door, a page at a time, newest first. Kept nowhere. */
export class DoorLogScreen {
  lines = $state.raw<readonly DoorLine[]>([])
  more = $state(false)
  /** The server's clock when it last answered, ms; undefined until then. */
  at = $state<number>()
  failure = $state.raw<SessionFailure>()
  busy = $state(false)
  #asked = 0
  readonly #api: Pick<AccessApi, 'doorLog'>

  constructor(api: Pick<AccessApi, 'doorLog'>) {
    this.#api = api
  }

  /** From the newest on. */
  look(name: string, group: DoorGroup | undefined): Promise<void> {
    return this.#ask(name, group, undefined)
  }

  older(name: string, group: DoorGroup | undefined): Promise<void> {
    return this.#ask(name, group, this.lines.at(-1)?.number)
  }

  async #ask(name: string, group: DoorGroup | undefined, before: number | undefined) {
    this.#asked += 1
    const asked = this.#asked
    this.busy = true
    const answer = await this.#api.doorLog({ name, group, before })
    // Something else was asked for meanwhile: this answer is to a question of before.
    if (asked !== this.#asked) return
    this.busy = false
    this.failure = answer.ok ? undefined : answer.failure
    if (!answer.ok) return
    const { lines, more, now } = answer.value
    this.lines = before === undefined ? lines : [...this.lines, ...lines]
    this.more = more
    this.at = now
  }
}
