/** What every DeviceStore promises. Each implementation runs it beside its own file. */
import { describe, expect, test } from 'vitest'
import { makeStamp } from '../clock.ts'
import type { Holdings, Positions } from './holdings.ts'
import { noHoldings } from './holdings.ts'
import type { DeviceRow } from './row.ts'
import type { DeviceStore, Pack } from './store.ts'

export type StoreUnderTest = {
  readonly store: DeviceStore
  /** The same contents as after the app was closed and opened; where they lie in memory, the same store. */
  readonly reopen: () => Promise<DeviceStore>
  /** A row the disk cannot take; left out where nothing can fail. */
  readonly unstorable?: DeviceRow
}

const stamp = makeStamp({ ms: 1_790_000_000_000, counter: 0, device: 'device-a' })

const row = (id: string, more: Partial<DeviceRow> = {}): DeviceRow => ({
  id,
  type: 'meeting',
  of: 'branch-1',
  at: '2026-10-08T01:30:00.000Z',
  body: { place: '会议室' },
  stamps: { place: stamp },
  rev: 1,
  edits: [],
  unsent: 0,
  base: null,
  problem: null,
  ...more,
})

const unsent = (id: string): DeviceRow =>
  row(id, {
    rev: 0,
    unsent: 1,
    edits: [
      {
        id: `edit-of-${id}`,
        row: id,
        type: 'meeting',
        version: 1,
        stamp,
        fields: { place: '会议室' },
        basis: { place: '' },
        madeAt: 1_790_000_000_000,
        offset: 0,
      },
    ],
  })

const at = (positions: Positions): Holdings => ({ ...noHoldings, positions })

const put = (store: DeviceStore, ...rows: readonly DeviceRow[]) =>
  store.transact(
    rows.map(({ id }) => id),
    () => ({ put: rows }),
  )

const idsOf = (rows: readonly DeviceRow[]) => rows.map(({ id }) => id).sort()

/** `open` gives a new, empty store each time. */
export function deviceStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`device store contract: ${name}`, () => {
    rowsAndOutbox(open)
    allOrNothing(open)
    removal(open)
    muchAndLong(open)
    keepsPacks(open)
  })
}

function rowsAndOutbox(open: () => Promise<StoreUnderTest>): void {
  test('is empty at first', async () => {
    const { store } = await open()
    expect(await store.all()).toEqual([])
    expect(await store.outbox()).toEqual([])
    expect(await store.holdings()).toEqual(noHoldings)
  })

  test('gives back a row as it was put, keys of any look included', async () => {
    const { store } = await open()
    const odd = row('a', {
      body: { agenda: { __k1: { text: '一' }, '-k2': { text: '二' } }, n: 1 },
    })
    await put(store, odd)
    expect(await store.all()).toEqual([odd])
  })

  test('shows `work` the named rows that exist, and no others', async () => {
    const { store } = await open()
    await put(store, row('a'), row('b'))
    const seen: string[] = []
    await store.transact(['a', 'c'], (rows) => {
      seen.push(...rows.keys())
      return { put: [] }
    })
    expect(seen).toEqual(['a'])
  })

  test('the outbox is a query: rows enter and leave it with their edits', async () => {
    const { store } = await open()
    await put(store, unsent('a'), row('b'), unsent('c'))
    expect(idsOf(await store.outbox())).toEqual(['a', 'c'])
    await put(store, row('a'))
    expect(idsOf(await store.outbox())).toEqual(['c'])
  })
}

function removal(open: () => Promise<StoreUnderTest>): void {
  test('a removed row is gone, from the outbox as well, and may come back', async () => {
    const { store } = await open()
    await put(store, unsent('a'), row('b'))
    await store.transact(['a'], () => ({ put: [], remove: ['a'] }))
    expect(idsOf(await store.all())).toEqual(['b'])
    expect(await store.outbox()).toEqual([])
    await put(store, row('a', { rev: 5 }))
    expect((await store.all()).find(({ id }) => id === 'a')?.rev).toBe(5)
  })

  test('removing what is not there changes nothing', async () => {
    const { store } = await open()
    await store.transact(['a'], () => ({ put: [], remove: ['a'] }))
    expect(await store.all()).toEqual([])
  })
}

