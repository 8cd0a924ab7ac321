import { IDBKeyRange } from 'fake-indexeddb'
import { afterEach, expect, test, vi } from 'vitest'
import { ExampleAuthority, ExampleDevice, bucket, storedOn } from '../example-device.ts'
import { FaultyDisk } from './faulty-disk.ts'
import { holdingsId, holdingsOf } from './stored.ts'

vi.stubGlobal('IDBKeyRange', IDBKeyRange)
vi.stubGlobal('document', { visibilityState: 'visible' })

const kb = 1_000
const long = '长'.repeat(150)

const devices: ExampleDevice[] = []
afterEach(async () => {
  for (const device of devices.splice(0)) await device.book.leave()
})

/** A phone whose first sync has ended, with its reserve set aside. */
async function phone() {
  const disk = new FaultyDisk()
  const authority = new ExampleAuthority()
  const device = new ExampleDevice({ life: disk.begin(), authority })
  devices.push(device)
  await device.open()
  await device.sync()
  await vi.waitUntil(() => disk.used > 2_000 * kb)
  const rows = () => storedOn(disk)
  const said = async (id: string) => {
    const row = (await rows()).find((each) => each.id === id)
    return row && (JSON.parse(row.packed) as { body: { words: string } }).body.words
  }
  return { disk, authority, device, rows, said }
}

test('where nothing fits any more the reserve gives way, and the words are on the disk', async () => {
  const { disk, device, said } = await phone()
  disk.capacity = disk.used + 100
  expect(await device.write('mine', long)).toMatchObject({ ok: true })
  expect(await said('mine')).toBe(long)
  expect(await device.drafts.keep('草稿', long)).toMatchObject({ ok: true })
  expect(device.room.full, 'and it is said that the disk is full').toBe(true)
})

test('without even the reserve, a write is answered and a draft stays in memory until the disk takes it', async () => {
  const { disk, device, said } = await phone()
  disk.capacity = 0
  const full = { ok: false, failure: { kind: 'full' } }
  expect(await device.write('mine', long)).toEqual(full)
  expect(await said('mine')).toBeUndefined()
  expect(await device.drafts.keep('草稿', long)).toEqual(full)
  expect(device.drafts.unkept).toBe(1)
  expect((await device.drafts.read('草稿'))?.value).toBe(long)
  disk.capacity = Infinity
  await device.drafts.keepAtLast()
  expect(device.drafts.unkept).toBe(0)
  expect(await disk.contents(/--drafts$/)).toHaveLength(1)
})

test('D1, D2: with a full disk what was written goes out and settles, and nothing more comes in', async () => {
  const { disk, authority, device, rows, said } = await phone()
  disk.capacity = disk.used + 100
  await device.write('mine', long)
  authority.tellOf('news', long)
  expect(await device.sync()).toEqual({ kind: 'confirmed' })
  expect([...authority.edits.values()]).toEqual(['mine'])
  expect((await rows()).filter(({ unsent }) => unsent === 1)).toEqual([])
  expect(await said('news')).toBeUndefined()
  const held = holdingsOf(
    (await rows()).find(({ id }) => id === holdingsId),
    undefined,
  )
  expect(held.positions).toEqual({ [bucket]: 2 })
  // Days later everything on a disk is counted: his own words must not pass for strays, although their row has not come back.
  authority.more = { now: Date.parse('2026-12-01') }
  expect(await device.sync()).toEqual({ kind: 'confirmed' })
  expect(await said('mine')).toBe(long)

  disk.capacity = Infinity
  authority.more = {}
  expect(await device.sync()).toEqual({ kind: 'confirmed' })
  expect(device.room.full).toBe(false)
  expect(await said('news')).toBe(long)
  expect(await said('mine')).toBe(long)
})

test('a page that does not fit leaves the disk as it was, and what was written still goes out', async () => {
  const { disk, authority, device, said } = await phone()
  await device.write('mine', '几个字')
  authority.tellOf('news', '长'.repeat(5_000))
  disk.capacity = disk.used + 1_000
  expect(await device.sync()).toEqual({ kind: 'confirmed' })
  expect([...authority.edits.values()]).toEqual(['mine'])
  expect(await said('news')).toBeUndefined()
  expect(await said('mine')).toBe('几个字')
  expect(device.room.full).toBe(true)
})

test('one freed kilobyte does not start the downloads: the reserve and as much again must fit', async () => {
  const { disk, authority, device, said } = await phone()
  disk.capacity = disk.used + 100
  await device.write('mine', long)
  authority.tellOf('news', long)
  disk.capacity += 1_000 * kb
  await device.sync()
  expect(device.room.full).toBe(true)
  expect(await said('news')).toBeUndefined()
})

test('what people write is committed strictly', async () => {
  const { disk, device } = await phone()
  disk.durabilities.clear()
  await device.write('mine', long)
  await device.drafts.keep('草稿', long)
  expect([...disk.durabilities]).toEqual(['strict'])
})
