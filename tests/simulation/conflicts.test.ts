/**
 * S4 over the real engine: people on several devices write two fields of one row, in any order of arrival, with replies
 * lost and edits put off. Who had seen what is noted as they write, apart from the sync; from that alone follows which
 * conflicts must be open. `SIMULATION_RUNS=20000 npx vitest run tests/simulation` runs more.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ConflictBody } from '../../schema/records/conflict.ts'
import { isOpen } from '../../schema/records/conflict.ts'
import type { Json } from '../../schema/json.ts'
import { acceptEdits } from '../../sync/authority/accept-edits.ts'
import { actorOf } from '../../sync/authority/actor.ts'
import { answer } from '../../sync/authority/answer.ts'
import { MemoryStore } from '../../sync/authority/memory-store.ts'
import { makeStamp } from '../../sync/clock.ts'
import { synchronise } from '../../sync/device/loop.ts'
import { MemoryDeviceStore } from '../../sync/device/memory-store.ts'
import { write } from '../../sync/device/write.ts'
import {
  accounts,
  entry,
  plainPacker,
  plainText,
  registry,
  settleTownship,
} from '../../sync/example-township.ts'
import { valueAt } from '../../sync/merge.ts'
import { fail, succeed } from '../../sync/result.ts'
import { readRequest } from '../../sync/wire/request.ts'
import { readReply, writeReply } from '../../sync/wire/sync.ts'
import { oldestProtocol } from '../../sync/wire/versions.ts'

const runs = Number(process.env['SIMULATION_RUNS'] ?? 2_000) / 4
const start = Date.parse('2026-03-01T00:00:00.000Z')
const paths = ['title', 'items/x'] as const
type Path = (typeof paths)[number]
type Fault = 'none' | 'replyLost' | 'firstPutOff'

type Command =
  | { readonly do: 'write'; readonly device: number; readonly path: Path }
  | { readonly do: 'sync'; readonly device: number; readonly fault: Fault }

/** One write as its writer meant it: what he had before his eyes, and all that lay beneath. */
type Known = { readonly path: Path; readonly value: string; readonly device: number }
type Said = Known & { readonly knows: ReadonlySet<Said> }

/** Secretary (on two devices), deputy and township: all three may write the row. */
const people = [0, 1, 3, 0].map((account) => accounts[account] ?? accounts[0])
const skews = [0, 90_000, -40_000, 0]

class World {
  readonly #authority = new MemoryStore()
  readonly #devices = people.map(() => ({ store: new MemoryDeviceStore(), offsetMs: 0 }))
  readonly #said: Said[] = []
  readonly #arrived = new Set<string>()
  #now = start
  #ids = 0

