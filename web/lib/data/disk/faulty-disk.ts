/**
 * IndexedDB as the field knows it, for tests: every open, begun transaction, read, write and commit is counted, and any one
 * of them can fail, fall silent, or be the moment at which the process dies. Stands on fake-indexeddb and reaches into
 * its transactions, because only there lies the moment between the last write and the commit.
 */
import { IDBFactory } from 'fake-indexeddb'
import type { FakeTransaction, Fault, Step } from './faulty-life.ts'
import { Life } from './faulty-life.ts'

type FakeFactory = {
  _databases: Map<
    string,
    { rawObjectStores: Map<string, { records: { values(): Iterable<{ value: unknown }> } }> }
  >
}
/** Of all disks: RxDB and Dexie keep what they opened by name, and a process of its own knows none of it. */
let lives = 0

export class FaultyDisk {
  /** The disk itself, past every fault. */
  readonly factory = new IDBFactory()
  /** Since the disk was last told to fail. */
  readonly steps: Step[] = []
  readonly #silent = new Set<FakeTransaction>()
  /** How transactions that write asked to be committed. */
  readonly durabilities = new Set<string>()
  /** Bytes, roughly. What would hold more is refused as it is committed. */
  capacity = Infinity
  #planned: { readonly at: number; readonly fault: Fault; readonly times: number } | undefined

  /** The step with this number, counted from now, and as many after it, meet the fault. */
  plan(at: number, fault: Fault, times = 1): void {
    this.steps.length = 0
    this.#planned = { at, fault, times }
  }

  get isSilent(): boolean {
    return this.#planned?.fault === 'silence' || this.#silent.size > 0
  }

  /** Nothing fails any more, and what had fallen silent is given up by the system. */
  heal(): void {
    this.steps.length = 0
    this.#planned = undefined
    for (const transaction of this.#silent) transaction._abort('AbortError')
    this.#silent.clear()
  }

  /** A process that uses the disk. What it names with its mark lies there without it, where the others find it. */
  begin(): Life {
    lives += 1
    return new Life(this.factory, `~${String(lives)}`, {
      next: (step) => this.#next(step),
      onsilence: (transaction) => this.#silent.add(transaction),
      onwrite: (durability) => this.durabilities.add(durability),
      hasRoom: () => this.used <= this.capacity,
    })
  }

  /** What lies there, read past everything. */
  async contents(name: RegExp): Promise<readonly Record<string, unknown>[]> {
    const found = (await this.factory.databases()).find((each) => name.test(each.name ?? ''))
    if (!found?.name) return []
    const database = await answered(this.factory.open(found.name))
    const stores = [...database.objectStoreNames].filter((each) => each === 'docs')
    const [store] = stores
    const rows = store
      ? await answered(database.transaction(store).objectStore(store).getAll())
      : []
    database.close()
    return rows as Record<string, unknown>[]
  }

  /** The browser throws everything away, as under storage pressure. */
  async evict(): Promise<void> {
    for (const { name } of await this.factory.databases()) {
      if (name !== undefined) await answered(this.factory.deleteDatabase(name))
    }
  }

  /** Bytes, roughly. */
  get used(): number {
    const { _databases } = this.factory as unknown as FakeFactory
    let used = 0
    for (const { rawObjectStores } of _databases.values()) {
      for (const { records } of rawObjectStores.values()) {
        for (const { value } of records.values()) used += sizeOf(value)
      }
    }
    return used
  }

  #next(step: Step): Fault | undefined {
    const at = this.steps.push(step) - 1
    const { at: from, fault, times } = this.#planned ?? { at: Infinity, times: 0 }
    return at >= from && at < from + times ? fault : undefined
  }
}

const sizeOf = (value: unknown): number =>
  value instanceof Uint8Array ? value.byteLength : JSON.stringify(value).length

const answered = <Result>(request: IDBRequest<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('no answer'))
  })
