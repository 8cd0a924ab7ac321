import { IDBFactory, IDBIndex, IDBKeyRange } from 'fake-indexeddb'
import { dexieQuery } from 'rxdb/plugins/storage-dexie'
import { beforeAll, expect, test, vi } from 'vitest'
import type { DeviceRow } from '#sync/device/row.ts'
import { noCipher } from '../keys/cipher.ts'
import type { OpenBook } from './database.ts'
import { openBook } from './database.ts'
import { rowsQuery } from '../queries.ts'
import { RxDeviceStore } from './rx-store.ts'
import { storageOf } from './table.ts'
import type { ListQuery } from '../types.ts'

// The store asks the browser for its key ranges.
vi.stubGlobal('IDBKeyRange', IDBKeyRange)

/** More than are read at once, twice over. */
const days = 2_100
const from = Date.parse('2020-01-01T00:00:00.000Z')
const dayOf = (index: number) => new Date(from + index * 86_400_000).toISOString()

const row = (type: string, index: number): DeviceRow => ({
  ...{ id: `${type}-${index}`, type, of: `branch-${index % 2}`, at: dayOf(index) },
  body: index % 7 === 0 ? { removedAt: dayOf(index) } : {},
  ...{ stamps: {}, rev: 1, edits: [], unsent: 0, base: null, problem: null },
})

let book: OpenBook
beforeAll(async () => {
  book = await openBook('account-1', noCipher, { indexedDB: new IDBFactory(), IDBKeyRange })
  const rows = Array.from({ length: days }, (_none, index) => row('meeting', index))
  const others = Array.from({ length: 30 }, (_none, index) => row('tally', index))
  await new RxDeviceStore(() => Promise.resolve(book)).transact([], () => ({
    put: [...rows, ...others],
  }))
}, 60_000)

const idsOf = async (asked: ListQuery) =>
  (await rowsQuery(book.records, 'meeting', asked).exec()).map(({ id }) => id)

const expected = (wanted: (index: number) => boolean): readonly string[] =>
  Array.from({ length: days }, (_none, index) => index)
    .filter(wanted)
    .reverse()
    .map((index) => `meeting-${index}`)

const stands = (index: number) => index % 7 !== 0

test('a list is the same as if it were read step by step, and takes no steps', async () => {
  const steps = vi.spyOn(IDBIndex.prototype, 'openCursor')
  for (const asked of [
    { limit: 1_500 },
    {},
    { of: 'branch-1' },
    { removed: true },
    { of: 'nobody' },
    { limit: 20 },
  ]) {
    steps.mockClear()
    const whole = await idsOf(asked)
    expect(steps).not.toHaveBeenCalled()
    const query = rowsQuery(book.records, 'meeting', asked).getPreparedQuery()
    const stepwise = await dexieQuery(storageOf(book.records), query)
    expect(whole).toEqual(stepwise.documents.map(({ id }) => id))
  }
  expect(await idsOf({})).toEqual(expected(stands))
})

test('a list of a time begins with its first instant and ends before its last', async () => {
  const inside = (index: number) => stands(index) && index >= 365 && index < 1_900
  const time = { from: dayOf(365), until: dayOf(1_900) }
  expect(await idsOf(time)).toEqual(expected(inside))
  expect(await idsOf({ ...time, of: 'branch-1' })).toEqual(
    expected((index) => inside(index) && index % 2 === 1),
  )
  expect(await idsOf({ ...time, limit: 3 })).toEqual(expected(inside).slice(0, 3))
  expect(await idsOf({ from: dayOf(2_090) })).toEqual(
    expected((index) => stands(index) && index >= 2_090),
  )
})
