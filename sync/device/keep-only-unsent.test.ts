import { expect, test } from 'vitest'
import { noHoldings } from './holdings.ts'
import { keepOnlyUnsent } from './keep-only-unsent.ts'
import { MemoryDeviceStore } from './memory-store.ts'
import type { DeviceRow } from './row.ts'

const row = (id: string, more: Partial<DeviceRow> = {}): DeviceRow => ({
  ...{ id, type: 'meeting', of: 'b', at: '2026-10-08T01:30:00.000Z', body: {}, stamps: {} },
  ...{ rev: 1, edits: [], unsent: 0, base: null, problem: null, ...more },
})
// Only that there are edits matters here, not what they say.
const edits = [{ id: 'e' }] as unknown as DeviceRow['edits']
const pack = { id: 'old/0', bucket: 'old', rows: 1, data: '' } as never

async function filled(...rows: DeviceRow[]) {
  const store = new MemoryDeviceStore()
  const holdings = { ...noHoldings, scope: 's', packed: { old: ['old/0'] } }
  await store.transact([], () => ({ put: rows, putPacks: [pack], holdings }))
  return store
}

test('D1: after a session was taken back everything goes but what the authority has not', async () => {
  const store = await filled(row('sent'), row('refused', { edits, unsent: 1 }))
  expect(await keepOnlyUnsent(store)).toBe(1)
  expect((await store.all()).map(({ id }) => id)).toEqual(['refused'])
  expect(await store.holdings()).toEqual(noHoldings)
  expect(await store.packs('old')).toEqual([])
})

test('D1: what is written while it clears stays, and counts', async () => {
  const store = await filled(row('sent'))
  const all = store.all.bind(store)
  store.all = async () => {
    const rows = await all()
    await store.transact([], () => ({ put: [row('late', { edits, unsent: 1 })] }))
    return rows
  }
  expect(await keepOnlyUnsent(store)).toBe(1)
  expect((await store.outbox()).map(({ id }) => id)).toEqual(['late'])
})
