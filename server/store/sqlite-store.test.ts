import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { sampleEntry } from '../../sync/authority/history-contract.ts'
import { sampleRow } from '../../sync/authority/buckets-contract.ts'
import type { Store } from '../../sync/authority/store.ts'
import { storeContract } from '../../sync/authority/store-contract.ts'
import type { Connections } from './connections.ts'
import { openDatabase } from './open-database.ts'
import { makeSqliteStore } from './sqlite-store.ts'

const opened: { connections: Connections; folder: string }[] = []

function open(folder = mkdtempSync(join(tmpdir(), 'branchbook-store-'))) {
  const result = openDatabase(folder)
  if (!result.ok) throw new Error(result.failure.detail)
  opened.push({ connections: result.value, folder })
  return result.value
}

afterEach(async () => {
  for (const { connections, folder } of opened.splice(0)) {
    if (connections.writer.open) await connections.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

storeContract('SqliteStore', async () => makeSqliteStore(open()))

describe('SqliteStore', () => {
  it('A1: lets nobody change or delete history', async () => {
    const connections = open()
    const store = makeSqliteStore(connections)
    await store.write((transaction) => transaction.record(sampleEntry('e1')))
    const change = () => connections.writer.exec(`UPDATE history SET result = 'refused'`)
    const erase = () => connections.writer.exec('DELETE FROM history')
    expect(change).toThrow('append-only')
    expect(erase).toThrow('append-only')
  })

  it('keeps what was written when it is opened again', async () => {
    const first = open()
    await makeSqliteStore(first).write((transaction) => transaction.putRow(sampleRow('r1')))
    const folder = opened[0]?.folder ?? ''
    await first.close()
    const again = makeSqliteStore(open(folder))
    expect(await again.read((view) => view.row('r1'))).toEqual(sampleRow('r1'))
  })

  it('says so where a transaction would wait for itself', async () => {
    const store = makeSqliteStore(open())
    const nested = store.write(() => store.write(() => Promise.resolve()))
    await expect(nested).rejects.toThrow('wait for itself')
  })

  it('goes on after a transaction that the disk ended', async () => {
    const connections = open()
    const store = makeSqliteStore(connections)
    const interrupted = store.write(async (transaction) => {
      await transaction.putRow(sampleRow('r1'))
      connections.writer.exec('ROLLBACK')
      await transaction.attempt(() => transaction.putRow(sampleRow('r2')))
    })
    await expect(interrupted).rejects.toThrow('already ended')
    await store.write((transaction) => transaction.putRow(sampleRow('r3')))
    const rows = await store.read((view) => view.rowsOfType('note'))
    expect(rows.map((row) => row.id)).toEqual(['r3'])
  })

  describe('where several transactions wait', () => {
    const put = (store: Store, id: string) =>
      store.write((transaction) => transaction.putRow(sampleRow(id)))
    const idsIn = async (store: Store) =>
      (await store.read((view) => view.rowsOfType('note'))).map(({ id }) => id)

    it('asks the disk once for all of them', async () => {
      const connections = open()
      const store = makeSqliteStore(connections)
      const spoken = vi.spyOn(connections.writer, 'exec')
      await Promise.all(['r1', 'r2', 'r3'].map((id) => put(store, id)))
      expect(spoken.mock.calls.filter(([words]) => words === 'COMMIT')).toHaveLength(1)
      expect(await idsIn(store)).toEqual(['r1', 'r2', 'r3'])
    })

    it('undoes the one that fails, alone', async () => {
      const store = makeSqliteStore(open())
      const first = put(store, 'r1')
      const fails = store.write(async (transaction) => {
        await transaction.putRow(sampleRow('r2'))
        throw new Error('a bug')
      })
      const ended = await Promise.allSettled([first, fails, put(store, 'r3')])
      expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect(await idsIn(store)).toEqual(['r1', 'r3'])
    })

    it('A1: tells nobody that it is kept where the disk ends them all, and goes on', async () => {
      const connections = open()
      const store = makeSqliteStore(connections)
      const first = put(store, 'r1')
      const ends = store.write(async () => {
        connections.writer.exec('ROLLBACK')
        throw new Error('the disk is full')
      })
      const ended = await Promise.allSettled([first, ends, put(store, 'r3')])
      expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
      expect(await idsIn(store)).toEqual(['r3'])
    })

    it('tells nobody that it is kept where the commit fails', async () => {
      const connections = open()
      const store = makeSqliteStore(connections)
      const { exec } = connections.writer
      vi.spyOn(connections.writer, 'exec').mockImplementation((words) => {
        if (words === 'COMMIT') throw new Error('the disk is full')
        return exec.call(connections.writer, words)
      })
      const ended = await Promise.allSettled([put(store, 'r1'), put(store, 'r2')])
      expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
      vi.restoreAllMocks()
      await put(store, 'r3')
      expect(await idsIn(store)).toEqual(['r3'])
    })

    it('takes nobody for part of what somebody else has begun', async () => {
      const store = makeSqliteStore(open())
      const ended: string[] = []
      const gate = Promise.withResolvers<undefined>()
      let first: Promise<void> | undefined
      // The first to write asks within a read that lasts; the second, committed with it, must wait for a read of its own.
      const held = store.read(() => {
        first = put(store, 'r1')
        return gate.promise
      })
      await Promise.resolve()
      const second = store
        .write(() => store.read((view) => view.row('r1')))
        .then(() => ended.push('second'))
      await new Promise((resolve) => setTimeout(resolve, 20))
      expect(ended).toEqual([])
      gate.resolve(undefined)
      await Promise.all([held, first, second])
      expect(ended).toEqual(['second'])
    })
  })
})
