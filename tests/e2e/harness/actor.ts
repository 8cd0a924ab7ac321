/** Somebody with a phone or a desk of his own: a browser context, a network of his own, a wall clock of his own. */
import type { Browser, BrowserContext, Page } from '@playwright/test'
import { expect } from '@playwright/test'
import { everyPart } from '../../../scripts/every-part.ts'
import type { Chip } from '../../../sync/device/status.ts'
import { Network } from './network.ts'
import { shiftClock } from './shift-clock.ts'
import { slowDisk, slowDiskMs } from './slow-disk.ts'

export const devices = {
  /** The narrowest phone in use. */
  phone: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
  desk: { viewport: { width: 1280, height: 800 } },
} as const

export type Device = keyof typeof devices

/** 长辈版 is worn by the phones of those who read little and see badly. */
export type Size = 'standard' | 'large'

/** The demonstration's people, as the server names them at every start. */
const accounts = {
  secretary: 'shuji',
  deputy: 'fushuji',
  driver: 'siji',
  township: 'xiangzhen',
  administrator: 'guanli',
} as const

export type Role = keyof typeof accounts

export const accountOf = (role: Role): { readonly name: string; readonly password: string } => ({
  name: accounts[role],
  password: 'branchbook-demo',
})

/** Of what Chromium reports, for whom it was; nothing where that is no address. */
const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : '')

/**
 * Chromium itself reports every request that found no network, and the answer that nobody is signed in yet; the app
 * cannot keep it from doing so.
 */
const networkReport =
  /^Failed to load resource: (net::ERR_|the server responded with a status of 401 )/

/**
 * A piece whose link broke may reach the server after its phone has asked where the file stands: the next one is then at another
 * place, or the server still puts the broken one away. It says so, Chromium reports it, and the app asks again.
 */
const overtaken = /status of (409|429) .*\/api\/uploads\//

export class Actor {
  readonly network: Network
  readonly context: BrowserContext
  readonly device: Device
  #page: Page
  #clockMoves = 0
  /** Errors on the console and exceptions nobody caught. */
  readonly complaints: string[] = []

  private constructor(network: Network, context: BrowserContext, page: Page, device: Device) {
    this.network = network
    this.context = context
    this.device = device
    this.#page = page
  }

  static async at(
    device: Device,
    browser: Browser,
    serverPort: () => number,
    size: Size = 'standard',
  ): Promise<Actor> {
    const network = await Network.to(serverPort)
    const { origin } = network
    const localStorage = [{ name: 'branchbook.size', value: size }]
    const context = await browser.newContext({
      ...devices[device],
      baseURL: origin,
      ...(size !== 'standard' && {
        storageState: { cookies: [], origins: [{ origin, localStorage }] },
      }),
    })
    if (slowDiskMs > 0) await context.addInitScript(slowDisk, slowDiskMs)
    const actor = new Actor(network, context, await context.newPage(), device)
    actor.#take()
    return actor
  }

  /** Another one each time the app was closed in between. */
  get page(): Page {
    return this.#page
  }

  /** Signs in as one of the demonstration's people, reads the notice, and waits until everything he may see has come. */
  async signIn(role: Role): Promise<void> {
    await this.#page.goto('/')
    await this.signInHere(role)
  }

  /** The same at a door that stands open already. */
  async signInHere(role: Role): Promise<void> {
    const { name, password } = accountOf(role)
    await this.#page.getByLabel('登录名').fill(name)
    await this.#page.getByLabel('密码', { exact: true }).fill(password)
    await this.#page.getByRole('button', { name: '登录', exact: true }).click()
    await this.readNotice()
    await this.expectSync('confirmed', 0)
    await this.hasEveryPart()
  }

  /** Whoever has not read the privacy notice on any device is asked to; who has may still see it until his records come. */
  async readNotice(): Promise<void> {
    const agree = this.#page.getByRole('button', { name: '我看过了，开始使用' })
    const navigation = this.#page.getByRole('navigation')
    await expect(agree.or(navigation).first()).toBeVisible()
    // It goes by itself where another device of his said that he read it, and then there is nothing to press.
    if (await agree.isVisible()) await agree.click({ timeout: 5_000 }).catch(() => undefined)
    await expect(navigation).toBeVisible()
  }

