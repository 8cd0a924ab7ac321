/**
 * What every store must keep, whatever it is made of: one suite, run on memory and on SQLite (and on PostgreSQL when
 * it comes). A store that passes it may carry the authority.
 */
import { describe, expect, it } from 'vitest'
import { bucketsContract, put, sampleRow } from './buckets-contract.ts'
import type { MakeStore } from './history-contract.ts'
import { historyContract, sampleEntry } from './history-contract.ts'

export function storeContract(name: string, make: MakeStore): void {
  describe(`${name} keeps the store's contract`, () => {
    keepsRows(make)
    findsRows(make)
    bucketsContract(make)
    keepsTransactionsWhole(make)
    undoesAttempts(make)
    historyContract(make)
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

  it('takes a row away for good', async () => {
    const store = await make()
    await store.write((transaction) => transaction.putRow(sampleRow('r1')))
    await store.write((transaction) => transaction.putRow(sampleRow('r2')))
    await store.write((transaction) => transaction.removeRow('r1'))
    expect(await store.read((view) => view.rowsOfType('note'))).toEqual([sampleRow('r2')])
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
      await transaction.log('x', sampleRow('r2'), true)
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
