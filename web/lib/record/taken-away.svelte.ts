import type { App } from '#lib/app-context.svelte.ts'
import type { RecordType } from '#schema/define-record.ts'
import { isoOf } from './months.ts'

type Away = { readonly type: RecordType<unknown>; readonly id: string; readonly message: string }

/** The row that somebody took away last, while one press brings it back. */
export class TakenAway {
  readonly #app: {
    readonly records: Pick<App['records'], 'write'>
    readonly clock: Pick<App['clock'], 'now'>
  }
  last = $state.raw<Away>()
  /** Taking away or bringing back could not be written. */
  failed = $state(false)

  constructor(app: { records: Pick<App['records'], 'write'>; clock: Pick<App['clock'], 'now'> }) {
    this.#app = app
  }

  async take(away: Away): Promise<boolean> {
    const removedAt = isoOf(this.#app.clock.now())
    const taken = await this.#write(away, removedAt)
    if (taken) this.last = away
    return taken
  }

  async bringBack(): Promise<void> {
    const { last } = this
    if (last && (await this.#write(last, null)) && this.last === last) this.last = undefined
  }

  /** The time to say otherwise is over. */
  forget(): void {
    this.last = undefined
  }

  async #write({ type, id }: Away, removedAt: string | null): Promise<boolean> {
    const written = await this.#app.records.write([{ type, id, fields: { removedAt } }])
    this.failed = !written.ok
    return written.ok
  }
}
