import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { sampleEntry, sampleRow, storeContract } from '../../sync/authority/store-contract.ts'
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
})
