import { IDBKeyRange } from 'fake-indexeddb'
import { afterEach, expect, test, vi } from 'vitest'
import { ExampleAuthority, ExampleDevice, accountId, storageOf } from '../example-device.ts'
import { FaultyDisk } from './faulty-disk.ts'
import { localNotes } from './local-notes.ts'
import { SyncMemory } from '../sync/memory.ts'

vi.stubGlobal('IDBKeyRange', IDBKeyRange)
vi.stubGlobal('document', { visibilityState: 'visible' })

const witness = {
  at: 1_789_999_000_000,
  unsent: 2,
  items: [{ type: 'meeting', at: '2026-10-08T01:30:00.000Z' }],
  drafts: 1,
}

const devices: ExampleDevice[] = []
afterEach(async () => {
  for (const device of devices.splice(0)) await device.book.leave()
})

/** A phone on which a sync has ended, and what it noted of itself before the system emptied its database. */
async function emptied(parts: { testified: boolean; foundByCookie?: boolean }) {
  const disk = new FaultyDisk()
  const authority = new ExampleAuthority()
  const storage = storageOf()
  const begin = () => {
    const { foundByCookie = false } = parts
    const device = new ExampleDevice({ life: disk.begin(), authority, storage, foundByCookie })
    devices.push(device)
    return device
  }
  const before = begin()
  await before.open()
  await before.sync()
  expect(before.state.loss).toBeUndefined()
  const memory = new SyncMemory(localNotes(storage), accountId)
  if (parts.testified) memory.testify(witness)
  await before.book.leave()
  await disk.evict()
  const device = begin()
  await device.open()
  return { disk, authority, storage, memory, device, begin }
}

test('what an emptied database held is said as the device noted it, until it is acknowledged', async () => {
  const { device, begin, memory } = await emptied({ testified: true })
  await device.sync()
  expect(device.state.loss).toMatchObject({ ...witness, toldBy: 'device' })
  await device.book.leave()
  const again = begin()
  await again.open()
  await again.sync()
  expect(again.state.loss, 'told again at the next visit').toMatchObject({ unsent: 2 })
  memory.acknowledgeLoss()
  await again.sync()
  expect(again.state.loss).toBeUndefined()
})

test('a database that still holds its records lost nothing', async () => {
  const { device, begin, memory } = await emptied({ testified: false })
  await device.sync()
  memory.testify(witness)
  await device.book.leave()
  const again = begin()
  await again.open()
  await again.sync()
  expect(again.state.loss).toBeUndefined()
})

test('a database emptied twice keeps the loss with something to say', async () => {
  const { device, begin, memory, disk } = await emptied({ testified: true })
  await device.sync()
  await device.book.leave()
  memory.testify({ ...witness, unsent: 0, items: [] })
  await disk.evict()
  const again = begin()
  await again.open()
  await again.sync()
  expect(again.state.loss).toMatchObject({ unsent: 2 })
})

test('a device without notes hears from the server what it had not sent', async () => {
  const { device, authority } = await emptied({ testified: false })
  authority.more = { remembered: { lastContact: 5_000, unsent: 3, oldest: 4_000 } }
  await device.sync()
  expect(device.state.loss).toMatchObject({ toldBy: 'server', at: 5_000, unsent: 3 })
})

test('what the device knows of its loss outranks what the server remembers, acknowledged or not', async () => {
  const { device, authority, memory } = await emptied({ testified: true })
  authority.reachable = false
  await device.sync()
  expect(device.state.loss).toMatchObject({ toldBy: 'device' })
  memory.acknowledgeLoss()
  authority.reachable = true
  authority.more = { remembered: { lastContact: 5_000, unsent: 3, oldest: 4_000 } }
  await device.sync()
  expect(device.state.loss).toBeUndefined()
})

test('a cleared browser is told that nothing was unsent; a new device is told nothing', async () => {
  const remembered = { lastContact: 5_000, unsent: 0, oldest: 0 }
  const cleared = await emptied({ testified: false, foundByCookie: true })
  cleared.authority.more = { remembered }
  await cleared.device.sync()
  expect(cleared.device.state.loss).toMatchObject({ toldBy: 'server', unsent: 0 })
  const fresh = await emptied({ testified: false })
  fresh.authority.more = { remembered }
  await fresh.device.sync()
  expect(fresh.device.state.loss).toBeUndefined()
})

test('what the server remembers and the device still holds is not lost', async () => {
  const { device, authority } = await emptied({ testified: false })
  authority.more = { remembered: { lastContact: 5_000, unsent: 50, oldest: 4_000 } }
  device.health = { ...device.health, unsent: 50, oldest: 4_000 }
  await device.sync()
  expect(device.state.loss).toBeUndefined()
})

test('records that left by their user’s will are not lost', async () => {
  const { device, memory, begin } = await emptied({ testified: true })
  memory.forget()
  await device.book.leave()
  const again = begin()
  await again.open()
  await again.sync()
  expect(again.state.loss).toBeUndefined()
})
