import { afterEach, expect, test, vi } from 'vitest'
import { Copying } from './copying.svelte.ts'

afterEach(() => vi.unstubAllGlobals())

test('words that were copied are said to be, and no others that stand there since', async () => {
  const writeText = vi.fn(() => Promise.resolve())
  vi.stubGlobal('navigator', { clipboard: { writeText } })
  const copying = new Copying()
  expect(copying.isDone('周四九点半')).toBeUndefined()
  await copying.copy('周四九点半')
  expect(writeText).toHaveBeenCalledWith('周四九点半')
  expect([copying.isDone('周四九点半'), copying.isDone('周五九点半')]).toEqual([true, undefined])
})

test('what the browser did not let be copied is said not to be', async () => {
  vi.stubGlobal('navigator', { clipboard: { writeText: () => Promise.reject(new Error()) } })
  const copying = new Copying()
  await copying.copy('周四九点半')
  expect(copying.isDone('周四九点半')).toBe(false)
})
