/** A phone that was not updated: the engine of version 0.1.0 before today's server, with the rows its disk held. */
import type { Json } from '../../schema/json.ts'
import type { ExampleServer } from '../../server/example-server.ts'
import type { App } from '../../server/app.ts'
import { fail, succeed } from '../../sync/result.ts'
import { registry } from '../released/v0.1.0/schema/records/index.ts'
import type { Obstacle, Transport } from '../released/v0.1.0/sync/device/loop.ts'
import { synchronise } from '../released/v0.1.0/sync/device/loop.ts'
import { MemoryDeviceStore } from '../released/v0.1.0/sync/device/memory-store.ts'
import type { DeviceRow } from '../released/v0.1.0/sync/device/row.ts'
import type { Pen } from '../released/v0.1.0/sync/device/write.ts'
import { write } from '../released/v0.1.0/sync/device/write.ts'
import type { SyncReply } from '../released/v0.1.0/sync/wire/sync.ts'
import { readReply } from '../released/v0.1.0/sync/wire/sync.ts'
import type { DiskDump } from './disk-dump.ts'

/** One of several phones of the same person. */
const releasedDevice = 'device-of-v010'

export class ReleasedPhone {
  readonly store = new MemoryDeviceStore()
  readonly replies: SyncReply[] = []
  /** What stands at the server's address. */
  app: Pick<App, 'request'>
  readonly #server: ExampleServer
  readonly #person: string
  readonly #pen: Pen

  constructor(person: string, server: ExampleServer) {
    this.#person = person
    this.#server = server
    this.app = server.app
    let ids = 0
    const newId = () => `late-${person}-${(ids += 1)}`
    const wallMs = () => server.clock.now
    this.#pen = { device: releasedDevice, wallMs, offsetMs: () => 0, newId }
  }

  /** The rows and positions of a disk that version 0.1.0 wrote. */
  async fill(dump: DiskDump): Promise<void> {
    const stored = dump
      .filter(({ name }) => name.endsWith('--records'))
      .flatMap(({ stores }) => stores.filter(({ name }) => name === 'docs'))
      .flatMap(({ contents }) => contents.map(({ value }) => value as Stored))
    const put = stored
      .filter(({ type }) => type !== '$positions')
      .map(({ packed, id, type, of, unsent }) => {
        return { id, type, of, unsent, ...(JSON.parse(packed) as object) } as DeviceRow
      })
    const positions = stored.find(({ type }) => type === '$positions')?.packed ?? '{}'
    await this.store.transact([], () => ({
      put,
      positions: JSON.parse(positions) as Record<string, number>,
    }))
  }

  async write(type: string, id: string, fields: Record<string, Json>): Promise<void> {
    const definition = registry.find(type)
    if (!definition) throw new Error(`version 0.1.0 knows no ${type}`)
    await this.store.transact([id], (rows) => {
      const written = write(definition, rows.get(id), { id, fields }, this.#pen)
      if (!written.ok) throw new Error(JSON.stringify(written.failure))
      return { put: written.value ? [written.value] : [] }
    })
  }

  sync() {
    return synchronise({
      registry,
      store: this.store,
      sender: {
        device: releasedDevice,
        wallMs: () => this.#pen.wallMs(),
        open: () => [],
        rows: 200,
        health: () => Promise.resolve(undefined),
      },
      transport: this.#transport,
      onReply: (reply) => void this.replies.push(reply),
      storageObstacle: (error) => {
        throw error
      },
    })
  }

  async row(id: string): Promise<DeviceRow | undefined> {
    return (await this.store.all()).find((row) => row.id === id)
  }

  /** As transport.ts of version 0.1.0: what it cannot read is no contact. */
  readonly #transport: Transport = async (request) => {
    const cookie = await this.#server.signIn(this.#person, releasedDevice)
    const init = { method: 'POST', headers: { cookie }, body: JSON.stringify(request) }
    const response = await this.app.request('/sync/v1', init)
    const content: unknown = await response.json()
    if (response.status === 426) return fail<Obstacle>({ kind: 'outdated' })
    const reply = response.status === 200 ? readReply(content) : undefined
    return reply ? succeed(reply) : fail<Obstacle>({ kind: 'unreachable' })
  }
}

type Stored = {
  readonly id: string
  readonly type: string
  readonly of: string
  readonly unsent: 0 | 1
  readonly packed: string
}
