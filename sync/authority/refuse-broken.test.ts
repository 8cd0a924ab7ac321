import { expect, it } from 'vitest'
import type { Json } from '../../schema/json.ts'
import { readStamp } from '../clock.ts'
import { limits } from '../wire/sync.ts'
import { MemoryStore } from './memory-store.ts'
import { refuseBroken } from './refuse-broken.ts'

const now = Date.parse('2026-03-10T08:00:00.000Z')
const arrival = {
  account: { id: 'account-1', personId: 'p1' },
  device: 'deviceA1',
  now,
  sentAt: now - 5_000,
}

function authority() {
  const store = new MemoryStore()
  const errors: string[] = []
  const refuse = (...broken: readonly (readonly [string, Json])[]) =>
    store.write((transaction) =>
      refuseBroken(
        transaction,
        broken.map(([id, value]) => ({ id, value })),
        arrival,
        (_error, { id }) => errors.push(id),
      ),
    )
  const judged = (edit: string) => store.read((view) => view.judged(edit))
  return { refuse, judged, errors, store }
}

it('W1 A1: keeps what came, in the chain of who sent it, and refuses it', async () => {
  const { refuse, judged } = authority()
  const value = { id: 'e1', row: 'row-1', type: 'entry', madeAt: now - 9_000, stamp: 42, fields: 7 }
  expect(await refuse(['e1', value])).toEqual([
    { edit: 'e1', result: 'refused', reason: 'badValue' },
  ])
  expect(await judged('e1')).toMatchObject({
    chain: 'person/p1',
    account: 'account-1',
    device: 'deviceA1',
    row: 'row-1',
    type: 'entry',
    madeAt: now - 9_000,
    receivedAt: now,
    after: { '*': value },
  })
})

it('A1: believes nothing that does not fit, least of all a stamp from the future', async () => {
  const { refuse, judged } = authority()
  const value = {
    row: 'a row!',
    type: 'x'.repeat(41),
    madeAt: 'soon',
    stamp: 'zzzzzzzzz000deviceA1',
  }
  await refuse(['e1', value], ['e2', ['nonsense']])
  for (const edit of ['e1', 'e2']) {
    const entry = await judged(edit)
    expect(entry).toMatchObject({ row: '', type: '', madeAt: arrival.sentAt })
    expect(readStamp(entry?.given ?? '').ms).toBe(now)
  }
})

it('A1: keeps of what is too large its hash, its length and its beginning', async () => {
  const { refuse, judged } = authority()
  await refuse(['e1', { id: 'e1', fields: 'x'.repeat(3_000_000) }])
  const entry = await judged('e1')
  expect(entry?.after).toMatchObject({
    '*': { sha256: expect.stringMatching(/^[0-9a-f]{64}$/), characters: 3_000_029 },
  })
  expect(JSON.stringify(entry).length).toBeLessThan(limits.editSize)
})

it('P3: answers it again as before, and records it once', async () => {
  const { refuse, store } = authority()
  const first = await refuse(['e1', {}])
  expect(await refuse(['e1', { changed: true }])).toEqual(first)
  expect(await store.read((view) => view.links('person/p1', 0, 10))).toHaveLength(1)
})

it('A2: puts off what trips over the storage, and records its neighbours', async () => {
  const { store, errors, judged } = authority()
  const broken = ['e1', 'e2'].map((id) => ({ id, value: {} }))
  const verdicts = await store.write((transaction) =>
    refuseBroken(
      {
        ...transaction,
        record: (entry) =>
          entry.edit === 'e1' ? Promise.reject(new Error('disk')) : transaction.record(entry),
      },
      broken,
      arrival,
      (_error, { id }) => errors.push(id),
    ),
  )
  expect(verdicts.map(({ result }) => result)).toEqual(['later', 'refused'])
  expect(errors).toEqual(['e1'])
  expect(await judged('e1')).toBeUndefined()
})
