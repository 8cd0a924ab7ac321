/** The real app, opened with no network on a slow phone that holds three thousand records: until Home can be used. */
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { startServer } from './server.ts'
import { signIn } from './sign-in.ts'

const buildFolder = join(import.meta.dirname, '../../build/web')
const records = 3_000

export async function coldStart(browser: Browser) {
  const server = await startServer({ records, years: 2, who: 'secretary' }, buildFolder)
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    locale: 'zh-CN',
  })
  try {
    const page = await context.newPage()
    await signIn(page, server.origin)
    await page.evaluate(() => navigator.serviceWorker.ready)
    await page.close()
    await context.setOffline(true)
    const times: number[] = []
    for (let run = 0; run < 5; run += 1) {
      const cold = await context.newPage()
      const session = await context.newCDPSession(cold)
      await session.send('Emulation.setCPUThrottlingRate', { rate: 6 })
      const start = performance.now()
      await cold.goto(`${server.origin}/`, { waitUntil: 'commit' })
      // Usable: the primary action can be tapped and the list below it comes from the device.
      await cold.locator('main a[href*="/meetings/new"]').first().waitFor()
      await cold.locator('main a[href^="/meetings/"]:not([href*="new"])').first().waitFor()
      times.push(performance.now() - start)
      await cold.close()
    }
    const measured = times.sort((left, right) => left - right)[2] ?? NaN
    const what = `cold start offline with ${records} records, CPU 6×, until Home is usable`
    return [{ what, measured, unit: 'ms', target: 1_500 }]
  } finally {
    await context.close()
    await server.close()
  }
}
