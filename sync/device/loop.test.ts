import { describe, expect, it } from 'vitest'
import { entry, plainText, registry } from '../example-township.ts'
import type { Result } from '../result.ts'
import { fail, succeed } from '../result.ts'
import type { SyncRequest } from '../wire/request.ts'
import type { SyncReply } from '../wire/sync.ts'
import { protocol } from '../wire/sync.ts'
import type { Obstacle } from './loop.ts'
import { synchronise } from './loop.ts'
import { MemoryDeviceStore } from './memory-store.ts'
import type { DeviceStore } from './store.ts'
import { write } from './write.ts'

const now = Date.parse('2026-03-10T08:00:00.000Z')
const bucket = 'branch/branchA/public/2026'
const pages = 3

class Broken extends Error {}

/** A bucket of three pages with one row each, told to whoever stands at the page before. */
function authority(onRequest: (request: SyncRequest) => void = () => {}) {
  return (request: SyncRequest): Promise<Result<SyncReply, Obstacle>> => {
    onRequest(request)
    const from = Number(request.positions[bucket] ?? 0)
    const stamp = `00000000${from}000office`
    const body = { branchId: 'branchA', author: '甲', title: `第${from + 1}页` }
    const stamps = Object.fromEntries(Object.keys(body).map((name) => [name, stamp]))
    const rows = from < pages ? [{ id: `row-${from}`, type: 'entry', rev: 1, body, stamps }] : []
    return Promise.resolve(
      succeed({
        ...{ protocol, now, rows, gone: [], packs: [], unpack: [], repairs: [], digests: {} },
        verdicts: request.edits.map(({ id }) => ({ edit: id, result: 'accepted' as const })),
        positions: { [bucket]: Math.min(from + 1, pages) },
        scope: 'scope-1',
        ...(request.scope !== 'scope-1' && { granted: [bucket] }),
        more: from + 1 < pages,
        actor: { accountId: 'a', personId: 'p', branchId: 'branchA', lineage: [], offices: [] },
      }),
    )
  }
}

const run = (store: DeviceStore, transport: ReturnType<typeof authority>) =>
  synchronise({
    registry,
    store,
    transport,
    decompress: plainText,
    unmended: new Map(),
    sender: {
      device: 'deviceA1',
      wallMs: () => now,
      open: () => ({ inUse: [], kept: [] }),
      page: 100_000,
      health: () => Promise.resolve(undefined),
    },
    onReply: () => {},
    storageObstacle: (error) => {
      if (error instanceof Broken) return { kind: 'storage', full: false }
      throw error
    },
  })

const idsIn = async (store: DeviceStore) => (await store.all()).map(({ id }) => id)

