/** A device's disk: the database in memory, and everything that befalls a database on a cheap phone. */
import type { Holdings } from '../../sync/device/holdings.ts'
import { MemoryDeviceStore } from '../../sync/device/memory-store.ts'
import type { DeviceRow } from '../../sync/device/row.ts'
import type { Change, DeviceStore } from '../../sync/device/store.ts'
import type { DiskFault } from './faults.ts'
import { Death, DiskError } from './faults.ts'
import type { Gate } from './turns.ts'

type Operation = 'outbox' | 'holdings' | 'packs' | 'all' | 'transact'

const thrownAt: Readonly<Record<Operation, DiskFault['kind']>> = {
  outbox: 'outboxThrows',
  holdings: 'holdingsThrow',
  packs: 'packsThrow',
  all: 'allThrows',
  transact: 'readThrows',
}

/** One process that has the database open. */
export type Opening = {
  readonly gate: Gate
  readonly faults: readonly DiskFault[]
  readonly onFault: (kind: DiskFault['kind'] | 'diskFull') => void
}

export class Disk {
  full = false
  #inner = new MemoryDeviceStore()
  /** The notes of what is held that lay here before, oldest first. */
  readonly olderNotes: Holdings[] = []
  /** Rows as they lay here before they last changed, without anything unsent. */
  readonly olderRows = new Map<string, DeviceRow>()

  /** What lies there, whatever the faults: for the laws and for damage. */
  get contents(): DeviceStore {
    return this.#inner
  }

  evict(): void {
    this.#inner = new MemoryDeviceStore()
    this.olderNotes.length = 0
    this.olderRows.clear()
  }

  /** The database as one process sees it. */
  openedBy(opening: Opening): DeviceStore {
    const { gate, faults, onFault } = opening
    const counted = new Map<string, number>()
    const strike = (kind: DiskFault['kind'], counter: string): boolean => {
      const struck = faults.some(
        (fault) => fault.kind === kind && fault.at === counted.get(counter),
      )
      if (struck) onFault(kind)
      return struck
    }
    const count = (counter: string) => counted.set(counter, (counted.get(counter) ?? 0) + 1)
    const around = async <Value>(operation: Operation, work: () => Promise<Value>) => {
      await gate()
      count(operation)
      count('any')
      if (strike('diesBefore', 'any')) throw new Death()
      if (strike(thrownAt[operation], operation)) throw new DiskError()
      const value = await work()
      if (strike('diesAfter', 'any')) throw new Death()
      if (operation === 'transact' && strike('commitUnknown', operation)) throw new DiskError()
      return value
    }
    return {
      outbox: () => around('outbox', () => this.#inner.outbox()),
      holdings: () => around('holdings', () => this.#inner.holdings()),
      packs: (bucket) => around('packs', () => this.#inner.packs(bucket)),
      all: () => around('all', () => this.#inner.all()),
      transact: (ids, work) =>
        around('transact', () =>
          this.#transact(ids, (rows, holdings) => {
            const change = work(rows, holdings)
            if (strike('commitThrows', 'transact')) throw new DiskError()
            if (this.full && takesRoom(change)) {
              onFault('diskFull')
              throw new DiskError(true)
            }
            return change
          }),
        ),
    }
  }

  #transact(...[ids, work]: Parameters<DeviceStore['transact']>): Promise<void> {
    return this.#inner.transact(ids, (rows, holdings) => {
      const change = work(rows, holdings)
      if (change.holdings) this.olderNotes.push(holdings)
      for (const row of rows.values())
        if (row.unsent === 0 && row.rev > 0) this.olderRows.set(row.id, row)
      return change
    })
  }
}

const takesRoom = ({ put, putPacks = [], holdings }: Change): boolean =>
  put.length > 0 || putPacks.length > 0 || holdings !== undefined