  /** The service worker has the whole shell: from here on the app opens without a network. */
  async isInstalled(): Promise<void> {
    await this.#page.evaluate(async () => {
      await navigator.serviceWorker.ready
    })
  }

  /** Also what only some screens want, and what comes in quiet moments, is on the device. */
  hasEveryPart(): Promise<void> {
    return everyPart(this.#page)
  }

  /** No network: pages are told so, and nothing gets through even for those who do not ask. */
  async offline(): Promise<void> {
    this.network.cut()
    await this.context.setOffline(true)
  }

  async online(): Promise<void> {
    this.network.restore()
    await this.context.setOffline(false)
  }

  /** Online again, until all that waited has arrived and all that came since is here. */
  async catchUp(): Promise<void> {
    await this.online()
    await this.expectSync('confirmed', 0)
  }

  /** Nothing that was typed or pressed is still on its way to the disk: the app asks nobody any more who would close it. */
  async hasKept(): Promise<void> {
    await this.#page.waitForFunction(() =>
      window.dispatchEvent(new Event('beforeunload', { cancelable: true })),
    )
  }

  /** The system kills the app, whatever it was doing. */
  async kill(): Promise<void> {
    const killed = this.#page
    this.#page = await this.context.newPage()
    this.#take()
    await killed.close({ runBeforeUnload: false })
  }

  /** Kills the app and opens it again. */
  async reopen(address = '/'): Promise<void> {
    await this.kill()
    await this.#page.goto(address)
  }

  /** Sets the device's wall clock to the machine's plus so much. Screens that show the time notice within a minute. */
  async setClock(aheadMs: number): Promise<void> {
    this.#clockMoves += 1
    const move = { aheadMs, move: this.#clockMoves }
    await this.context.addInitScript(shiftClock, move)
    await this.#page.evaluate(shiftClock, move)
  }

  /**
   * What the status chip's word stands for, and how many rows wait: as programs read it on <html>. Twice, a moment apart: what
   * was pressed just before is not written yet.
   */
  async expectSync(state: Chip, unsent: number): Promise<void> {
    const said = { state, unsent: String(unsent) }
    await expect(async () => {
      expect(await this.syncState(), `${state}, ${unsent} unsent`).toEqual(said)
      await new Promise((resolve) => setTimeout(resolve, 200))
      expect(await this.syncState(), `${state}, ${unsent} unsent, still`).toEqual(said)
    }).toPass({ timeout: 20_000, intervals: [50, 100, 250] })
  }

  syncState(): Promise<{ state: string | undefined; unsent: string | undefined }> {
    return this.#page.evaluate(() => {
      const { sync, unsent } = document.documentElement.dataset
      return { state: sync, unsent }
    })
  }

  /** From here on, in this page, every state the chip goes through is kept. */
  async rememberStates(): Promise<void> {
    await this.#page.evaluate(() => {
      const { dataset } = document.documentElement
      const seen = [dataset['sync'] ?? '']
      Object.assign(window, { storyStates: seen })
      new MutationObserver(() => seen.push(dataset['sync'] ?? '')).observe(
        document.documentElement,
        { attributeFilter: ['data-sync'] },
      )
    })
  }

  statesSeen(): Promise<readonly string[]> {
    // Put there by rememberStates.
    return this.#page.evaluate(() => (window as unknown as { storyStates: string[] }).storyStates)
  }

  async leave(): Promise<void> {
    await this.context.close()
    await this.network.close()
  }

  /** As by hand: who goes elsewhere or loads anew waits while the app asks, and whatever it complains of is kept. */
  #take(): void {
    const page = this.#page
    const [goTo, loadAnew] = [page.goto.bind(page), page.reload.bind(page)]
    page.goto = async (...where) => {
      await this.hasKept()
      return goTo(...where)
    }
    page.reload = async (...how) => {
      await this.hasKept()
      return loadAnew(...how)
    }
    this.#page.on('pageerror', (error) => this.complaints.push(String(error)))
    this.#page.on('console', (message) => {
      const said = `${message.text()} ${pathOf(message.location().url)}`.trim()
      const isPartOfIt =
        networkReport.test(said) || (this.network.broken > 0 && overtaken.test(said))
      if (message.type() === 'error' && !isPartOfIt) this.complaints.push(said)
    })
  }
}
