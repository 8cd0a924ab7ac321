/**
 * What every store must keep, whatever it is made of: one suite, run on memory and on SQLite (and on PostgreSQL when
 * it comes). A store that passes it may carry the authority.
 */
import { describe, expect, it } from 'vitest'
import type { HistoryEntry, Row, Store, StoreTransaction } from './store.ts'

export type MakeStore = () => Promise<Store>

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

export const sampleEntry = (edit: string, changes: Partial<HistoryEntry> = {}): HistoryEntry => ({
  edit,
  row: 'r1',
  type: 'note',
  account: 'a1',
  person: 'p1',
  device: 'd1',
  madeAt: 1_800_000_000_000,
  receivedAt: 1_800_000_000_500,
  stamp: '0mh7k2q1c000d1',
  given: '0mh7k2q1c000d1',
  before: { title: null },
  after: { title: '第一次' },
  result: 'accepted',
  ...changes,
})

const put = async (transaction: StoreTransaction, row: Row, ...buckets: readonly string[]) => {
  await transaction.putRow(row)
  for (const bucket of buckets) await transaction.log(bucket, row.id, false)
}

export function storeContract(name: string, make: MakeStore): void {
  describe(`${name} keeps the store's contract`, () => {
    keepsRows(make)
    findsRows(make)
    numbersLogs(make)
    servesLogs(make)
    keepsTransactionsWhole(make)
    undoesAttempts(make)
    keepsHistory(make)
  })
}

function keepsRows(make: MakeStore): void {
  it('gives back a row as it was put, at its newest', async () => {
    const store = await make()
    const newest = sampleRow('r1', { rev: 2, body: { title: '二', agenda: { k1: { order: 1 } } } })
    await store.write(async (transaction) => {
      await transaction.putRow(sampleRow('r1'))
      await transaction.putRow(newest)
    })
    expect(await store.read((view) => view.row('r1'))).toEqual(newest)
    expect(await store.read((view) => view.row('r2'))).toBeUndefined()
  })

  it('keeps every character and large bodies', async () => {
    const store = await make()
    const odd = `𠮷野家 é é \u0000 \u2028 "'\\ 👨‍👩‍👧‍👦 ` + '记'.repeat(200_000)
    const row = sampleRow('r1', { body: { title: odd, 键: [1.5, null, true, -0.1, 2 ** 53 - 1] } })
    await store.write((transaction) => transaction.putRow(row))
    expect(await store.read((view) => view.row('r1'))).toEqual(row)
  })

  it('says whether a bucket holds a row', async () => {
    const store = await make()
    await store.write(async (transaction) => {
      await put(transaction, sampleRow('r1'), 'x')
      await transaction.log('x', 'r2', true)
    })
    const held = await store.read((view) =>
      Promise.all([view.holds('x', 'r1'), view.holds('x', 'r2'), view.holds('y', 'r1')]),
    )
    expect(held).toEqual([true, false, false])
  })
}

function findsRows(make: MakeStore): void {
  it('finds the rows that exist among many ids', async () => {
    const store = await make()
    const ids = Array.from({ length: 3_000 }, (_, index) => `r${index}`)
    await store.write(async (transaction) => {
      for (const id of ids) await transaction.putRow(sampleRow(id))
    })
    const found = await store.read((view) => view.rows(['missing', ...ids, 'r0', 'a"b']))
    expect(found.size).toBe(3_000)
    expect(found.get('r2999')?.body).toEqual({ title: 'r2999' })
  })

  it('lists the rows of a type under a row oldest first, ties by id', async () => {
    const store = await make()
    const early = '2026-01-01T00:00:00.000Z'
    await store.write(async (transaction) => {
      await transaction.putRow(sampleRow('b'))
      await transaction.putRow(sampleRow('a'))
      await transaction.putRow(sampleRow('z', { at: early }))
      await transaction.putRow(sampleRow('elsewhere', { of: 'branch2' }))
      await transaction.putRow(sampleRow('other', { type: 'letter' }))
    })
    const ids = await store.read(async (view) => ({
      of: (await view.rowsOf('note', 'branch1')).map((row) => row.id),
      type: (await view.rowsOfType('note')).map((row) => row.id),
    }))
    expect(ids).toEqual({ of: ['z', 'a', 'b'], type: ['a', 'b', 'elsewhere', 'z'] })
  })

  it('finds a moved row only under its new place', async () => {
    const store = await make()
    await store.write((transaction) => transaction.putRow(sampleRow('r1')))
    await store.write((transaction) => transaction.putRow(sampleRow('r1', { of: 'branch2' })))
    expect(await store.read((view) => view.rowsOf('note', 'branch1'))).toEqual([])
    expect(await store.read((view) => view.rowsOf('note', 'branch2'))).toHaveLength(1)
  })
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
    await store.write((transaction) => transaction.log('x', 'r2', true))
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

  it('names the buckets that moved beyond a position', async () => {
    const store = await make()
    await store.write(async (transaction) => {
      await put(transaction, sampleRow('r1'), 'x', 'y', 'org/1/课')
      await put(transaction, sampleRow('r2'), 'x')
    })
    const positions = new Map([
      ['x', 1],
      ['y', 1],
      ['org/1/课', 0],
      ['nowhere', 0],
      ['ahead', 7],
    ])
    const moved = await store.read((view) => view.moved(positions))
    expect([...moved].sort()).toEqual(['org/1/课', 'x'])
    expect(await store.read((view) => view.moved(new Map()))).toEqual([])
  })
}