function allOrNothing(open: () => Promise<StoreUnderTest>): void {
  test('D2: positions are written with the rows they stand for, and are no row', async () => {
    const { store } = await open()
    await store.transact(['a'], () => ({ put: [row('a')], holdings: at({ 'org/1': 7 }) }))
    expect(await store.holdings()).toEqual(at({ 'org/1': 7 }))
    expect(idsOf(await store.all())).toEqual(['a'])
    await store.transact([], () => ({ put: [], holdings: at({ 'org/2': 1 }) }))
    expect(await store.holdings()).toEqual(at({ 'org/2': 1 }))
  })

  test('D2: where `work` throws, neither rows nor positions move', async () => {
    const { store } = await open()
    await store.transact(['a'], () => ({ put: [row('a')], holdings: at({ 'org/1': 7 }) }))
    const failing = store.transact(['a'], () => {
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await store.all()).toEqual([row('a')])
    expect(await store.holdings()).toEqual(at({ 'org/1': 7 }))
  })

  test('D2: where the disk refuses one row, nothing of the transaction is written', async () => {
    const { store, unstorable } = await open()
    if (!unstorable) return
    const rows = [...Array(500).keys()].map((index) => row(`r${String(index)}`))
    const failing = store.transact(
      rows.map(({ id }) => id),
      () => ({ put: [...rows, unstorable], holdings: at({ 'org/1': 9 }) }),
    )
    await expect(failing).rejects.toThrow()
    expect(await store.all()).toEqual([])
    expect(await store.holdings()).toEqual(noHoldings)
  })

  test('calls at the same time run one after the other', async () => {
    const { store } = await open()
    await put(store, row('a', { rev: 0 }))
    const raise = () =>
      store.transact(['a'], (rows) => {
        const held = rows.get('a')
        return { put: held ? [{ ...held, rev: held.rev + 1 }] : [] }
      })
    await Promise.all(Array.from({ length: 20 }, raise))
    expect((await store.all())[0]?.rev).toBe(20)
  })
}

function muchAndLong(open: () => Promise<StoreUnderTest>): void {
  test('holds many rows at once, some of them known before', async () => {
    const { store } = await open()
    await put(store, row('r3', { rev: 9 }))
    const many = [...Array(700).keys()].map((index) => row(`r${String(index)}`, { rev: 2 }))
    const known: string[] = []
    await store.transact(
      many.map(({ id }) => id),
      (rows) => {
        known.push(...rows.keys())
        return { put: many, holdings: at({ 'org/1': 700 }) }
      },
    )
    expect(known).toEqual(['r3'])
    expect(await store.all()).toHaveLength(700)
  })

  test('is all there after the app was closed', async () => {
    const { store, reopen } = await open()
    await store.transact(['a', 'b'], () => ({
      put: [unsent('a'), row('b')],
      holdings: at({ 'org/1': 7 }),
    }))
    const again = await reopen()
    expect(idsOf(await again.all())).toEqual(['a', 'b'])
    expect(await again.outbox()).toEqual([unsent('a')])
    expect(await again.holdings()).toEqual(at({ 'org/1': 7 }))
  })
}

function keepsPacks(open: () => Promise<StoreUnderTest>): void {
  const pack = (name: string, bucket: string): Pack => ({
    id: `${bucket}|${name}`,
    bucket,
    rows: 2,
    newest: '2020-10-08T01:30:00.000Z',
    data: `packed ${name}`,
  })
  const [first, second, other] = [pack('1', 'x/2020'), pack('2', 'x/2020'), pack('3', 'y/2020')]
  const byId = (packs: readonly Pack[]) => [...packs].sort((a, b) => (a.id < b.id ? -1 : 1))

  test('keeps packs by bucket, apart from rows, until they are taken away', async () => {
    const { store, reopen } = await open()
    await store.transact([], () => ({ put: [row('a')], putPacks: [first, second, other] }))
    const again = await reopen()
    expect(byId(await again.packs('x/2020'))).toEqual([first, second])
    expect(await again.packs('z/2020')).toEqual([])
    expect(idsOf(await again.all())).toEqual(['a'])
    expect(await again.outbox()).toEqual([])
    await again.transact([], () => ({ put: [], removePacks: [first.id] }))
    expect(await again.packs('x/2020')).toEqual([second])
    expect(await again.packs('y/2020')).toEqual([other])
  })

  test('D2: shows `work` the note of what is held as it is now', async () => {
    const { store } = await open()
    await store.transact([], () => ({ put: [], holdings: at({ 'org/1': 7 }) }))
    let seen: unknown
    await store.transact([], (_rows, holdings) => {
      seen = holdings
      return { put: [] }
    })
    expect(seen).toEqual(at({ 'org/1': 7 }))
  })
}
