import { describe, expect, it } from 'vitest'
import { makeStamp } from '../clock.ts'
import { plainText, registry } from '../example-township.ts'
import { toTables } from '../wire/columns.ts'
import { noHoldings } from './holdings.ts'
import { MemoryDeviceStore } from './memory-store.ts'
import { packFrom, unpack } from './packs.ts'
import type { Change, Pack } from './store.ts'

const stamp = makeStamp({ ms: 1_570_000_000_000, counter: 0, device: 'deviceA1' })

function pack(bucket: string, ...ids: readonly string[]): Pack {
  const body = { branchId: 'branchA', author: '甲', title: '防火' }
  const rows = ids.map((id) => ({
    ...{ id, type: 'entry', rev: 7, body },
    stamps: { branchId: stamp, author: stamp, title: stamp },
  }))
  const newest = '2019-10-02T07:06:40.000Z'
  return packFrom({ bucket, rows: ids.length, newest, data: JSON.stringify(toTables(rows)) })
}

const [meetings, rolls, more] = [
  pack('public/2019', 'a', 'b'),
  pack('work/2019', 'c'),
  pack('work/2019', 'd', 'e'),
] as const

/** A tab that is closed after so many transactions. */
class Closing extends MemoryDeviceStore {
  left = Infinity

  override async transact(
    ...given: Parameters<MemoryDeviceStore['transact']>
  ): ReturnType<MemoryDeviceStore['transact']> {
    if (this.left <= 0) throw new Error('closed')
    this.left -= 1
    await super.transact(...given)
  }
}

async function device(listed: Readonly<Record<string, readonly string[]>>): Promise<Closing> {
  const store = new Closing()
  const change: Change = { put: [], putPacks: [meetings, rolls, more] }
  await store.transact([], () => ({ ...change, holdings: { ...noHoldings, packed: listed } }))
  return store
}

const all = { 'public/2019': [meetings.id], 'work/2019': [rolls.id, more.id] }
const open = (store: Closing) => unpack(registry, store, plainText, ['public/2019', 'work/2019'])
const idsIn = async (store: Closing) => (await store.all()).map(({ id }) => id).sort()
const packsIn = async (store: Closing) =>
  [...(await store.packs('public/2019')), ...(await store.packs('work/2019'))].map(({ id }) => id)

describe('an older year that somebody looks into', () => {
  it('becomes rows pack by pack, what was asked for first before the rest', async () => {
    const store = await device(all)
    const steps: (readonly string[])[] = []
    for (let step = 1; step <= 3; step += 1) {
      store.left = 1
      await open(store).catch(() => undefined)
      steps.push(await idsIn(store))
    }
    expect(steps).toEqual([
      ['a', 'b'],
      ['a', 'b', 'c'],
      ['a', 'b', 'c', 'd', 'e'],
    ])
  })

  it('D2: is either packed or rows at every moment, also where the tab is closed in between', async () => {
    const store = await device(all)
    store.left = 2
    await expect(open(store)).rejects.toThrow('closed')
    expect((await store.holdings()).packed).toEqual({ 'work/2019': [more.id] })
    expect(await packsIn(store)).toEqual([more.id])
    store.left = Infinity
    await open(store)
    expect((await store.holdings()).packed).toEqual({})
    expect(await packsIn(store)).toEqual([])
    expect(await idsIn(store)).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  it('lets go of a pack that is on no list, and of a name whose pack is lost: the digest tells', async () => {
    const store = await device({ 'public/2019': ['public/2019|lost'], 'work/2019': [rolls.id] })
    await open(store)
    expect(await idsIn(store)).toEqual(['c'])
    expect(await packsIn(store)).toEqual([])
    expect((await store.holdings()).packed).toEqual({})
  })
})
