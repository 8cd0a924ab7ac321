import { expect, test } from 'vitest'
import type { RoomParts } from './room.svelte.ts'
import { Room } from './room.svelte.ts'
import type { Filling } from './storage-reserve.ts'

function phone(manager: RoomParts['manager'], filling: Filling | 'absent' = 'filled') {
  const fills: boolean[] = []
  const room = new Room({
    reserve: () =>
      filling === 'absent'
        ? Promise.reject(new TypeError('Failed to fetch dynamically imported module'))
        : Promise.resolve({
            fill: (asMuchAgain = false) => Promise.resolve((fills.push(asMuchAgain), filling)),
            release: () => Promise.resolve(true),
          }),
    manager,
  })
  return { room, fills }
}

test('a browser that does not say has room', async () => {
  const { room } = phone(undefined)
  expect([await room.used(), await room.hasRoom(true)]).toEqual([0, true])
})

test('below fifty megabytes by the browser’s own word nothing more is downloaded, once there is something to work with', async () => {
  let usage = 0
  const quota = 100_000_000
  const manager = { estimate: () => Promise.resolve({ quota, usage }) }
  const { room } = phone(manager)
  expect(await room.hasRoom(true)).toBe(true)
  usage = 60_000_000
  expect(await room.hasRoom(false)).toBe(true)
  expect(await room.hasRoom(true)).toBe(false)
  expect(room.full).toBe(true)
  usage = 10_000_000
  expect(await room.hasRoom(true)).toBe(true)
})

test('a full disk stays full until the reserve and as much again fit', async () => {
  const still = phone(undefined, 'full')
  await still.room.giveWay()
  expect(await still.room.hasRoom(true)).toBe(false)
  const again = phone(undefined)
  await again.room.giveWay()
  expect(await again.room.hasRoom(true)).toBe(true)
  expect(again.fills).toEqual([true])
})

test('the reserve is set aside once, and again after it gave way', async () => {
  const { room, fills } = phone(undefined)
  await room.setAside()
  await room.setAside()
  expect(fills).toEqual([false])
  await room.giveWay()
  await room.hasRoom(false)
  expect(fills).toEqual([false, true])
})

test('a reserve that cannot be had for other reasons is no full disk', async () => {
  const { room } = phone(undefined, 'failed')
  await room.setAside()
  expect(room.full).toBe(false)
})

test('a reserve whose part of the app is not here changes nothing', async () => {
  const { room } = phone(undefined, 'absent')
  await room.setAside()
  expect(room.full).toBe(false)
  expect(await room.giveWay()).toBe(false)
  expect(await room.hasRoom(true), 'what the disk said stands').toBe(false)
})
