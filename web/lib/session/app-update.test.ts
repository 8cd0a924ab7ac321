import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AppUpdate } from './app-update.svelte.ts'

const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'setTimeout'] })
  vi.stubGlobal('document', page)
  page.visibilityState = 'visible'
})
afterEach(() => void vi.useRealTimers())

/** One browser: its tabs share the worker and the locks. */
function browser() {
  const said: string[] = []
  const waiting = { postMessage: (word: string) => said.push(word) } as unknown as ServiceWorker
  const registration = Object.assign(new EventTarget(), {
    waiting,
    installing: null,
    active: { postMessage: () => {} },
    update: () => Promise.resolve(),
  })
  const workers = Object.assign(new EventTarget(), {
    controller: {} as ServiceWorker | null,
    register: () => Promise.resolve(registration),
    ready: Promise.resolve(registration),
  })
  let reloads = 0
  const tab = async () => {
    const update = new AppUpdate({
      workers: workers as unknown as ServiceWorkerContainer,
      locks: navigator.locks,
      reload: () => (reloads += 1),
    })
    await update.register()
    return update
  }
  const takeOver = () => {
    workers.controller = {} as ServiceWorker
    workers.dispatchEvent(new Event('controllerchange'))
  }
  return {
    tab,
    takeOver,
    asked: () => said.filter((word) => word === 'activate').length,
    reloads: () => reloads,
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('a new version waits for the form of this tab', async () => {
  const { tab, asked } = browser()
  const update = await tab()
  expect(update.ready).toBe(true)
  const close = update.hold()
  update.activate()
  await settled()
  expect([asked(), update.postponed]).toEqual([0, true])
  close()
  await settled()
  expect(asked()).toBe(1)
})

test('a new version waits for the form of another tab, and for one begun meanwhile', async () => {
  const { tab, asked } = browser()
  const writing = await tab()
  const close = writing.hold()
  await settled()
  const update = await tab()
  update.activate()
  await settled()
  expect(asked()).toBe(0)
  const closeSecond = (await tab()).hold()
  close()
  await settled()
  expect(asked()).toBe(0)
  closeSecond()
  await vi.waitFor(() => expect(asked()).toBe(1))
})

test('only the tab that asked for it is reloaded under its user’s eyes', async () => {
  const { tab, takeOver, reloads } = browser()
  const first = await tab()
  await tab()
  first.activate()
  await settled()
  takeOver()
  expect(reloads()).toBe(1)
})

test('a tab nobody looks at follows by itself, unless it holds something', async () => {
  const { tab, takeOver, reloads } = browser()
  const hidden = await tab()
  const close = hidden.hold()
  page.visibilityState = 'hidden'
  takeOver()
  expect(reloads()).toBe(0)
  close()
  expect(hidden.ready).toBe(true)
  page.dispatchEvent(new Event('visibilitychange'))
  expect(reloads()).toBe(1)
})

test('where the browser knows no locks, every tab speaks for itself', async () => {
  const said: string[] = []
  const waiting = { postMessage: (word: string) => said.push(word) }
  const registration = Object.assign(new EventTarget(), {
    waiting,
    active: null,
    update: () => Promise.resolve(),
  })
  const workers = Object.assign(new EventTarget(), {
    controller: {},
    register: () => Promise.resolve(registration),
    ready: Promise.resolve(registration),
  }) as unknown as ServiceWorkerContainer
  const update = new AppUpdate({ workers, locks: undefined, reload: () => {} })
  await update.register()
  const close = update.hold()
  update.activate()
  expect(said).toEqual([])
  close()
  expect(said).toEqual(['activate'])
})
