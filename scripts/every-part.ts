import type { Page } from '@playwright/test'

// As text: scripts are checked for Node, and this runs in a page. The last step of the build wrote the list.
const wait = `(async () => {
  await navigator.serviceWorker.ready
  const worker = await (await fetch('/service-worker.js')).text()
  const [list = '[]'] = /\\["\\/_app\\/immutable\\/[^\\]]*\\]/.exec(worker) ?? []
  const parts = JSON.parse(list)
  if (parts.length === 0) throw new Error('the worker names no parts that come later')
  const cache = await caches.open('on-demand-chunks')
  for (const part of parts)
    while (!(await cache.match(part))) await new Promise((resolve) => setTimeout(resolve, 50))
})()`

/** Resolves when also what only some screens want, and what comes in quiet moments, is on the device. */
export const everyPart = (page: Page): Promise<void> => page.evaluate(wait)
