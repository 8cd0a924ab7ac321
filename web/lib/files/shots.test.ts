import { expect, test } from 'vitest'
import { Shots } from './shots.svelte.ts'

const photo = () => Promise.resolve(new Blob(['x']))

test('only what lies on the disk is counted, and what does not is said with its reason', async () => {
  const shots = new Shots()
  await shots.shoot(photo, () => Promise.resolve([]))
  await shots.shoot(photo, () => Promise.resolve(['本机的存储空间不够']))
  expect([shots.kept, shots.lost, shots.why]).toEqual([1, 1, '本机的存储空间不够'])
  await shots.shoot(
    () => Promise.resolve(undefined),
    () => Promise.resolve([]),
  )
  expect([shots.kept, shots.lost]).toEqual([1, 2])
  expect(shots.why).toContain('再拍一张')
})

test('a shot that goes wrong does not leave the camera dead', async () => {
  const shots = new Shots()
  const broken = shots.shoot(photo, () => Promise.reject(new Error('a bug')))
  expect(shots.saving).toBe(true)
  await expect(broken).rejects.toThrow('a bug')
  expect(shots.saving).toBe(false)
})
