import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Tabs } from './tabs.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => {
  vi.useRealTimers()
  for (const tab of open.splice(0)) tab.close()
})

const open: Tabs[] = []
let questions = 0

function tab(leads: boolean) {
  const asked: (readonly string[])[] = []
  const heard: boolean[] = []
  const tabs = new Tabs('account-1', {
    leads: () => leads,
    onask: (buckets) => asked.push(buckets),
    onnews: ({ running }) => heard.push(running),
    newId: () => `question-${String((questions += 1))}`,
  })
  open.push(tabs)
  return { tabs, asked, heard }
}

/** Messages of other tabs come in real time, ours are in a hurry. */
async function inTime<Value>(answer: Promise<Value>): Promise<Value> {
  let over = false
  void answer.finally(() => (over = true))
  for (let turn = 0; !over; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve))
    if (turn > 200) await vi.advanceTimersByTimeAsync(1_000)
  }
  return answer
}

test('the leader takes on what another tab asks for, and nobody else does', async () => {
  const leader = tab(true)
  const other = tab(false)
  expect(await inTime(tab(false).tabs.ask(['branch/x/files']))).toBe(true)
  expect(leader.asked).toEqual([['branch/x/files']])
  expect(other.asked).toEqual([])
})

test('a leader that does not answer is given up after seconds', async () => {
  const before = Date.now()
  const answer = tab(false).tabs.ask([])
  await vi.advanceTimersByTimeAsync(2_900)
  expect(await Promise.race([answer, Promise.resolve('open')])).toBe('open')
  expect(await inTime(answer)).toBe(false)
  expect(Date.now() - before).toBeLessThan(2_000)
})

test('to say that it is there, a leader begins no run', async () => {
  const leader = tab(true)
  expect(await inTime(tab(false).tabs.isLed())).toBe(true)
  expect(leader.asked).toEqual([])
  leader.tabs.close()
  expect(await inTime(tab(false).tabs.isLed())).toBe(false)
})

test('a tab that closes keeps nobody waiting for an answer', async () => {
  const closing = tab(false)
  const answer = closing.tabs.ask([])
  closing.tabs.close()
  expect(await answer).toBe(false)
})

test('how a run goes is heard by the other tabs of the account', async () => {
  const other = tab(false)
  const news = { outcome: undefined, lastContactAt: 1, offsetMs: 0, actor: undefined }
  tab(true).tabs.tell({ ...news, running: true, storageFull: false })
  await vi.waitUntil(() => other.heard.length > 0)
  expect(other.heard).toEqual([true])
})
