/** The part of the store's contract that is about buckets (store-contract.ts): numbered, counted, read in two orders. */
import { expect, it } from 'vitest'
import { digestOf } from '../digest.ts'
import type { MakeStore } from './history-contract.ts'
import type { Row, StoreTransaction } from './store.ts'

const pause = () => new Promise((resolve) => setImmediate(resolve))

export const sampleRow = (id: string, changes: Partial<Row> = {}): Row => ({
  id,
  type: 'note',
  of: 'branch1',
  at: '2026-10-15T01:00:00.000Z',
  rev: 1,
  body: { title: id },
  stamps: { title: '0mh7k2q1c000d1' },
  ...changes,
})

export const put = async (
  transaction: StoreTransaction,
  row: Row,
  ...buckets: readonly string[]
) => {
  await transaction.putRow(row)
  for (const bucket of buckets) await transaction.log(bucket, row, false)
}

export function bucketsContract(make: MakeStore): void {
  numbersLogs(make)
  servesLogs(make)
  digestsBuckets(make)
  takesSnapshots(make)
}

function numbersLogs(make: MakeStore): void {
  it('A3: numbers each bucket without gaps, in commit order, under concurrent writers', async () => {
    const store = await make()
    const committed: string[] = []
    await Promise.all(
      Array.from({ length: 40 }, async (_, writer) => {
        await store
          .write(async (transaction) => {
            await put(transaction, sampleRow(`r${writer}`), 'x', ...(writer % 2 ? ['y'] : []))
            await pause()
            if (writer % 5 === 0) throw new Error('this writer fails')
          })
          .then(
            () => committed.push(`r${writer}`),
            () => undefined,
          )
      }),
    )
    const [x, y] = await store.read(async (view) => [
      await view.entriesSince('x', 0, 100),
      await view.entriesSince('y', 0, 100),
    ])
    expect(committed).toHaveLength(32)
    expect(x.map((entry) => entry.sequence)).toEqual(committed.map((_, index) => index + 1))
    expect(x.map((entry) => entry.row)).toEqual(committed)
    expect(y.map((entry) => entry.sequence)).toEqual(y.map((_, index) => index + 1))
  })

  it('A3: a row appears once in a log, at its newest sequence', async () => {
    const store = await make()
    await store.write(async (transaction) => {
      await put(transaction, sampleRow('r1'), 'x')
      await put(transaction, sampleRow('r2'), 'x')
      await put(transaction, sampleRow('r1', { rev: 2 }), 'x')
    })
    await store.write((transaction) => transaction.log('x', sampleRow('r2'), true))
    expect(await store.read((view) => view.entriesSince('x', 0, 10))).toEqual([
      { sequence: 3, row: 'r1', gone: false },
      { sequence: 4, row: 'r2', gone: true },
    ])
  })
}

function servesLogs(make: MakeStore): void {
  it('serves the entries after a sequence, up to the limit', async () => {
    const store = await make()
    await store.write(async (transaction) => {
      for (let index = 1; index <= 9; index += 1)
        await put(transaction, sampleRow(`r${index}`), 'x')
    })
    const since = (sequence: number, limit: number) =>
      store.read(async (view) =>
        (await view.entriesSince('x', sequence, limit)).map((entry) => entry.sequence),
      )
    expect(await since(0, 3)).toEqual([1, 2, 3])
    expect(await since(3, 3)).toEqual([4, 5, 6])
    expect(await since(8, 3)).toEqual([9])
    expect(await since(9, 3)).toEqual([])
    expect(await store.read((view) => view.entriesSince('nowhere', 0, 3))).toEqual([])
  })

  it('says where each bucket stands', async () => {
    const store = await make()
    await store.write(async (transaction) => {
      await put(transaction, sampleRow('r1'), 'x', 'org/1/课')
      await put(transaction, sampleRow('r2'), 'x')
    })
    const states = await store.read((view) => view.buckets(['x', 'org/1/课', 'nowhere']))
    expect([...states].map(([name, { last }]) => [name, last]).sort()).toEqual([
      ['org/1/课', 1],
      ['x', 2],
    ])
  })
}

function digestsBuckets(make: MakeStore): void {
  it('R1: keeps the digest of what a bucket holds, whatever came, changed and went', async () => {
    const store = await make()
    await store.write(async (transaction) => {
      for (const id of ['r1', 'r2', 'r3']) await put(transaction, sampleRow(id), 'x')
      await put(transaction, sampleRow('r1', { rev: 2 }), 'x')
      await transaction.log('x', sampleRow('r2', { rev: 2 }), true)
      await transaction.log('x', sampleRow('r4'), true)
    })
    const held = [
      { id: 'r1', rev: 2 },
      { id: 'r3', rev: 1 },
    ]
    const [states, members] = await store.read((view) =>
      Promise.all([view.buckets(['x']), view.members('x')]),
    )
    expect([...members].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(held)
    expect(states.get('x')?.digest).toEqual(digestOf(held))
    expect(await store.read((view) => view.members('nowhere'))).toEqual([])
  })

  it('R1: leaves no digest of a transaction that throws', async () => {
    const store = await make()
    await store.write((transaction) => put(transaction, sampleRow('r1'), 'x'))
    await expect(
      store.write(async (transaction) => {
        await put(transaction, sampleRow('r2'), 'x')
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    const states = await store.read((view) => view.buckets(['x']))
    expect(states.get('x')?.digest).toEqual(digestOf([{ id: 'r1', rev: 1 }]))
  })
}

function takesSnapshots(make: MakeStore): void {
  it('A4: reads a snapshot newest first, page by page, while others write', async () => {
    const store = await make()
    const at = (day: number) => `2026-10-0${day}T01:00:00.000Z`
    await store.write(async (transaction) => {
      for (const day of [3, 1, 5, 4])
        await put(transaction, sampleRow(`r${day}`, { at: at(day) }), 'x')
      await put(transaction, sampleRow('r4b', { at: at(4) }), 'x')
    })
    const page = (after: { at: string; id: string } | undefined) =>
      store.read((view) => view.snapshot('x', 5, after, 2))
    const first = await page(undefined)
    await store.write(async (transaction) => {
      await put(transaction, sampleRow('r3', { at: at(3), rev: 2 }), 'x')
      await put(transaction, sampleRow('r9', { at: at(9) }), 'x')
      await transaction.log('x', sampleRow('r1', { at: at(1), rev: 2 }), true)
    })
    const second = await page(first.at(-1))
    expect([...first, ...second].map(({ id }) => id)).toEqual(['r5', 'r4b', 'r4'])
    expect(await page(second.at(-1))).toEqual([])
    expect(await store.read((view) => view.snapshot('nowhere', 9, undefined, 2))).toEqual([])
  })
}
