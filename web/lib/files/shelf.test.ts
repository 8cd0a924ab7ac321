import { IDBFactory } from 'fake-indexeddb'
import { expect, test } from 'vitest'
import { cipherOf } from '#lib/data/keys/cipher.ts'
import { usableKey } from '#lib/data/keys/data-key.ts'
import { answerOf } from '#lib/data/disk/table.ts'
import { digestOf } from './fetch-file.ts'
import type { Taken } from './shelf.ts'
import { Shelf, shelfName } from './shelf.ts'

const accountId = 'account-1'
const key = usableKey(crypto.getRandomValues(new Uint8Array(32)))

async function newShelf(mostFetched?: number, indexedDB = new IDBFactory()) {
  const clock = { now: 0 }
  const cipher = cipherOf(await key)
  const parts = { accountId, cipher, indexedDB, now: () => (clock.now += 1) }
  return { shelf: new Shelf(parts, mostFetched), indexedDB }
}

const piece = (word: string) => {
  const bytes = new Uint8Array(new TextEncoder().encode(word.repeat(100)))
  return { digest: digestOf(bytes), bytes }
}

function photo(word: string, meetingId = 'm-1', thumb = piece('small')) {
  const whole = piece(word)
  const taken: Omit<Taken, 'words'> = {
    ...{ row: `attachment:${meetingId}:${word}`, meetingId, digest: whole.digest, kind: 'jpeg' },
    ...{ bytes: whole.bytes.length, thumb: thumb.digest, thumbBytes: thumb.bytes.length },
    ...{ addedAt: word.length, filed: false },
  }
  return { taken, pieces: [whole, thumb] }
}

/** Everything that lies on the disk, as text. */
async function dump(indexedDB: IDBFactory): Promise<string> {
  const database = await answerOf(indexedDB.open(shelfName(accountId)))
  const stores = [...database.objectStoreNames]
  const transaction = database.transaction(stores)
  const all = await Promise.all(
    stores.map((name) => answerOf<unknown[]>(transaction.objectStore(name).getAll())),
  )
  database.close()
  return JSON.stringify(all, (_key, value: unknown) =>
    value instanceof Uint8Array ? String.fromCharCode(...value) : value,
  )
}

test('B2: a photo lies sealed, with what was typed about it, and opens in the next visit', async () => {
  const { shelf, indexedDB } = await newShelf()
  const { taken, pieces } = photo('王建国家的院子')
  await shelf.put(taken, { caption: '张三说的话' }, pieces)
  const disk = await dump(indexedDB)
  expect(disk).not.toContain('张三说的话')
  expect(disk).not.toContain(String.fromCharCode(...(pieces[0]?.bytes.subarray(0, 12) ?? [])))
  const { shelf: next } = await newShelf(undefined, indexedDB)
  const [kept] = await next.all()
  expect(kept && (await next.wordsOf(kept))).toEqual({ caption: '张三说的话' })
  expect(await next.read(taken.digest)).toEqual(pieces[0]?.bytes)
})

test('the same photo twice is one, and keeps what was typed first', async () => {
  const { shelf } = await newShelf()
  const { taken, pieces } = photo('a')
  await shelf.put(taken, { caption: '第一次' }, pieces)
  await shelf.put(taken, {}, pieces)
  const all = await shelf.all()
  expect(all).toHaveLength(1)
  expect(all[0] && (await shelf.wordsOf(all[0]))).toEqual({ caption: '第一次' })
})

test('B2: what is not confirmed never gives way to what is fetched, however much that is', async () => {
  const { shelf } = await newShelf(2_000)
  const { taken, pieces } = photo('own')
  await shelf.put(taken, {}, pieces)
  for (const word of ['f1', 'f2', 'f3', 'f4', 'f5', 'f6', 'f7', 'f8', 'f9'])
    await shelf.keepFetched(piece(word.repeat(4)))
  expect(await shelf.read(taken.digest)).toBeDefined()
  // Eight hundred bytes and a seal each: the oldest went.
  expect(await shelf.read(piece('f1f1f1f1').digest)).toBeUndefined()
  expect(await shelf.read(piece('f9f9f9f9').digest)).toBeDefined()
})

test('what was looked at stays longer than what was not', async () => {
  const { shelf } = await newShelf(1_000)
  await shelf.keepFetched(piece('f1f1'))
  await shelf.keepFetched(piece('f2f2'))
  await shelf.read(piece('f1f1').digest)
  await shelf.keepFetched(piece('f3f3'))
  expect(await shelf.read(piece('f1f1').digest)).toBeDefined()
  expect(await shelf.read(piece('f2f2').digest)).toBeUndefined()
})

