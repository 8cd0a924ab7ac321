import { expect, test } from 'vitest'
import { askToKeep, isKept } from './kept-storage.ts'
import { localNotes } from './local-notes.ts'

const day = 86_400_000
const now = 1_790_000_000_000

/** A browser that keeps what the app stores, or not. */
function browser(grants: boolean) {
  let asked = 0
  const manager = {
    persist: () => Promise.resolve((asked += 1) > 0 && grants),
    persisted: () => Promise.resolve(asked > 0 && grants),
  }
  return { manager, asked: () => asked }
}

test('the browser is asked to keep the storage when words were saved, and once a week at most', async () => {
  const { manager, asked } = browser(false)
  const notes = localNotes(undefined)
  expect(await isKept(manager)).toBe(false)
  expect(asked()).toBe(0)
  await askToKeep(notes, now, manager)
  await askToKeep(notes, now + 6 * day, manager)
  expect(asked()).toBe(1)
  await askToKeep(notes, now + 8 * day, manager)
  expect(asked()).toBe(2)
})

test('what the browser granted is not asked for again', async () => {
  const { manager, asked } = browser(true)
  const notes = localNotes(undefined)
  await askToKeep(notes, now, manager)
  expect(await isKept(manager)).toBe(true)
  await askToKeep(notes, now + 8 * day, manager)
  expect(asked()).toBe(1)
})

test('a browser without any of this is asked nothing and promises nothing', async () => {
  await askToKeep(localNotes(undefined), now, undefined)
  expect(await isKept(undefined)).toBeUndefined()
  expect(await isKept({})).toBeUndefined()
})
