import { IDBKeyRange } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ExampleAuthority, storageOf } from '../example-device.ts'
import { openTab, seconds } from '../example-tab.ts'

vi.stubGlobal('IDBKeyRange', IDBKeyRange)
vi.stubGlobal('document', { visibilityState: 'visible' })

const never = new Promise(() => {})
const closing: (() => unknown)[] = []

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(async () => {
  vi.useRealTimers()
  for (const close of closing.splice(0).reverse()) await close()
})

/** Tabs of one browser before one server, and the time that passes for all of them. */
function browser() {
  const authority = new ExampleAuthority()
  const storage = storageOf()
  let wall = 1_790_000_000_000
  const open = async (leading: Promise<unknown>) => {
    const tab = await openTab(leading, { authority, storage, wallMs: () => wall })
    closing.push(() => tab.close())
    return tab
  }
  return {
    authority,
    open,
    pass: (count: number) => seconds(count, () => (wall += 1_000)),
    setClock: (ms: number) => (wall = ms),
    asked: () => authority.asked.length,
  }
}

/** A tab whose first sync has ended, and whose second the server asked to wait for a minute. */
async function sentAway() {
  const world = browser()
  const tab = await world.open(Promise.resolve())
  await world.pass(5)
  world.authority.busyMs = 60_000
  await tab.sync.request()
  expect(tab.runs.at(-1)).toBe('busy')
  world.authority.busyMs = undefined
  return { ...world, tab, before: world.asked() }
}

test('L2: nothing that is written, seen or moved meanwhile brings a device back before the moment', async () => {
  const { tab, pass, asked, before } = await sentAway()
  for (let times = 0; times < 11; times += 1) {
    await tab.device.write(`mine-${String(times)}`, '又一句')
    tab.sync.forgiveFailures()
    await tab.sync.request()
    await pass(5)
  }
  expect(asked()).toBe(before)
})

test('L2, L1: after the moment what waits goes by itself, however often something was written meanwhile', async () => {
  const { tab, authority, pass, asked, before } = await sentAway()
  for (let times = 0; times < 14; times += 1) {
    await tab.device.write(`mine-${String(times)}`, '又一句')
    await tab.sync.request()
    await pass(5)
  }
  await pass(6)
  expect(asked()).toBeGreaterThan(before)
  expect(authority.edits.size).toBe(14)
  expect(await tab.device.store.outbox()).toEqual([])
})

test('L2: another tab knows of the moment, also one that was opened since', async () => {
  const { open, pass, asked, before } = await sentAway()
  const other = await open(never)
  await other.sync.request()
  await pass(50)
  expect(asked()).toBe(before)
  expect(other.runs).toEqual([])
  await pass(40)
  expect(asked()).toBeGreaterThan(before)
})

test('L2: a page opened anew waits as long as the one before it, and then goes by itself', async () => {
  const { tab, open, pass, asked, before } = await sentAway()
  tab.sync.close()
  const next = await open(Promise.resolve())
  await pass(50)
  expect(asked()).toBe(before)
  await pass(25)
  expect(next.runs).toEqual(['confirmed'])
})

test('L2: 立即发送 is tried all the same, in either tab, and where it is let in the waiting is over', async () => {
  const { tab, open, pass, asked, before } = await sentAway()
  const other = await open(never)
  await pass(1)
  await other.sync.request('person')
  expect(asked()).toBe(before + 1)
  await tab.sync.request()
  expect(asked()).toBe(before + 2)
})

test('a clock that is set back does not prolong the waiting', async () => {
  const { tab, setClock, asked, before } = await sentAway()
  setClock(1_500_000_000_000)
  await tab.sync.request()
  expect(asked()).toBe(before + 1)
})

test('who asks a tab that waits hears at once that it waits', async () => {
  const { tab, pass } = await sentAway()
  // A browser that keeps no notes: the two know of each other only what they say.
  const other = await openTab(never, { authority: tab.authority })
  closing.push(() => other.close())
  let ended = false
  await pass(1)
  void other.sync.request().then(() => (ended = true))
  await pass(1)
  expect(ended).toBe(true)
})
