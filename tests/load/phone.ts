/** One simulated phone: the app's own device half on a store in memory, with its own session and its own connection. */
import { SyncRuns } from '#lib/data/sync/run.ts'
import { makeTransport } from '#lib/data/sync/transport.ts'
import type { Outcome } from '#lib/data/sync/schedule.ts'
import type { Body } from '../../schema/json.ts'
import { isObject } from '../../schema/json.ts'
import { registry } from '../../schema/records/index.ts'
import { newId } from '../../server/accounts/random.ts'
import { MemoryDeviceStore } from '../../sync/device/memory-store.ts'
import type { DeviceRow } from '../../sync/device/row.ts'
import { write } from '../../sync/device/write.ts'
import type { Holder, PlainRow } from './county.ts'
import type { Answered } from './link.ts'
import { makeLink } from './link.ts'

const wallMs = () => Date.now()

export type Draft = { readonly id: string; readonly type: string; readonly fields: Body }

/** A row as it is written for the first time: a set is written by element. */
export const draftOf = ({ id, type, body }: PlainRow): Draft => ({
  id,
  type,
  fields: Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      isObject(value)
        ? Object.entries(value).map(([key, element]) => [`${name}/${key}`, element])
        : [[name, value]],
    ),
  ),
})

export class Phone {
  readonly holder: Holder
  readonly #store = new MemoryDeviceStore()
  readonly #runs: SyncRuns
  #offsetMs = 0
  #unsent = 0

  constructor(holder: Holder, origin: string, onanswer: (answered: Answered) => void) {
    this.holder = holder
    this.#runs = new SyncRuns({
      registry,
      store: this.#store,
      transport: makeTransport(makeLink(origin, holder.token, onanswer), holder.accountId),
      device: holder.device,
      wallMs,
      open: () => ({ inUse: [], kept: [] }),
      health: () =>
        Promise.resolve({
          app: 'load',
          unsent: this.#unsent,
          oldest: 0,
          storageUsed: 4_000_000,
          offset: this.#offsetMs,
        }),
      onreply: (_contact, offsetMs) => {
        this.#offsetMs = offsetMs
      },
    })
  }

  /** Exchanges until there is nothing left to say, or an obstacle. */
  run(): Promise<Outcome> {
    return this.#runs.run()
  }

  async write(drafts: readonly Draft[]): Promise<void> {
    const pen = {
      device: this.holder.device,
      wallMs,
      offsetMs: () => this.#offsetMs,
      newId,
    }
    this.#unsent = drafts.length
    await this.#store.transact(
      drafts.map(({ id }) => id),
      (held) => ({
        put: drafts.flatMap(({ id, type, fields }): readonly DeviceRow[] => {
          const definition = registry.find(type)
          if (!definition) throw new Error(`no record type ${type}`)
          const written = write(definition, held.get(id), { id, fields }, pen)
          if (!written.ok) throw new Error(`a flaw in ${type}: ${JSON.stringify(written.failure)}`)
          return written.value ? [written.value] : []
        }),
      }),
    )
  }

  /** Rows held, those of closed years in their packs included. */
  async held(): Promise<number> {
    const rows = await this.#store.all()
    const { packed } = await this.#store.holdings()
    const packs = await Promise.all(Object.keys(packed).map((bucket) => this.#store.packs(bucket)))
    return packs.flat().reduce((sum, pack) => sum + pack.rows, rows.length)
  }
}