describe('the sync loop', () => {
  it('asks for the next page while this one is written', async () => {
    const store = new MemoryDeviceStore()
    const seen: [number, number][] = []
    const held = { rows: 0 }
    const counting = observed(store, (count) => (held.rows += count))
    const asked = authority((request) => {
      seen.push([Number(request.positions[bucket] ?? 0), held.rows])
    })
    expect(await run(counting, asked)).toEqual(succeed(undefined))
    // Each page once; and when the second was asked for, the first did not lie on the disk yet.
    expect(seen).toEqual([
      [0, 0],
      [1, 0],
      [2, 1],
    ])
    expect(await idsIn(store)).toEqual(['row-0', 'row-1', 'row-2'])
  })

  it('D2: a page that could not be written takes the one asked for after it along', async () => {
    const store = new MemoryDeviceStore()
    const faulty = failing(store, 2)
    expect(await run(faulty, authority())).toEqual(fail({ kind: 'storage', full: false }))
    expect((await store.holdings()).positions).toEqual({ [bucket]: 1 })
    expect(await run(faulty, authority())).toEqual(succeed(undefined))
    expect(await idsIn(store)).toEqual(['row-0', 'row-1', 'row-2'])
  })

  it('L1: what the authority puts off waits for the next run', async () => {
    const store = new MemoryDeviceStore()
    const pen = { device: 'deviceA1', wallMs: () => now, offsetMs: () => 0, newId: () => 'edit-1' }
    const fields = { branchId: 'branchA', author: '甲', title: '等着的' }
    const written = write(entry, undefined, { id: 'mine', fields }, pen)
    if (!written.ok || !written.value) throw new Error('the example is wrong')
    const row = written.value
    await store.transact(['mine'], () => ({ put: [row] }))
    let exchanges = 0
    const answered = authority(() => {
      exchanges += 1
      if (exchanges > 2 * pages) throw new Error('it goes on and on')
    })
    const puttingOff = async (request: SyncRequest): Promise<Result<SyncReply, Obstacle>> => {
      const reply = await answered(request)
      if (!reply.ok) return reply
      const verdicts = reply.value.verdicts.map(({ edit }) => ({ edit, result: 'later' as const }))
      return succeed({ ...reply.value, verdicts })
    }
    expect(await run(store, puttingOff)).toEqual(succeed(undefined))
    expect((await store.outbox()).map(({ id }) => id)).toEqual(['mine'])
  })

  it('A2: what the authority puts off holds up nothing behind it, however much it is', async () => {
    const store = new MemoryDeviceStore()
    let ids = 0
    const newId = () => `edit-${(ids += 1)}`
    const pen = { device: 'deviceA1', wallMs: () => now + ids, offsetMs: () => 0, newId }
    const fields = { branchId: 'branchA', author: '甲' }
    for (let count = 0; count < 450; count += 1) {
      const id = `mine-${count}`
      const written = write(entry, undefined, { id, fields }, pen)
      if (!written.ok || !written.value) throw new Error('the example is wrong')
      const row = written.value
      await store.transact([id], () => ({ put: [row] }))
    }
    let exchanges = 0
    const answered = authority(() => {
      exchanges += 1
      if (exchanges > 2 * pages) throw new Error('it goes on and on')
    })
    const trippingOver = async (request: SyncRequest): Promise<Result<SyncReply, Obstacle>> => {
      const reply = await answered({ ...request, positions: { [bucket]: pages } })
      if (!reply.ok) return reply
      const verdicts = request.edits.map(({ id }) => ({
        edit: id,
        result:
          Number(id.slice('edit-'.length)) <= 220 ? ('later' as const) : ('accepted' as const),
      }))
      return succeed({ ...reply.value, verdicts })
    }
    expect(await run(store, trippingOver)).toEqual(succeed(undefined))
    expect(await store.outbox()).toHaveLength(220)
  })

  it('R2: asks about many buckets a few at a time, about each once, and ends', async () => {
    const buckets = Array.from(
      { length: 150 },
      (_none, index) => `branch/branch${index}/public/2026`,
    )
    const questions: number[] = []
    const asked = new Set<string>()
    await run(new MemoryDeviceStore(), ({ check, scope }) => {
      questions.push(Object.keys(check).length)
      for (const name of Object.keys(check)) asked.add(name)
      if (questions.length > 10) throw new Error('it goes on and on')
      const nothing = { rows: [], gone: [], packs: [], unpack: [], verdicts: [], more: false }
      const here = Object.fromEntries(buckets.map((name) => [name, 1]))
      return Promise.resolve(
        succeed({
          ...{ protocol, now, ...nothing, positions: here, scope: 'scope-1' },
          ...(scope !== 'scope-1' && { granted: buckets }),
          // What is held never becomes this, whatever is repaired.
          digests: Object.fromEntries(buckets.map((name) => [name, 'another'])),
          repairs: Object.keys(check).map((name) => ({
            ...{ bucket: name, ranges: 1, differing: [0], ids: [] },
          })),
          actor: { accountId: 'a', personId: 'p', branchId: 'branchA', lineage: [], offices: [] },
        }),
      )
    })
    expect(questions).toEqual([0, 64, 64, 22])
    expect(asked.size).toBe(buckets.length)
  })

  it('P1: sends each edit once, however many pages follow', async () => {
    const store = new MemoryDeviceStore()
    const pen = { device: 'deviceA1', wallMs: () => now, offsetMs: () => 0, newId: () => 'edit-1' }
    const fields = { branchId: 'branchA', author: '乙', title: '自己的' }
    await store.transact(['own'], () => {
      const written = write(entry, undefined, { id: 'own', fields }, pen)
      if (!written.ok || !written.value) throw new Error('the example is wrong')
      return { put: [written.value] }
    })
    const sent: number[] = []
    await run(
      store,
      authority(({ edits }) => sent.push(edits.length)),
    )
    expect(sent).toEqual([1, 0, 0])
    expect(await store.outbox()).toEqual([])
  })
})

/** Tells how many rows each transaction has put, once it is done. */
const observed = (store: MemoryDeviceStore, ondone: (rows: number) => void): DeviceStore => ({
  outbox: () => store.outbox(),
  holdings: () => store.holdings(),
  packs: (name) => store.packs(name),
  all: () => store.all(),
  transact: async (ids, work) => {
    let put = 0
    await store.transact(ids, (rows, holdings) => {
      const change = work(rows, holdings)
      put = change.put.length
      return change
    })
    ondone(put)
  },
})

/** Breaks once, under the transaction that would put rows for the `at`-th time. */
function failing(store: MemoryDeviceStore, at: number): DeviceStore {
  let puts = 0
  return {
    ...observed(store, () => {}),
    transact: (ids, work) =>
      store.transact(ids, (rows, holdings) => {
        const change = work(rows, holdings)
        if (change.put.length > 0 && (puts += 1) === at) throw new Broken()
        return change
      }),
  }
}
