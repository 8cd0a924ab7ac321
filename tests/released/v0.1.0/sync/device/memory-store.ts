/** The device's database in memory: for tests and the simulation, and the reading of the contract. */
import type { DeviceRow } from './row.ts'
import type { Change, DeviceStore, Positions } from './store.ts'

export class MemoryDeviceStore implements DeviceStore {
  #rows = new Map<string, DeviceRow>()
  #positions: Positions = {}

  outbox(): Promise<readonly DeviceRow[]> {
    return Promise.resolve([...this.#rows.values()].filter((row) => row.unsent === 1))
  }

  positions(): Promise<Positions> {
    return Promise.resolve(this.#positions)
  }

  async transact(
    ids: readonly string[],
    work: (rows: ReadonlyMap<string, DeviceRow>) => Change,
  ): Promise<void> {
    const named = new Map<string, DeviceRow>()
    for (const id of ids) {
      const row = this.#rows.get(id)
      if (row) named.set(id, row)
    }
    const change = work(named)
    for (const row of change.put) this.#rows.set(row.id, row)
    for (const id of change.remove ?? []) this.#rows.delete(id)
    if (change.positions) this.#positions = change.positions
  }

  all(): Promise<readonly DeviceRow[]> {
    return Promise.resolve([...this.#rows.values()])
  }
}
