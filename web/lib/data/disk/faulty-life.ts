/** One process on a faulty disk (faulty-disk.ts): where each step of its IndexedDB meets its fate. */
import { IDBKeyRange } from 'fake-indexeddb'
import type { Disk } from './database.ts'

export type Step = 'open' | 'begin' | 'read' | 'write' | 'commit'

export type Fault =
  | { readonly error: string }
  /** Nothing is answered any more, in this transaction or of this opening. */
  | 'silence'
  /** The process ends before the step; of a commit, also right after it. */
  | 'death'
  | 'deathAfter'

type FakeRequest = IDBRequest & { dispatchEvent: (event: Event) => boolean }
type Execution = { operation: () => unknown; request?: FakeRequest | null }
/** What fake-indexeddb 6.2, pinned by package.json, keeps inside. */
export type FakeTransaction = IDBTransaction & {
  _state: string
  _requests: { request: IDBRequest }[]
  _start: () => void
  _abort: (name: string | null) => void
  _execRequestAsync: (execution: Execution) => FakeRequest
  /** Ours: something was put into it. */
  _wrote?: boolean
}
type Methods = Record<string, (...given: unknown[]) => unknown>

const reads = ['get', 'getAll', 'getKey', 'getAllKeys', 'count', 'openCursor', 'openKeyCursor']
const writes = ['put', 'add', 'delete', 'clear']

export type Fate = {
  next(step: Step): Fault | undefined
  onsilence(transaction: FakeTransaction): void
  onwrite(durability: string): void
  hasRoom(): boolean
}

export class Life {
  readonly mark: string
  readonly disk: Disk
  readonly #factory: IDBFactory
  readonly #fate: Fate
  readonly #connections = new Set<IDBDatabase>()
  readonly #running = new Set<FakeTransaction>()
  #dead = false

  constructor(factory: IDBFactory, mark: string, fate: Fate) {
    this.mark = mark
    this.#factory = factory
    this.#fate = fate
    const indexedDB = new Proxy(factory, {
      get: (target, name) => {
        if (name === 'open') return (of: string, version?: number) => this.#open(of, version)
        const value: unknown = Reflect.get(target, name)
        return typeof value === 'function' ? (value.bind(target) as unknown) : value
      },
    })
    this.disk = { indexedDB, IDBKeyRange }
  }

  get isDead(): boolean {
    return this.#dead
  }