  async open(): Promise<this> {
    await settleTownship(this.#authority)
    const actor = await this.#authority.read((view) => actorOf(view, people[0] as never, start))
    const seed = {
      id: 'seed',
      row: 'row',
      type: entry.name,
      version: 1,
      stamp: makeStamp({ ms: start, counter: 0, device: 'seed' }),
      fields: { branchId: 'branchA', author: '甲', title: 'base', 'items/x': { order: 0 } },
      basis: {},
      madeAt: start,
      offset: 0,
    }
    const arrival = { actor: actor as never, device: 'seed', now: start, sentAt: start }
    await this.#authority.write((transaction) =>
      acceptEdits(registry, transaction, [seed], arrival, raise),
    )
    for (const device of this.#devices.keys()) await this.sync(device, 'none')
    return this
  }

  perform(command: Command): Promise<void> {
    this.#now += 1_000
    return command.do === 'write'
      ? this.#write(command.device, command.path)
      : this.sync(command.device, command.fault)
  }

  async #write(device: number, path: Path): Promise<void> {
    const held = this.#devices[device]
    if (!held) return
    const order = this.#said.length + 1
    const value: Json = path === 'title' ? `v${order}` : { order }
    const pen = {
      device: `device-${device}`,
      wallMs: () => this.#now + (skews[device] ?? 0),
      offsetMs: () => held.offsetMs,
      newId: () => `id-${(this.#ids += 1)}`,
    }
    await held.store.transact(['row'], (rows) => {
      const row = rows.get('row')
      if (!row) throw new Error('the row was not there')
      const before = this.#said.filter(
        (said) =>
          said.path === path &&
          (said.device === device || said.value === JSON.stringify(valueAt(row, path))),
      )
      const knows = new Set(before.flatMap((said) => [said, ...said.knows]))
      this.#said.push({ path, value: JSON.stringify(value), device, knows })
      const written = write(entry, row, { id: 'row', fields: { [path]: value } }, pen)
      if (!written.ok || !written.value) throw new Error('the example is wrong')
      return { put: [written.value] }
    })
  }

  async sync(device: number, fault: Fault): Promise<void> {
    const held = this.#devices[device]
    const account = people[device]
    if (!held || !account) return
    let lose = fault === 'replyLost'
    let trip = fault === 'firstPutOff'
    const store = {
      read: this.#authority.read.bind(this.#authority),
      write: ((work) =>
        this.#authority.write((transaction) =>
          work({
            ...transaction,
            putRow: (row) => {
              if (!trip) return transaction.putRow(row)
              trip = false
              return Promise.reject(new DiskError())
            },
          }),
        )) as MemoryStore['write'],
    }
    const result = await synchronise({
      registry,
      store: held.store,
      sender: {
        device: `device-${device}`,
        wallMs: () => this.#now + (skews[device] ?? 0),
        open: () => ({ inUse: [], kept: [] }),
        page: 100_000,
        health: () => Promise.resolve(undefined),
      },
      transport: async (sent) => {
        const request = readRequest(JSON.parse(JSON.stringify(sent)), oldestProtocol)
        if (!request) throw new Error('no request')
        const now = () => this.#now
        const parts = { registry, store, now, packer: plainPacker, onError: expectDisk }
        const answered = await answer(parts, account, request)
        const reply = answered && readReply(JSON.parse(JSON.stringify(writeReply(answered))))
        if (!reply) throw new Error('no reply')
        if (!lose) return succeed(reply)
        lose = false
        return fail({ kind: 'unreachable' })
      },
      decompress: plainText,
      unmended: new Map(),
      onReply: (_reply, offsetMs) => void (held.offsetMs = offsetMs),
      storageObstacle: raise,
    })
    if (!result.ok && fault !== 'replyLost') throw new Error(result.failure.kind)
    await this.#check()
  }

  /** For each field: the writes that nobody has written over knowing them must be the sides of one open conflict. */
  async #check(): Promise<void> {
    const { history, rows } = await this.#authority.read(async (view) => ({
      history: await view.history('row'),
      rows: await view.rowsOf('conflict', 'row'),
    }))
    for (const { after, result } of history) {
      expect(result).not.toBe('refused')
      for (const [path, value] of Object.entries(after))
        this.#arrived.add(`${path} ${JSON.stringify(value)}`)
    }
    for (const path of paths) {
      const here = this.#said.filter(
        (said) => said.path === path && this.#arrived.has(`${path} ${said.value}`),
      )
      const heads = here.filter((said) => !here.some((other) => other.knows.has(said)))
      // Kept in the shape of the definition.
      const open = rows
        .map(({ body }) => body as unknown as ConflictBody)
        .filter((body) => body.path === path && isOpen(body))
      const sides = open.map((body) =>
        Object.values(body.sides ?? {}).map(({ value }) => JSON.stringify(value)),
      )
      const expected = heads.length > 1 ? [heads.map(({ value }) => value).toSorted()] : []
      expect(sides.map((values) => values.toSorted())).toEqual(expected)
      raised += open.length
    }
  }
}

class DiskError extends Error {}

function expectDisk(error: unknown): void {
  if (!(error instanceof DiskError)) throw error
}

function raise(error: unknown): never {
  throw error
}

let raised = 0
const device = fc.nat({ max: people.length - 1 })
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ do: fc.constant('write' as const), device, path: fc.constantFrom(...paths) }),
  fc.record({
    do: fc.constant('sync' as const),
    device,
    fault: fc.constantFrom<Fault>('none', 'none', 'replyLost', 'firstPutOff'),
  }),
)

it(`S4: in ${runs} histories an open conflict holds just the last words of those who did not know of each other`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 24 }), async (commands) => {
      const world = await new World().open()
      for (const each of commands) await world.perform(each)
      for (const one of [...people.keys(), ...people.keys()]) await world.sync(one, 'none')
    }),
    { numRuns: runs, seed: Number(process.env['SIMULATION_SEED'] ?? Date.now() % 2 ** 31) },
  )
  expect(raised).toBeGreaterThan(runs)
}, 600_000)
