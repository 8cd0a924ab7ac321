import { IDBKeyRange } from 'fake-indexeddb'
import { afterEach, expect, test, vi } from 'vitest'
import { ExampleAuthority, ExampleDevice } from '../example-device.ts'
import { FaultyDisk } from '../disk/faulty-disk.ts'

vi.stubGlobal('IDBKeyRange', IDBKeyRange)
vi.stubGlobal('document', { visibilityState: 'visible' })

const tabs: ExampleDevice[] = []
afterEach(async () => {
  for (const tab of tabs.splice(0)) await tab.book.leave()
})

/** Two tabs of one browser: two processes on one disk. */
async function twoTabs() {
  const disk = new FaultyDisk()
  const authority = new ExampleAuthority()
  const open = async () => {
    const tab = new ExampleDevice({ life: disk.begin(), authority })
    tabs.push(tab)
    await tab.open()
    return tab
  }
  return { authority, first: await open(), second: await open() }
}

test('D1: two tabs that write the same row at once lose neither edit', async () => {
  const { first, second } = await twoTabs()
  const said = ['一', '二', '三', '四', '五', '六']
  const written = await Promise.all(
    said.map((words, index) => (index % 2 === 0 ? first : second).write('row-1', words)),
  )
  expect(written.map(({ ok }) => ok)).toEqual(said.map(() => true))
  const [row] = await first.store.outbox()
  expect(row?.edits.map(({ fields }) => fields['words']).sort()).toEqual([...said].sort())
  // Each knew of the one before: that is what tells a later word from a concurrent one.
  const [born, ...later] = row?.edits ?? []
  expect(born?.basis['words']).toBe('')
  expect(later.map(({ basis }) => basis['words'])).toEqual(
    row?.edits.slice(0, -1).map(({ stamp }) => stamp),
  )
})

test('D1, P1: a tab that writes while another one syncs keeps its words, and they go out next', async () => {
  const { authority, first, second } = await twoTabs()
  await first.write('row-1', '先写的')
  const [outcome, written] = await Promise.all([first.sync(), second.write('row-1', '后写的')])
  expect([outcome?.kind, written.ok]).toEqual(['confirmed', true])
  await second.sync()
  expect(await first.store.outbox()).toEqual([])
  expect(authority.edits.size).toBe(2)
  expect((await first.store.all()).find(({ id }) => id === 'row-1')?.body['words']).toBe('后写的')
})

test('D1: a book is left where all was sent, and then no tab says of any words that they are saved', async () => {
  const { first, second } = await twoTabs()
  await second.write('row-1', '刚写的')
  expect(await first.book.takeLeave('unfinished')).toBe(false)
  await first.sync()
  expect(await first.book.takeLeave('unfinished')).toBe(true)
  expect((await second.write('row-2', '来不及了')).ok).toBe(false)
  expect(await second.store.outbox()).toEqual([])
  // It was not deleted after all, and its owner signs in again.
  await first.book.leave()
  await first.open()
  expect((await first.write('row-2', '又来了')).ok).toBe(true)
})

test('D1: a book with a draft in it is not left for good, and while it is being left no tab says of a draft that it is kept', async () => {
  const { first, second } = await twoTabs()
  await second.drafts.keep('meeting/m1', { minutes: '写了两个小时' })
  expect(await first.book.takeLeave('unfinished')).toBe(false)
  expect((await second.drafts.keep('meeting/m1', { minutes: '接着写' })).ok).toBe(true)
  expect((await second.write('row-1', '照样能存')).ok).toBe(true)
  await first.sync()
  await second.drafts.discard('meeting/m1')
  await second.drafts.keep('study/lesson-1', { block: 3 })
  expect(await first.book.takeLeave('unfinished')).toBe(true)
  expect((await second.drafts.keep('meeting/m2', { minutes: '来不及了' })).ok).toBe(false)
})

test('D1: a session that was taken back takes the drafts with it, and never what was saved and not sent', async () => {
  const { first } = await twoTabs()
  await first.drafts.keep('meeting/m1', { minutes: '没写完' })
  await first.write('row-1', '没送出')
  expect(await first.book.takeLeave('unsent')).toBe(false)
  await first.sync()
  expect(await first.book.takeLeave('unsent')).toBe(true)
})

test('D1: a book that does not open is never taken for an empty one', async () => {
  const { first } = await twoTabs()
  await first.book.leave()
  expect(await first.book.takeLeave('unfinished')).toBe(false)
})

test('what two tabs type into one draft at once is put together on the disk, and discarding takes only what was meant', async () => {
  type Words = Readonly<Record<string, string>>
  const { first, second } = await twoTabs()
  const keep = (tab: ExampleDevice, words: Words) =>
    tab.drafts.keep('meeting/m1', words, (held) => ({ ...(held as Words), ...words }))
  await Promise.all([
    keep(first, { topic: '防火' }),
    keep(second, { minutes: '会议开始。' }),
    keep(first, { topic: '防火防汛' }),
  ])
  const there = async () => (await second.drafts.read('meeting/m1'))?.value
  expect(await there()).toEqual({ topic: '防火防汛', minutes: '会议开始。' })
  await second.drafts.discard('meeting/m1', (held) => ({ topic: (held as Words)['topic'] ?? '' }))
  expect(await there()).toEqual({ topic: '防火防汛' })
  await second.drafts.discard('meeting/m1', () => undefined)
  expect(await there()).toBeUndefined()
})
