import { IDBKeyRange } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openTab, seconds } from '../example-tab.ts'
import { Tabs } from './tabs.ts'

vi.stubGlobal('IDBKeyRange', IDBKeyRange)
vi.stubGlobal('document', { visibilityState: 'visible' })

const never = new Promise(() => {})
const closing: (() => unknown)[] = []

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(async () => {
  vi.useRealTimers()
  for (const close of closing.splice(0).reverse()) await close()
})

async function tab(leading: Promise<unknown>) {
  const opened = await openTab(leading)
  closing.push(() => opened.close())
  return opened
}

/** A leading tab that answers what it is asked and does nothing more: it was frozen, or its page was thrown away. */
function frozenLeader(answers: { ask: boolean; stillThere: boolean }): Tabs {
  const leader = new Tabs('account-1', {
    leads: () => answers.ask,
    onask: () => (answers.ask = answers.stillThere),
    onnews: () => {},
    newId: () => '',
  })
  closing.push(() => leader.close())
  return leader
}

test('with a leader that answers, the other tab does not sync', async () => {
  const leader = await tab(Promise.resolve())
  const other = await tab(never)
  await seconds(10)
  expect(leader.runs.length).toBeGreaterThan(0)
  expect(other.runs).toEqual([])
  expect(other.device.state.outcome).toEqual({ kind: 'confirmed' })
})

test('where no leader answers, the asking tab syncs itself within seconds', async () => {
  const { runs } = await tab(never)
  await seconds(4)
  expect(runs).toEqual(['confirmed'])
})

test('a leader frozen in the middle of its run is replaced within seconds', async () => {
  frozenLeader({ ask: true, stillThere: false })
  const { runs } = await tab(never)
  await seconds(10)
  expect(runs).toEqual(['confirmed'])
})

test('a leader that is still at it is waited for, however long it takes', async () => {
  const leader = frozenLeader({ ask: true, stillThere: true })
  const { runs, sync } = await tab(never)
  let ended = false
  void sync.request().then(() => (ended = true))
  await seconds(120)
  expect(runs).toEqual([])
  expect(ended).toBe(false)
  const news = { lastContactAt: 1, offsetMs: 0, actor: undefined, storageFull: false }
  leader.tell({ ...news, running: false, outcome: { kind: 'confirmed' } })
  await seconds(1)
  expect(ended).toBe(true)
})

test('a leader frozen between its runs is missed at the time of the next one', async () => {
  const leader = await tab(Promise.resolve())
  const other = await tab(never)
  await seconds(10)
  leader.sync.close()
  await seconds(100)
  expect(other.runs).toContain('confirmed')
})

test('a tab that comes to lead begins at once', async () => {
  const leader = await tab(Promise.resolve())
  let die = () => {}
  const other = await tab(new Promise<void>((resolve) => (die = resolve)))
  await seconds(10)
  leader.sync.close()
  die()
  await seconds(1)
  expect(other.runs).toEqual(['confirmed'])
})

test('without a connection a tab that follows tries ever more seldom, like the one that leads', async () => {
  const leader = await tab(Promise.resolve())
  await tab(never)
  leader.authority.reachable = false
  await seconds(600)
  const { length } = leader.runs
  expect(length).toBeGreaterThan(4)
  // Alone it would have tried after 5, 10, 20 … seconds: some seven times in ten minutes; the other one as often.
  expect(length).toBeLessThan(16)
})
