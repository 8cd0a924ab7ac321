/** The two device engines of the simulation: today's, and the one released with protocol 1. Both work on one database. */
import type { Definition, Registry } from '../../schema/define-record.ts'
import type { Json } from '../../schema/json.ts'
import { noHoldings } from '../../sync/device/holdings.ts'
import type { Obstacle } from '../../sync/device/loop.ts'
import { synchronise } from '../../sync/device/loop.ts'
import type { DeviceRow } from '../../sync/device/row.ts'
import { withdraw } from '../../sync/device/row.ts'
import type { DeviceStore } from '../../sync/device/store.ts'
import type { Pen } from '../../sync/device/write.ts'
import { write } from '../../sync/device/write.ts'
import { plainText } from '../../sync/example-township.ts'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import { readReply } from '../../sync/wire/sync.ts'
import type { Definition as DefinitionAtFirst } from '../released/v0.1.0/schema/define-record.ts'
import { makeRegistry as makeRegistryAtFirst } from '../released/v0.1.0/schema/define-record.ts'
import { synchronise as synchroniseAtFirst } from '../released/v0.1.0/sync/device/loop.ts'
import type { DeviceRow as RowAtFirst } from '../released/v0.1.0/sync/device/row.ts'
import { withdraw as withdrawAtFirst } from '../released/v0.1.0/sync/device/row.ts'
import type {
  DeviceStore as StoreAtFirst,
  Positions,
} from '../released/v0.1.0/sync/device/store.ts'
import { write as writeAtFirst } from '../released/v0.1.0/sync/device/write.ts'
import { readReply as readReplyAtFirst } from '../released/v0.1.0/sync/wire/sync.ts'
import { DiskError } from './faults.ts'
import { registry, registryAtFirst } from './township.ts'

export type Running = {
  readonly store: DeviceStore
  readonly device: string
  wallMs(): number
  readonly open: { readonly inUse: readonly string[]; readonly kept: readonly string[] }
  /** Rows a page, for the engine that counts rows. */
  readonly rows: number
  readonly unmended: Map<string, string>
  /** The text of the reply. */
  carry(request: unknown): Promise<Result<string, Obstacle>>
  onReply(offsetMs: number): void
}

type Draft = { readonly id: string; readonly fields: Readonly<Record<string, Json>> }

export type Engine = {
  readonly registry: Registry
  write(
    definition: Definition,
    row: DeviceRow | undefined,
    draft: Draft,
    pen: Pen,
  ): Result<DeviceRow | undefined, unknown>
  withdraw(row: DeviceRow, editId: string): DeviceRow | undefined
  run(running: Running): Promise<Result<undefined, Obstacle>>
}

const today: Engine = {
  registry,
  write,
  withdraw: (row, editId) => withdraw(registry, row, editId),
  run: ({ store, device, wallMs, open, unmended, carry, onReply }) =>
    synchronise({
      registry,
      store,
      sender: {
        device,
        wallMs,
        open: () => open,
        page: 2_000,
        health: () => Promise.resolve(undefined),
      },
      transport: async (request) => read(await carry(request), readReply),
      decompress: plainText,
      unmended,
      onReply: (_reply, offsetMs) => onReply(offsetMs),
      storageObstacle,
    }),
}

// Rows have the same shape in both; today's know more reasons for a refusal, which the older engine only carries along.
const rowAtFirst = (row: DeviceRow | undefined) => row as RowAtFirst | undefined

// Of ways to merge it knows only those that its definitions name.
const definitionAtFirst = (definition: Definition) => definition as unknown as DefinitionAtFirst
const definitionsAtFirst = makeRegistryAtFirst(registryAtFirst.all.map(definitionAtFirst))

const released: Engine = {
  registry: registryAtFirst,
  write: (definition, row, draft, pen) =>
    writeAtFirst(definitionAtFirst(definition), rowAtFirst(row), draft, pen),
  withdraw: (row, editId) => withdrawAtFirst(definitionsAtFirst, row as RowAtFirst, editId),
  run: ({ store, device, wallMs, open, rows, carry, onReply }) =>
    synchroniseAtFirst({
      registry: definitionsAtFirst,
      store: storeAtFirst(store),
      sender: {
        device,
        wallMs,
        open: () => open.inUse,
        rows,
        health: () => Promise.resolve(undefined),
      },
      transport: async (request) => read(await carry(request), readReplyAtFirst),
      onReply: (_reply, offsetMs) => onReply(offsetMs),
      storageObstacle,
    }),
}

export const engineOf = (protocol: 1 | 2): Engine => (protocol === 1 ? released : today)

/** As the app does it: whatever is not plainly a reply is no contact. */
function read<Reply>(
  answer: Result<string, Obstacle>,
  readReplyFrom: (value: unknown) => Reply | undefined,
): Result<Reply, Obstacle> {
  if (!answer.ok) return answer
  let value: unknown
  try {
    value = JSON.parse(answer.value)
  } catch {
    return fail({ kind: 'unreachable' })
  }
  const reply = readReplyFrom(value)
  return reply ? succeed(reply) : fail({ kind: 'unreachable' })
}

function storageObstacle(error: unknown): Obstacle {
  if (error instanceof DiskError) return { kind: 'storage', full: error.full }
  throw error
}

/** The database as the first release wrote it: of what is held it noted positions and nothing else. */
const storeAtFirst = (store: DeviceStore): StoreAtFirst => ({
  outbox: async () => (await store.outbox()) as readonly RowAtFirst[],
  // The first release never got any other position.
  positions: async () => (await store.holdings()).positions as Positions,
  all: async () => (await store.all()) as readonly RowAtFirst[],
  transact: (ids, work) =>
    store.transact(ids, (rows) => {
      const { put, remove, positions } = work(rows as ReadonlyMap<string, RowAtFirst>)
      return {
        put,
        ...(remove && { remove }),
        ...(positions && { holdings: { ...noHoldings, positions } }),
      }
    }),
})
