import { expect, test } from 'vitest'
import { publicBucket } from '../../schema/bucket.ts'
import { emptyDigest, digestWith, writeDigest } from '../digest.ts'
import { entry, registry } from '../example-township.ts'
import { noHoldings } from './holdings.ts'
import { letGo } from './let-go.ts'
import { MemoryDeviceStore } from './memory-store.ts'
import { addEdit, receive } from './row.ts'

const now = Date.parse('2026-03-10T08:00:00.000Z')
const bucket = publicBucket('branchB', '2026')
const actor = {
  accountId: 'account-0',
  personId: 'secretary-a',
  branchId: 'branchA',
  lineage: ['township'],
  offices: [],
}

const told = (id: string) =>
  receive(registry, undefined, {
    ...{ id, type: entry.name, rev: 3 },
    body: { branchId: 'branchB', author: '丙', title: '旧' },
    stamps: {},
  })
const edit = {
  ...{ id: 'e1', row: 'written', type: entry.name, version: 1, stamp: '000000000002device-a' },
  ...{ fields: { title: '新' }, basis: { title: '' }, madeAt: 2, offset: 0 },
}

test('R4: of a bucket let go only what is unsent stays, and lies in no bucket until it is told again (D2, D3)', async () => {
  const store = new MemoryDeviceStore()
  const rows = [told('read'), addEdit(entry, told('written'), edit)]
  const digest = writeDigest(rows.reduce(digestWith, emptyDigest))
  const holdings = {
    ...noHoldings,
    positions: { [bucket]: 2, 'org/township': 1 },
    digests: { [bucket]: digest, 'org/township': '1.1.1' },
    used: { [bucket]: now - 4 * 86_400_000 },
  }
  await store.transact([], () => ({ put: rows, holdings }))
  await letGo(registry, store, { actor, now }, { inUse: [], kept: [] })
  expect(await store.all()).toMatchObject([
    { id: 'written', rev: 0, unsent: 1, edits: [{ id: 'e1' }], body: { title: '新' } },
  ])
  expect(await store.holdings()).toMatchObject({
    positions: { 'org/township': 1 },
    digests: { 'org/township': '1.1.1' },
    used: {},
  })
})
