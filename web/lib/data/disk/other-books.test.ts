import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { expect, test, vi } from 'vitest'
import type { DeviceRow } from '#sync/device/row.ts'
import { noCipher } from '../keys/cipher.ts'
import type { Disk } from './database.ts'
import { closeBook, openBook } from './database.ts'
import { deleteOtherBook, otherBooks } from './other-books.ts'
import { RxDeviceStore } from './rx-store.ts'
import { changeTable } from './table.ts'

vi.stubGlobal('IDBKeyRange', IDBKeyRange)

const row = (id: string, unsent: 0 | 1): DeviceRow => ({
  id,
  type: 'meeting',
  of: 'branch-1',
  at: '2026-01-01T00:00:00.000Z',
  body: {},
  stamps: {},
  rev: 1,
  edits: [],
  unsent,
  base: null,
  problem: null,
})

/** Somebody signed in here, worked, and left his book behind. */
async function leaves(disk: Disk, accountId: string, unsent: 0 | 1) {
  const book = await openBook(accountId, noCipher, disk)
  const store = new RxDeviceStore(() => Promise.resolve(book))
  await store.transact([], () => ({ put: [row('a', 0), row('b', unsent)] }))
  await closeBook(book)
}

/** Somebody left a draft here. */
async function keeps(disk: Disk, accountId: string, id: string) {
  const book = await openBook(accountId, noCipher, disk)
  await changeTable(book.drafts, noCipher, [], () => ({
    ...{ put: [{ id, savedAt: 1, packed: '{}' }], remove: [] },
  }))
  await closeBook(book)
}

async function phone() {
  const indexedDB = new IDBFactory()
  const disk = { indexedDB, IDBKeyRange }
  await leaves(disk, 'own', 1)
  await leaves(disk, 'done--1', 0)
  await leaves(disk, 'busy', 1)
  return indexedDB
}

test('the books of others are told apart by what is unsent in them; one’s own is none of them', async () => {
  expect(await otherBooks('own', await phone())).toEqual([
    { accountId: 'done--1', rows: 2, unfinished: 0 },
    { accountId: 'busy', rows: 2, unfinished: 1 },
  ])
})

test('a book with nothing unsent can be deleted, and only that one goes', async () => {
  const indexedDB = await phone()
  expect(await deleteOtherBook('done--1', indexedDB)).toBe(true)
  const left = (await indexedDB.databases()).map(({ name }) => name)
  expect(left.filter((name) => name?.includes('done'))).toEqual([])
  expect((await otherBooks(undefined, indexedDB)).map(({ accountId }) => accountId)).toEqual([
    'own',
    'busy',
  ])
})

test('D3: a book with a draft in it is never deleted; how far somebody has read is no draft', async () => {
  const indexedDB = new IDBFactory()
  const disk = { indexedDB, IDBKeyRange }
  await keeps(disk, 'writer', 'meeting/m1')
  await keeps(disk, 'reader', 'study/lesson-1')
  expect(await otherBooks('own', indexedDB)).toEqual([
    { accountId: 'writer', rows: 0, unfinished: 1 },
    { accountId: 'reader', rows: 0, unfinished: 0 },
  ])
  expect(await deleteOtherBook('writer', indexedDB)).toBe(false)
  expect(await deleteOtherBook('reader', indexedDB)).toBe(true)
})

test('D3: a book with unsent work is never deleted', async () => {
  const indexedDB = await phone()
  expect(await deleteOtherBook('busy', indexedDB)).toBe(false)
  expect(await otherBooks('own', indexedDB)).toContainEqual({
    accountId: 'busy',
    rows: 2,
    unfinished: 1,
  })
})
