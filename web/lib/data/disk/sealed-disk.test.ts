import { IDBKeyRange } from 'fake-indexeddb'
import { afterEach, expect, test, vi } from 'vitest'
import { cipherOf, isSealed } from '../keys/cipher.ts'
import { usableKey } from '../keys/data-key.ts'
import { ExampleAuthority, ExampleDevice, accountId, storedOn } from '../example-device.ts'
import { FaultyDisk } from './faulty-disk.ts'
import { KeyKeeper } from '../keys/key-keeper.ts'
import { KeyStore } from '../keys/key-store.ts'

vi.stubGlobal('IDBKeyRange', IDBKeyRange)
vi.stubGlobal('document', { visibilityState: 'visible' })

const devices: ExampleDevice[] = []
afterEach(async () => {
  for (const device of devices.splice(0)) await device.book.leave()
})

async function phone(disk = new FaultyDisk()) {
  const device = new ExampleDevice({ life: disk.begin(), authority: new ExampleAuthority() })
  devices.push(device)
  await device.open()
  return { disk, device }
}

const spoken = ['王建国补交党费三百元', '秋收互助', '别人写的', '13800138000']

test('nothing a person wrote or was told can be read from the disk, and all of it can be read with the key', async () => {
  const { disk, device } = await phone()
  await device.sync()
  await device.write('mine-1', '王建国补交党费三百元')
  await device.drafts.keep('meeting/new', { topic: '秋收互助', mobile: '13800138000' })
  const dump = JSON.stringify([await disk.contents(/--records$/), await disk.contents(/--drafts$/)])
  expect(dump).toContain('mine-1')
  for (const words of [...spoken, 'body', 'edits', 'positions', 'org/1'])
    expect(dump).not.toContain(words)
  const read = JSON.stringify(await storedOn(disk))
  for (const words of ['王建国补交党费三百元', '别人写的']) expect(read).toContain(words)
  expect(await device.drafts.read('meeting/new')).toMatchObject({ value: { topic: '秋收互助' } })
})

test('the same words are sealed into another text each time, and only under their own id', async () => {
  const cipher = cipherOf(await usableKey(new Uint8Array(32)))
  const [once, again] = [await cipher.seal('a', '支部'), await cipher.seal('a', '支部')]
  expect(isSealed(once)).toBe(true)
  expect(once).not.toBe(again)
  expect(await cipher.open('a', again)).toBe('支部')
  await expect(cipher.open('b', once)).rejects.toThrow()
  const turned = once.slice(0, -1) + String.fromCharCode(once.charCodeAt(once.length - 1) ^ 1)
  await expect(cipher.open('a', turned)).rejects.toThrow()
})

test('long texts and every letter come back as they were', async () => {
  const cipher = cipherOf(await usableKey(new Uint8Array(32)))
  const long = `支部 ${'𠮷é\u0000~1'.repeat(20_000)}`
  expect(await cipher.open('a', await cipher.seal('a', long))).toBe(long)
})

test('two tabs that open a new book at once come to one key', async () => {
  const disk = new FaultyDisk()
  const keepers = [1, 2, 3].map(() => new KeyKeeper(new KeyStore(disk.begin().disk)))
  const ciphers = await Promise.all(keepers.map((keeper) => keeper.cipherFor(accountId)))
  const sealed = await ciphers[0]?.seal('a', '支部')
  for (const cipher of ciphers) expect(await cipher.open('a', sealed ?? '')).toBe('支部')
})

test('after the browser threw everything away, the next words are sealed with a key that is on the disk', async () => {
  const { disk, device } = await phone()
  await device.write('mine-1', '第一次')
  await disk.evict()
  await device.book.reopen()
  await device.write('mine-2', '第二次')
  await device.book.leave()
  const { device: later } = await phone(disk)
  expect((await later.store.outbox()).map(({ body }) => body['words'])).toEqual(['第二次'])
})

test('P1: what another tab writes while this one seals is read again and kept', async () => {
  const disk = new FaultyDisk()
  const { device: first } = await phone(disk)
  const { device: second } = await phone(disk)
  await first.write('row-1', '先')
  let asked = 0
  await first.store.transact(['row-1'], (rows) => {
    asked += 1
    const row = rows.get('row-1')
    // Another tab comes between what was read here and what will be written.
    if (asked === 1) queue = second.write('row-1', '后')
    return { put: row ? [{ ...row, rev: row.rev + 1 }] : [] }
  })
  await queue
  const [row] = await first.store.outbox()
  expect(row?.rev).toBe(1)
  expect(row?.edits.map(({ fields }) => fields['words'])).toEqual(['先', '后'])
})
let queue: Promise<unknown> | undefined
