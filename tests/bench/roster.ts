/** A township's roster of 5,500 people on a slow desktop: until it stands there, and until a name is found. */
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { medianOf } from './on-page.ts'
import type { Line } from './report.ts'
import { startServer } from './server.ts'
import { signIn } from './sign-in.ts'

const buildFolder = join(import.meta.dirname, '../../build/web')
const people = 5_500
const limitMs = 1_000

export async function roster(browser: Browser): Promise<Line[]> {
  const seed = { records: 0, years: 2, people, who: 'administrator' } as const
  const server = await startServer(seed, buildFolder)
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'zh-CN',
  })
  try {
    const page = await context.newPage()
    await signIn(page, server.origin)
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    const shown: number[] = []
    const found: number[] = []
    for (let round = 0; round < 5; round += 1) {
      const times = await look(page)
      shown.push(times.shown)
      found.push(times.found)
    }
    const what = `a roster of ${people} people, CPU 4×`
    return [
      { what: `${what}, on screen`, measured: medianOf(shown), unit: 'ms', target: limitMs },
      { what: '… a name found among them', measured: medianOf(found), unit: 'ms', target: limitMs },
    ]
  } finally {
    await context.close()
    await server.close()
  }
}

/** From the tap to the list, and from the last key to the shorter list, as the page itself sees it. */
async function look(page: Page): Promise<{ shown: number; found: number }> {
  await page.locator('nav a:not([href="/people"])').first().click()
  await page.waitForTimeout(1_000)
  const start = performance.now()
  await page.locator('nav a[href="/people"]').first().click()
  await page.locator('main a[href^="/people/"]').first().waitFor()
  const shown = performance.now() - start
  const search = page.locator('main input[type=search]').first()
  const status = page.locator('main [role=status]').first()
  const all = await status.textContent()
  const typed = performance.now()
  await search.fill('王')
  await page.waitForFunction(
    (before) => document.querySelector('main [role=status]')?.textContent !== before,
    all,
  )
  return { shown, found: performance.now() - typed }
}