  /** As when the system kills the app: what was not committed never was, and nobody here hears of anything again. */
  end(): void {
    this.#dead = true
    for (const transaction of this.#running) {
      if (transaction._state !== 'finished') transaction._abort(null)
    }
    for (const connection of this.#connections) connection.close()
  }

  /** The system closes every connection under the running app. */
  dropConnections(): void {
    for (const connection of this.#connections) connection.close()
  }

  /** Undefined where the step goes well. A dead process takes no steps. */
  #step(step: Step): Fault | undefined {
    if (this.#dead) return 'silence'
    const fault = this.#fate.next(step)
    if (fault === 'death') this.end()
    return fault === 'death' ? 'silence' : fault
  }

  #open(name: string, version?: number): IDBOpenDBRequest {
    const fault = this.#step('open')
    if (fault !== undefined) return failedOpening(fault)
    const request = this.#factory.open(name.replace(this.mark, ''), version)
    const dispatch = request.dispatchEvent.bind(request)
    request.dispatchEvent = (event) => {
      const { result, transaction } = request as { result?: IDBDatabase } & IDBOpenDBRequest
      if (event.type === 'upgradeneeded') this.#running.add(transaction as FakeTransaction)
      if (this.#dead) {
        this.end()
        return true
      }
      if (event.type !== 'error' && result) this.#adopt(result)
      return dispatch(event)
    }
    return request
  }

  #adopt(database: IDBDatabase): void {
    if (this.#connections.has(database)) return
    this.#connections.add(database)
    const begin = database.transaction.bind(database)
    database.transaction = (stores, mode, options) => {
      const fault = this.#step('begin')
      if (typeof fault === 'object') throw new DOMException('injected', fault.error)
      if (mode === 'readwrite') this.#fate.onwrite(options?.durability ?? 'default')
      const transaction = begin(stores, mode, options) as FakeTransaction
      this.#watch(transaction, fault === 'silence')
      return transaction
    }
  }

  #watch(transaction: FakeTransaction, silentAtOnce: boolean): void {
    let silent = false
    const fallSilent = () => {
      silent = true
      this.#fate.onsilence(transaction)
    }
    if (silentAtOnce) fallSilent()
    // fake-indexeddb undoes an aborted transaction as often as it is aborted, the second time into something else.
    const abort = transaction._abort.bind(transaction)
    transaction._abort = (name) => {
      if (transaction._state !== 'finished') abort(name)
    }
    let failing: string | undefined
    this.#running.add(transaction)
    const execute = transaction._execRequestAsync.bind(transaction)
    transaction._execRequestAsync = (execution) => {
      const error = failing
      failing = undefined
      const operation = () => {
        throw new DOMException('injected', error)
      }
      const request = execute(error === undefined ? execution : { ...execution, operation })
      return this.#deafen(request)
    }
    this.#deafen(transaction)
    const start = transaction._start.bind(transaction)
    transaction._start = () => {
      if (silent || this.#dead) return
      const isOver = transaction._requests.every(({ request }) => request.readyState === 'done')
      const commits = isOver && transaction.mode === 'readwrite'
      const fault = commits && transaction._state !== 'finished' ? this.#step('commit') : undefined
      const isFull = commits && transaction._wrote && !this.#fate.hasRoom()
      if (fault === 'deathAfter') this.#dead = true
      if (fault === 'silence') fallSilent()
      else if (typeof fault === 'object') transaction._abort(fault.error)
      else if (isFull) transaction._abort('QuotaExceededError')
      else start()
      if (fault === 'deathAfter') this.end()
      if (transaction._state === 'finished') this.#running.delete(transaction)
    }
    const storeOf = transaction.objectStore.bind(transaction)
    const meet = (step: Step) => {
      transaction._wrote ||= step === 'write'
      const fault = this.#step(step)
      if (fault === 'silence') fallSilent()
      if (typeof fault === 'object') failing = fault.error
    }
    transaction.objectStore = (name) => watched(storeOf(name), meet)
  }

  /** The dead hear nothing. */
  #deafen<Target extends { dispatchEvent: (event: Event) => boolean }>(target: Target): Target {
    const dispatch = target.dispatchEvent.bind(target)
    target.dispatchEvent = (event) => this.#dead || dispatch(event)
    return target
  }
}

const seen = new WeakSet<object>()

function watched<Target extends IDBObjectStore | IDBIndex>(
  target: Target,
  meet: (step: Step) => void,
): Target {
  if (seen.has(target)) return target
  seen.add(target)
  const methods = target as unknown as Methods
  const watch = (names: readonly string[], step: Step) => {
    for (const name of names) {
      const method = methods[name]?.bind(target)
      if (!method) continue
      methods[name] = (...given) => {
        meet(step)
        return method(...given)
      }
    }
  }
  watch(reads, 'read')
  watch(writes, 'write')
  if ('index' in target) {
    const indexOf = target.index.bind(target)
    target.index = (name) => watched(indexOf(name), meet)
  }
  return target
}

/** A request that fails, or that is never answered. */
function failedOpening(fault: Fault): IDBOpenDBRequest {
  const request = { onerror: null } as unknown as IDBOpenDBRequest
  if (typeof fault !== 'object') return request
  const error = new DOMException('injected', fault.error)
  Object.assign(request, { error })
  const event = { target: request, preventDefault: () => {}, stopPropagation: () => {} }
  setImmediate(() => request.onerror?.(event as unknown as Event))
  return request
}