test('once confirmed it may give way, unless another one that waits has the same bytes', async () => {
  const { shelf } = await newShelf(1_000)
  const first = photo('same', 'm-1')
  const second = photo('same', 'm-2')
  await shelf.put(first.taken, {}, first.pieces)
  await shelf.put(second.taken, {}, second.pieces)
  await shelf.letGo(first.taken.row)
  expect((await shelf.all()).map(({ row }) => row)).toEqual([second.taken.row])
  await shelf.keepFetched(piece('large-one'))
  expect(await shelf.read(first.taken.digest)).toBeDefined()
  await shelf.letGo(second.taken.row)
  await shelf.keepFetched(piece('large-two'))
  await shelf.keepFetched(piece('large-3'))
  expect(await shelf.read(first.taken.digest)).toBeUndefined()
})

test('what somebody gave up goes with its bytes; what is filed, and what another meeting needs, stays', async () => {
  const { shelf, indexedDB } = await newShelf()
  const [given, same, other] = [photo('given'), photo('given', 'm-2'), photo('other')]
  for (const { taken, pieces } of [given, same, other]) await shelf.put(taken, {}, pieces)
  await shelf.change(other.taken.row, (taken) => ({ ...taken, filed: true }))
  await shelf.discard([given.taken.row, other.taken.row])
  expect((await shelf.all()).map(({ row }) => row).sort()).toEqual(
    [same.taken.row, other.taken.row].sort(),
  )
  expect(await shelf.read(given.taken.digest)).toBeDefined()
  await shelf.discard([same.taken.row])
  expect(await shelf.read(given.taken.digest)).toBeUndefined()
  expect(await dump(indexedDB)).not.toContain(given.taken.digest)
  // Its small picture is the other photo's as well.
  expect(await shelf.read(photo('other').taken.thumb ?? '')).toBeDefined()
  expect(await shelf.read(other.taken.digest)).toBeDefined()
})

test('D5: what a server lost waits again, and never gives way until it is confirmed once more', async () => {
  const { shelf } = await newShelf(1_000)
  const { taken, pieces } = photo('lost-one')
  await shelf.put({ ...taken, filed: true }, { caption: '院子' }, pieces)
  await shelf.letGo(taken.row)
  expect(await shelf.holds(pieces.map(({ digest }) => digest))).toBe(true)
  await shelf.takeAgain({ ...taken, filed: true })
  await shelf.takeAgain({ ...taken, filed: true })
  const [again, ...more] = await shelf.all()
  expect(more).toEqual([])
  expect(again).toMatchObject({ row: taken.row, digest: taken.digest, filed: true })
  expect(again && (await shelf.wordsOf(again))).toEqual({})
  for (const word of ['large-one', 'large-two', 'large-3']) await shelf.keepFetched(piece(word))
  expect(await shelf.read(taken.digest)).toEqual(pieces[0]?.bytes)
  expect(await shelf.holds([taken.digest, piece('never-here').digest])).toBe(false)
})

test('what was taken away before it was filed is away after a reload too, and comes back only when asked', async () => {
  const { shelf, indexedDB } = await newShelf()
  const { taken, pieces } = photo('a')
  const filed = photo('b')
  await shelf.put(taken, { caption: '一' }, pieces)
  await shelf.put({ ...filed.taken, filed: true }, {}, filed.pieces)
  for (const { row } of [taken, filed.taken]) await shelf.drop(row)
  const { shelf: next } = await newShelf(undefined, indexedDB)
  const rows = async () => (await next.all()).map(({ row }) => row)
  expect(await rows()).toEqual([filed.taken.row])
  await next.bringBack(taken.row)
  expect(await rows()).toEqual([taken.row, filed.taken.row])
  await next.drop(taken.row)
  await next.put(taken, {}, pieces)
  expect(await rows()).toEqual([taken.row, filed.taken.row])
  // Taken once more, it is not forgotten with what was taken away.
  await next.forgetDropped(taken.row)
  expect(await rows()).toEqual([taken.row, filed.taken.row])
  await next.drop(taken.row)
  await next.forgetDropped()
  await next.bringBack(taken.row)
  expect(await rows()).toEqual([filed.taken.row])
})