function keepsTransactionsWhole(make: MakeStore): void {
  it('leaves nothing of a transaction that throws', async () => {
    const store = await make()
    await store.write((transaction) => put(transaction, sampleRow('r1'), 'x'))
    const failing = store.write(async (transaction) => {
      await put(transaction, sampleRow('r1', { rev: 2 }), 'x', 'y')
      await transaction.record(sampleEntry('e1'))
      throw new Error('half way')
    })
    await expect(failing).rejects.toThrow('half way')
    await store.read(async (view) => {
      expect((await view.row('r1'))?.rev).toBe(1)
      expect(await view.entriesSince('x', 0, 10)).toEqual([{ sequence: 1, row: 'r1', gone: false }])
      expect(await view.entriesSince('y', 0, 10)).toEqual([])
      expect(await view.judged('e1')).toBeUndefined()
    })
  })

  it('sees its own writes inside, and nobody else sees them before the end', async () => {
    const store = await make()
    await store.write(async (transaction) => {
      await put(transaction, sampleRow('r1'), 'x')
      expect((await transaction.row('r1'))?.rev).toBe(1)
      expect(await transaction.entriesSince('x', 0, 10)).toHaveLength(1)
      expect(await store.read((view) => view.row('r1'))).toBeUndefined()
    })
    expect((await store.read((view) => view.row('r1')))?.rev).toBe(1)
  })

  it('shows one reader one state, while others write', async () => {
    const store = await make()
    await store.write((transaction) => put(transaction, sampleRow('r1'), 'x'))
    await store.read(async (view) => {
      const before = await view.entriesSince('x', 0, 10)
      await store.write((transaction) => put(transaction, sampleRow('r1', { rev: 2 }), 'x'))
      expect(await view.entriesSince('x', 0, 10)).toEqual(before)
      expect((await view.row('r1'))?.rev).toBe(1)
    })
    expect((await store.read((view) => view.row('r1')))?.rev).toBe(2)
  })
}

function undoesAttempts(make: MakeStore): void {
  it('A2: an attempt that throws undoes itself and no more', async () => {
    const store = await make()
    await store.write(async (transaction) => {
      await put(transaction, sampleRow('before'), 'x')
      await transaction
        .attempt(async () => {
          await transaction.attempt(() => put(transaction, sampleRow('inner'), 'x'))
          await transaction.record(sampleEntry('e1'))
          throw new Error('tripped')
        })
        .catch((error: unknown) => {
          expect(error).toEqual(new Error('tripped'))
        })
      await transaction.attempt(() => put(transaction, sampleRow('after'), 'x'))
    })
    await store.read(async (view) => {
      expect(await view.row('inner')).toBeUndefined()
      expect(await view.judged('e1')).toBeUndefined()
      expect(await view.entriesSince('x', 0, 10)).toEqual([
        { sequence: 1, row: 'before', gone: false },
        { sequence: 2, row: 'after', gone: false },
      ])
    })
  })
}

function keepsHistory(make: MakeStore): void {
  it('A1: keeps every entry as judged, in the order of judging', async () => {
    const store = await make()
    const refused = sampleEntry('e2', { result: 'refused', reason: 'badValue', field: 'title' })
    await store.write(async (transaction) => {
      await transaction.record(sampleEntry('e1'))
      await transaction.record(refused)
      await transaction.record(sampleEntry('e3', { row: 'r2' }))
    })
    await store.read(async (view) => {
      expect(await view.history('r1')).toEqual([sampleEntry('e1'), refused])
      expect(await view.judged('e2')).toEqual(refused)
      expect(await view.judged('e9')).toBeUndefined()
    })
  })

  it('A1: refuses a second entry of the same edit', async () => {
    const store = await make()
    await store.write((transaction) => transaction.record(sampleEntry('e1')))
    const again = sampleEntry('e1', { after: { title: '另一次' } })
    await expect(store.write((transaction) => transaction.record(again))).rejects.toThrow()
    expect(await store.read((view) => view.judged('e1'))).toEqual(sampleEntry('e1'))
  })
}
