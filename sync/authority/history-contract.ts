/** The part of the store's contract that is about history (store-contract.ts): appended, chained, erased. */
import { expect, it } from 'vitest'
import { hashOfContents, hashOfLink } from './chain.ts'
import type { HistoryEntry, Link, Store } from './store.ts'

export type MakeStore = () => Promise<Store>

export const sampleEntry = (edit: string, changes: Partial<HistoryEntry> = {}): HistoryEntry => ({
  chain: 'branch/b1/public/2026',
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

export function historyContract(make: MakeStore): void {
  keepsHistory(make)
  chainsHistory(make)
  erasesContents(make)
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

const chainOf = async (store: Store, chain: string) =>
  store.read(async (view) => ({
    links: await view.links(chain, 0, 100),
    head: (await view.heads()).find((head) => head.chain === chain),
  }))

function chainsHistory(make: MakeStore): void {
  it('A1: links each entry to the one before it in its own chain', async () => {
    const store = await make()
    await store.write(async (transaction) => {
      await transaction.record(sampleEntry('e1', { chain: 'x' }))
      await transaction.record(sampleEntry('e2', { chain: 'y' }))
      await transaction.record(sampleEntry('e3', { chain: 'x' }))
    })
    const { links, head } = await chainOf(store, 'x')
    expect(links.map(({ entry, number }) => [entry.edit, number])).toEqual([
      ['e1', 1],
      ['e3', 2],
    ])
    expect(links[0]?.hash).toBe(hashOfLink('', links[0] as Link))
    expect(links[1]?.hash).toBe(hashOfLink(links[0]?.hash ?? '', links[1] as Link))
    expect(
      links.every(({ entry, salt, contentHash }) => contentHash === hashOfContents(entry, salt)),
    ).toBe(true)
    expect(head).toEqual({ chain: 'x', number: 2, hash: links[1]?.hash })
    expect(await store.read((view) => view.links('x', 1, 100))).toEqual([links[1]])
    expect(await store.read((view) => view.links('x', 0, 1))).toEqual([links[0]])
  })

  it('A1: what is undone leaves its chain as it was', async () => {
    const store = await make()
    await store.write(async (transaction) => {
      await transaction.record(sampleEntry('e1', { chain: 'x' }))
      const tripping = transaction.attempt(async () => {
        await transaction.record(sampleEntry('e2', { chain: 'x' }))
        throw new Error('tripped')
      })
      await expect(tripping).rejects.toThrow('tripped')
      await transaction.record(sampleEntry('e3', { chain: 'x' }))
    })
    const { links, head } = await chainOf(store, 'x')
    expect(links.map(({ entry }) => entry.edit)).toEqual(['e1', 'e3'])
    expect(head).toMatchObject({ number: 2, hash: links[1]?.hash })
  })
}

function erasesContents(make: MakeStore): void {
  it('A1: erases contents once, keeps their hash, and says so in the same chain', async () => {
    const store = await make()
    const erasure = { id: 'x1', account: 'a2', person: 'p2', at: 7, reason: '保存期满' }
    await store.write((transaction) => transaction.record(sampleEntry('e1', { chain: 'x' })))
    const [before] = (await chainOf(store, 'x')).links
    expect(await store.write((transaction) => transaction.erase('e1', erasure))).toBe(true)
    const { links } = await chainOf(store, 'x')
    expect(links[0]).toEqual({
      ...before,
      salt: '',
      entry: { ...sampleEntry('e1', { chain: 'x', before: {}, after: {} }), erased: true },
    })
    expect(links[1]).toMatchObject({
      number: 2,
      entry: { edit: 'x1', person: 'p2', receivedAt: 7, after: { edit: 'e1', reason: '保存期满' } },
    })
    for (const edit of ['e1', 'x1', 'nothing']) {
      const again = { ...erasure, id: `again-${edit}` }
      expect(await store.write((transaction) => transaction.erase(edit, again)), edit).toBe(false)
    }
    expect((await chainOf(store, 'x')).links).toHaveLength(2)
  })
}
