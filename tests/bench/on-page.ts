/** A page of its own in real Chromium, signed in, on a CPU and a link as wanted. */
import type { Browser, CDPSession, Page } from '@playwright/test'
import type { Bench } from './page/main.ts'
import { account } from './server.ts'

/** 250/50 kbit/s with 300 ms round trips, in Chromium's own shaping. */
const slowLink = {
  offline: false,
  latency: 300,
  downloadThroughput: (250 * 1_000) / 8,
  uploadThroughput: (50 * 1_000) / 8,
}

export async function onPage<Value>(
  browser: Browser,
  origin: string,
  shape: { readonly cpu?: number; readonly slow?: boolean },
  work: (page: Page) => Promise<Value>,
): Promise<Value> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(origin)
  await page.waitForFunction(() => 'bench' in window)
  await page.evaluate(
    async ([name, password]) => {
      await (window as unknown as { bench: Bench }).bench.signIn(name, password)
    },
    [account.name, account.password] as const,
  )
  const session: CDPSession = await context.newCDPSession(page)
  if (shape.cpu) await session.send('Emulation.setCPUThrottlingRate', { rate: shape.cpu })
  if (shape.slow) {
    await session.send('Network.enable')
    await session.send('Network.emulateNetworkConditions', slowLink)
  }
  try {
    return await work(page)
  } finally {
    await context.close()
  }
}

export const call = <Name extends keyof Bench>(page: Page, name: Name) =>
  page.evaluate(
    (wanted) =>
      (window as unknown as { bench: Record<string, () => Promise<unknown>> }).bench[wanted]?.(),
    name,
  ) as Promise<Awaited<ReturnType<Bench[Name]>>>

export const medianOf = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN
