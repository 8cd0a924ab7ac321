/** The device's database in memory: for tests and the simulation, and the reading of the contract. */
import type { DeviceRow } from './row.ts'
import type { Holdings } from './holdings.ts'
import { noHoldings } from './holdings.ts'
import type { Change, DeviceStore, Pack } from './store.ts'

export class MemoryDeviceStore implements DeviceStore {
  #rows = new Map<string, DeviceRow>()
  #packs = new Map<string, Pack>()
  #holdings: Holdings = noHoldings

  outbox(): Promise<readonly DeviceRow[]> {
    return Promise.resolve([...this.#rows.values()].filter((row) => row.unsent === 1))
  }

  holdings(): Promise<Holdings> {
    return Promise.resolve(this.#holdings)
  }

  packs(bucket: string): Promise<readonly Pack[]> {
    return Promise.resolve([...this.#packs.values()].filter((pack) => pack.bucket === bucket))
  }

  async transact(
    ids: readonly string[],
    work: (rows: ReadonlyMap<string, DeviceRow>, holdings: Holdings) => Change,
  ): Promise<void> {
    const named = new Map<string, DeviceRow>()
    for (const id of ids) {
      const row = this.#rows.get(id)
      if (row) named.set(id, row)
    }
    const change = work(named, this.#holdings)
    for (const row of change.put) this.#rows.set(row.id, row)
    for (const id of change.remove ?? []) this.#rows.delete(id)
    for (const pack of change.putPacks ?? []) this.#packs.set(pack.id, pack)
    for (const id of change.removePacks ?? []) this.#packs.delete(id)
    if (change.holdings) this.#holdings = change.holdings
  }

  all(): Promise<readonly DeviceRow[]> {
    return Promise.resolve([...this.#rows.values()])
  }
}
