/**
 * A Chromium of a session's own, with a profile on disk that outlives it: started by hand and spoken to over CDP, because
 * it must be possible to kill the whole process as a phone's system does, and to start it again on what it left.
 */
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test'
import { chromium } from '@playwright/test'
import { chromiumLaunch } from '../../scripts/find-chromium.mjs'
import { later } from '../load/at-once.ts'
import { endWithUs } from '../load/end-with-us.ts'

const startLimitMs = 30_000

export class SoakBrowser {
  readonly #process: ChildProcess
  readonly #browser: Browser
  readonly context: BrowserContext

  private constructor(process: ChildProcess, browser: Browser, context: BrowserContext) {
    this.#process = process
    this.#browser = browser
    this.context = context
  }

  static async start(profile: string): Promise<SoakBrowser> {
    const { executablePath = chromium.executablePath(), args } = chromiumLaunch()
    const noted = join(profile, 'DevToolsActivePort')
    rmSync(noted, { force: true })
    const child = spawn(
      executablePath,
      [
        ...args,
        '--headless=new',
        '--remote-debugging-port=0',
        `--user-data-dir=${profile}`,
        '--no-default-browser-check',
        '--hide-crash-restore-bubble',
        '--window-size=360,740',
        '--lang=zh-CN',
        'about:blank',
      ],
      { stdio: 'ignore', detached: true, env: { ...process.env, TZ: 'Asia/Shanghai' } },
    )
    const { pid } = child
    const forget = endWithUs(() => pid !== undefined && killGroup(pid))
    child.once('exit', forget)
    const port = await portIn(noted, child)
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
    const [context] = browser.contexts()
    if (!context) throw new Error('Chromium has no context of its own')
    return new SoakBrowser(child, browser, context)
  }

  /** Ends every process of it at once: none has a say. */
  async kill(): Promise<void> {
    const gone = once(this.#process, 'exit')
    const { pid } = this.#process
    if (pid === undefined || this.#process.exitCode !== null) return
    killGroup(pid)
    await gone
    await this.#browser.close().catch(() => undefined)
  }

  async close(): Promise<void> {
    // Whether or not it says goodbye in time, it is gone afterwards.
    await Promise.race([this.#browser.close().catch(() => undefined), later(2_000)])
    await this.kill()
  }
}

/** Chromium's helpers are in its process group, which is its own because it was started detached. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    // Gone already: then there is nobody left to end.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function portIn(file: string, child: ChildProcess): Promise<number> {
  const limit = performance.now() + startLimitMs
  while (performance.now() < limit && child.exitCode === null) {
    try {
      const [port] = readFileSync(file, 'utf8').split('\n')
      if (port) return Number(port)
    } catch {
      // Not written yet.
    }
    await later(20)
  }
  throw new Error('Chromium did not start')
}

/** One tab under the harness's hand. */
export class Tab {
  readonly page: Page
  readonly withServiceWorker: boolean
  readonly #cdp: CDPSession
  #gone = false

  private constructor(
    page: Page,
    cdp: CDPSession,
    withServiceWorker: boolean,
    complaints: string[],
  ) {
    this.page = page
    this.withServiceWorker = withServiceWorker
    this.#cdp = cdp
    page.on('crash', () => (this.#gone = true))
    page.on('close', () => (this.#gone = true))
    page.on('pageerror', (error) => complaints.push(`${String(error)} ${error.stack ?? ''}`))
  }

  /** Errors that nobody catches go to `complaints`. */
  static async open(
    context: BrowserContext,
    withServiceWorker: boolean,
    complaints: string[],
  ): Promise<Tab> {
    const page = await context.newPage()
    const cdp = await context.newCDPSession(page)
    await cdp.send('Network.enable')
    if (!withServiceWorker) await cdp.send('Network.setBypassServiceWorker', { bypass: true })
    return new Tab(page, cdp, withServiceWorker, complaints)
  }

  get isGone(): boolean {
    return this.#gone
  }

  async throttle(rate: number): Promise<void> {
    await this.#cdp.send('Emulation.setCPUThrottlingRate', { rate })
  }

  /** The page is told that there is no network, or that there is one again. */
  async offline(isOffline: boolean): Promise<void> {
    const unshaped = { latency: 0, downloadThroughput: -1, uploadThroughput: -1 }
    await this.#cdp.send('Network.emulateNetworkConditions', { offline: isOffline, ...unshaped })
  }

  /** The renderer dies in the middle of whatever it does. */
  async crash(): Promise<void> {
    this.#gone = true
    // It never answers, because it is dead.
    const died = this.page.waitForEvent('crash', { timeout: 5_000 }).catch(() => undefined)
    void this.#cdp.send('Page.crash').catch(() => undefined)
    await died
    await this.close()
  }

  async close(): Promise<void> {
    this.#gone = true
    await Promise.race([this.page.close().catch(() => undefined), later(3_000)])
  }
}
