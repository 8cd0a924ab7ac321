/**
 * Devices, one authority, and everything between them that can go wrong, in one process and without a real clock: the
 * same commands always give the same history. Commands are plain JSON, so that a failure can be shrunk and kept.
 */
import type { Json } from '../../schema/json.ts'
import { answer } from '../../sync/authority/answer.ts'
import { MemoryStore } from '../../sync/authority/memory-store.ts'
import type { Obstacle, Transport } from '../../sync/device/loop.ts'
import { synchronise } from '../../sync/device/loop.ts'
import { MemoryDeviceStore } from '../../sync/device/memory-store.ts'
import type { Change, DeviceStore } from '../../sync/device/store.ts'
import type { Pen } from '../../sync/device/write.ts'
import { write } from '../../sync/device/write.ts'
import { fail, succeed } from '../../sync/result.ts'
import type { SyncRequest } from '../../sync/wire/request.ts'
import { readRequest } from '../../sync/wire/request.ts'
import { readReply } from '../../sync/wire/sync.ts'
import { accounts, entry, registry, settleTownship } from '../../sync/example-township.ts'

export const faults = [
  'none',
  'requestLost',
  'replyLost',
  'requestRepeated',
  'staleReply',
  'diesBeforeApplying',
  'storageFails',
  'authorityTrips',
] as const
export type Fault = (typeof faults)[number]

export type Command =
  | {
      readonly do: 'write'
      readonly device: number
      readonly row: number
      readonly fields: Readonly<Record<string, Json>>
    }
  /** One run of the loop; `faults` befall its exchanges in order. */
  | { readonly do: 'sync'; readonly device: number; readonly faults: readonly Fault[] }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'setClock'; readonly device: number; readonly aheadMs: number }

const start = Date.parse('2026-03-01T00:00:00.000Z')

/** A disk that fails when told to: the write is rolled back as a whole, as IndexedDB does. */
class FailingStore implements DeviceStore {
  failNext = false
  readonly #inner = new MemoryDeviceStore()
  outbox() {
    return this.#inner.outbox()
  }
  positions() {
    return this.#inner.positions()
  }
  all() {
    return this.#inner.all()
  }
  transact(...[ids, work]: Parameters<DeviceStore['transact']>): Promise<void> {
    return this.#inner.transact(ids, (rows): Change => {
      const change = work(rows)
      // The write that carries rows is the one that hurts: a position kept without it would leave a hole.
      if (this.failNext && change.put.length > 0) {
        this.failNext = false
        throw new DiskError()
      }
      return change
    })
  }
}

class DiskError extends Error {}
class Death extends Error {}

export type WrittenEdit = {
  readonly id: string
  readonly device: number
  readonly row: string
  readonly fields: Readonly<Record<string, Json>>
  /** True time, ms. */
  readonly trueAt: number
}

export class Device {
  readonly store = new FailingStore()
  aheadMs = 0
  offsetMs = 0
  /** The last reply of an earlier exchange, which a broken cache may deliver again. */
  lastReply: unknown = undefined
  readonly index: number
  readonly name: string
  readonly account
  constructor(index: number) {
    this.index = index
    this.name = `device-${index}`
    this.account = accounts[index % accounts.length] ?? accounts[0]
  }
}

export class World {
  now = start
  readonly authority = new MemoryStore()
  readonly devices: readonly Device[]
  readonly written: WrittenEdit[] = []
  readonly requests: { readonly device: Device; readonly request: SyncRequest }[] = []
  readonly injected: Record<Fault, number> = Object.fromEntries(
    faults.map((fault) => [fault, 0]),
  ) as Record<Fault, number>
  #ids = 0
  #tripNext = false

  constructor(devices: number) {
    this.devices = Array.from({ length: devices }, (_none, index) => new Device(index))
  }

  async open(): Promise<this> {
    await settleTownship(this.authority)
    return this
  }

  async perform(command: Command): Promise<void> {
    this.now += 1_000
    if (command.do === 'wait') {
      this.now += command.ms
      return
    }
    const device = this.devices[command.device % this.devices.length]
    if (!device) return
    if (command.do === 'setClock') device.aheadMs = command.aheadMs
    else if (command.do === 'write') await this.#write(device, `row-${command.row}`, command.fields)
    else await this.sync(device, [...command.faults])
  }

  #pen(device: Device): Pen {
    return {
      device: device.name,
      wallMs: () => this.now + device.aheadMs,
      offsetMs: () => device.offsetMs,
      newId: () => `id-${(this.#ids += 1)}`,
    }
  }

  async #write(device: Device, id: string, fields: Readonly<Record<string, Json>>): Promise<void> {
    const pen = this.#pen(device)
    const born = {
      branchId: device.account?.personId === 'secretary-b' ? 'branchB' : 'branchA',
      author: device.name,
    }
    await device.store.transact([id], (rows) => {
      const row = rows.get(id)
      const noted = new Date(pen.wallMs() + pen.offsetMs()).toISOString()
      const draft = { id, fields: { ...(row ? {} : born), ...fields, seenAt: noted } }
      const result = write(entry, row, draft, pen)
      if (!result.ok || !result.value || result.value === row) return { put: [] }
      const edit = result.value.edits.at(-1)
      if (edit)
        this.written.push({
          id: edit.id,
          device: device.index,
          row: id,
          fields: edit.fields,
          trueAt: this.now,
        })
      return { put: [result.value] }
    })
  }

  /** One run of the real loop over a network that fails as told. */
  async sync(device: Device, planned: Fault[]): Promise<number> {
    let exchanges = 0
    const transport: Transport = async (request) => {
      exchanges += 1
      if (exchanges > 50) throw new Error('L1: the loop does not end')
      return this.#carry(device, request, planned.shift() ?? 'none')
    }
    const sender = {
      device: device.name,
      wallMs: () => this.now + device.aheadMs,
      open: () => [],
      rows: 3,
      health: () => Promise.resolve(undefined),
    }
    const storageObstacle = (error: unknown): Obstacle => {
      if (error instanceof DiskError) return { kind: 'storage', full: false }
      throw error
    }
    const onReply = (_reply: unknown, offsetMs: number) => void (device.offsetMs = offsetMs)
    try {
      await synchronise({
        registry,
        store: device.store,
        sender,
        transport,
        onReply,
        storageObstacle,
      })
    } catch (error) {
      // The process died; what its store holds is all that is left, and the next run starts from there.
      if (!(error instanceof Death)) throw error
    } finally {
      device.store.failNext = false
    }
    return exchanges
  }

  async #carry(device: Device, sent: SyncRequest, fault: Fault): ReturnType<Transport> {
    this.injected[fault] += 1
    const request = readRequest(JSON.parse(JSON.stringify(sent)))
    if (!request) throw new Error(`the device sent what is no request: ${JSON.stringify(sent)}`)
    this.now += 300
    if (fault === 'requestLost') return fail({ kind: 'unreachable' })
    if (fault === 'staleReply' && device.lastReply !== undefined) {
      // A cache between the two answers with a reply to another request: it must do no harm.
      return this.#deliver(device.lastReply)
    }
    if (fault === 'authorityTrips') this.#tripNext = true
    this.requests.push({ device, request })
    if (fault === 'requestRepeated') await this.#ask(device, request)
    const reply = await this.#ask(device, request)
    this.now += 300
    if (fault === 'replyLost') return fail({ kind: 'unreachable' })
    if (fault === 'diesBeforeApplying') throw new Death()
    if (fault === 'storageFails') device.store.failNext = true
    device.lastReply = reply
    return this.#deliver(reply)
  }

  #deliver(reply: unknown): Awaited<ReturnType<Transport>> {
    const read = readReply(JSON.parse(JSON.stringify(reply)))
    if (!read) throw new Error('the authority sent what is no reply')
    return succeed(read)
  }

  async #ask(device: Device, request: SyncRequest): Promise<unknown> {
    if (!device.account) throw new Error('a device without an account')
    const trip = this.#tripNext
    this.#tripNext = false
    const store: MemoryStore = this.authority
    const tripping = {
      read: store.read.bind(store),
      write: ((work) =>
        store.write((transaction) =>
          work({
            ...transaction,
            putRow: (row) => (trip ? Promise.reject(new DiskError()) : transaction.putRow(row)),
          }),
        )) as MemoryStore['write'],
    }
    return answer(
      { registry, store: tripping, now: () => this.now, onError: (error) => expectDisk(error) },
      device.account,
      request,
    )
  }

  /** Asks once more with a request of the past. */
  replay({ device, request }: World['requests'][number]): Promise<unknown> {
    return this.#ask(device, request)
  }
}

function expectDisk(error: unknown): void {
  if (!(error instanceof DiskError)) throw error
}
