/** What somebody does on a screen, and how long until he can go on: as the page itself sees it, frame by frame. */
import type { BrowserContext, CDPSession, Locator, Page } from '@playwright/test'

/** Follow a link inside the app, press what is there, or write into a field. */
export type Deed =
  | { readonly go: string }
  | { readonly press: Locator }
  | { readonly write: string; readonly into: Locator }

/** So many of these are to be seen, no fewer and, where it says so, no more. */
export type Usable = { readonly shows: string; readonly least?: number; readonly most?: number }

type Visit = { readonly ms: number; readonly longestBlockMs: number }

/** A screen, how long it took, and what it is held to. */
export type Seen = Visit & { readonly what: string; readonly targetMs: number }

/** The device that walks from screen to screen. */
export type Walk = { readonly page: Page; readonly context: BrowserContext }

const quietMs = 1_500
const limitMs = 120_000

export async function visit(page: Page, deed: Deed, usable: Usable): Promise<Visit> {
  const touched = 'press' in deed ? deed.press : 'into' in deed ? deed.into : page.locator('main')
  return touched.evaluate(
    async (element, { go, write, usable, quietMs, limitMs }) => {
      const least = usable.least ?? 1
      const isUsable = () => {
        const shown = document.querySelectorAll(usable.shows).length
        return shown >= least && shown <= (usable.most ?? Infinity)
      }
      const aFrame = () => new Promise((resolve) => requestAnimationFrame(resolve))
      let longest = 0
      const observer = new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) longest = Math.max(longest, duration)
      })
      observer.observe({ type: 'longtask' })
      const link = document.createElement('a')
      if (go !== undefined) {
        link.href = go
        document.body.append(link)
      }
      // Where somebody goes, what he came from must be gone.
      const left = go !== undefined ? document.querySelector('main h1') : undefined
      const start = performance.now()
      if (go !== undefined) link.click()
      else if (element instanceof HTMLInputElement && write !== undefined) {
        element.value = write
        element.dispatchEvent(new Event('input', { bubbles: true }))
      } else (element as HTMLElement).click()
      do {
        await aFrame()
        if (performance.now() - start > limitMs)
          throw new Error(`not usable: ${JSON.stringify({ go, usable })}`)
      } while (left?.isConnected || !isUsable())
      const ms = performance.now() - start
      link.remove()
      await new Promise((resolve) => setTimeout(resolve, quietMs))
      observer.disconnect()
      return { ms, longestBlockMs: longest }
    },
    {
      ...{ usable, quietMs, limitMs },
      go: 'go' in deed ? deed.go : undefined,
      write: 'write' in deed ? deed.write : undefined,
    },
  )
}

/** What the page holds once nothing is left over, MB. */
export async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  await session.send('Performance.enable')
  const { metrics } = await session.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? NaN) / 2 ** 20
}
