/** A person's phone under fire: its browser, its tabs, and what is done through them. */
import type { Soak, SoakRow, SoakState } from './page/main.svelte.ts'
import { later } from '../load/at-once.ts'
import { SoakBrowser, Tab } from './browser.ts'
import { pageAddress } from './build.ts'
import type { SoakDraft } from './ledger.ts'

export type Account = { readonly name: string; readonly password: string }

const readyLimitMs = 60_000
const answerLimitMs = 45_000

declare global {
  interface Window {
    soak: Soak
  }
}

export class Device {
  readonly #profile: string
  readonly #origin: string
  readonly #account: Account
  #browser: SoakBrowser | undefined
  #tabs: (Tab | undefined)[] = []
  #isOffline = false
  #throttle = 1
  /** Errors that nobody caught, by any page of this phone. */
  readonly complaints: string[] = []
  signIns = 0

  constructor(profile: string, origin: string, account: Account) {
    this.#profile = profile
    this.#origin = origin
    this.#account = account
  }

  /** The tab in this place, opened where there is none. */
  async tab(place: number): Promise<Tab> {
    const held = this.#tabs[place]
    if (held && !held.isGone) return held
    return this.#open(place)
  }

  hasTab(place: number): boolean {
    return this.#tabs[place]?.isGone === false
  }

  async throttle(rate: number): Promise<void> {
    this.#throttle = rate
    for (const tab of this.#alive()) await tab.throttle(rate)
  }

  async offline(isOffline: boolean): Promise<void> {
    this.#isOffline = isOffline
    for (const tab of this.#alive()) await tab.offline(isOffline)
  }

  async reload(place: number): Promise<void> {
    const tab = await this.tab(place)
    if (tab.withServiceWorker) await tab.page.reload({ waitUntil: 'commit' })
    else await this.#load(tab)
  }

  async crash(place: number): Promise<void> {
    await this.#tabs[place]?.crash()
  }

  async closeTab(place: number): Promise<void> {
    await this.#tabs[place]?.close()
  }

  async closeTabs(): Promise<void> {
    // The window would go with its last tab.
    await this.#browser?.context.newPage()
    for (const page of this.#browser?.context.pages().slice(0, -1) ?? [])
      await Promise.race([page.close().catch(() => undefined), later(3_000)])
    this.#tabs = []
  }

  /** The system ends the whole browser. */
  async kill(): Promise<void> {
    this.#tabs = []
    await this.#browser?.kill()
    this.#browser = undefined
  }

  async close(): Promise<void> {
    this.#tabs = []
    await this.#browser?.close()
    this.#browser = undefined
  }

  /** The tab in this place on the page without screens, whatever it showed. */
  async toData(place: number): Promise<void> {
    const tab = await this.tab(place)
    if (!tab.withServiceWorker) return
    await this.closeTab(place)
    await this.tab(place)
  }

  /** A tab with the app's own screens, at this address. */
  async screens(address: string): Promise<Tab> {
    const held = this.#tabs[0]
    const isScreens = held?.isGone === false && held.withServiceWorker
    if (held && !isScreens) await held.close()
    const tab = isScreens ? held : await this.#newTab(0, true)
    await tab.page.goto(`${this.#origin}${address}`, { waitUntil: 'commit' })
    return tab
  }

  /** 'ok' where the person was told that his words are kept. */
  write(place: number, drafts: readonly SoakDraft[]): Promise<string> {
    // As text: Playwright's type of what may be handed over does not end for JSON.
    return this.#ask(place, (page) =>
      page.evaluate((text) => window.soak.write(text), JSON.stringify(drafts)),
    )
  }

  state(place: number): Promise<SoakState> {
    return this.#ask(place, (page) => page.evaluate(() => window.soak.state()))
  }

  rows(place: number): Promise<readonly SoakRow[]> {
    return this.#ask(place, (page) => page.evaluate(() => window.soak.rows()))
  }

  /** Starts a run and does not wait for it. */
  async sendNow(place: number): Promise<void> {
    await this.#ask(place, (page) => page.evaluate(() => void window.soak.sendNow()))
  }

  withdrawRefused(place: number): Promise<string> {
    return this.#ask(place, (page) => page.evaluate(() => window.soak.withdrawRefused()))
  }

  /** As a person does who finds himself signed out: a killed browser forgets a cookie it has only just got. */
  async signIn(place: number): Promise<void> {
    const { name, password } = this.#account
    const answer = await this.#ask(place, (page) =>
      page.evaluate(([who, word]) => window.soak.signIn(who, word), [name, password] as const),
    )
    if (answer === 'ok') this.signIns += 1
  }

  async #ask<Value>(place: number, work: (page: Tab['page']) => Promise<Value>): Promise<Value> {
    const tab = await this.tab(place)
    const limit = later(answerLimitMs).then(() => {
      throw new Error('the page does not answer')
    })
    return Promise.race([work(tab.page), limit])
  }

  async #open(place: number): Promise<Tab> {
    const tab = await this.#newTab(place, false)
    try {
      await this.#load(tab)
    } catch (error) {
      await tab.close()
      throw error
    }
    return tab
  }

  /** The page without screens has no service worker to bring it up: without a network, it is fetched from the proxy. */
  async #load(tab: Tab): Promise<void> {
    if (this.#isOffline) await tab.offline(false)
    await tab.page.goto(`${this.#origin}${pageAddress}`, { waitUntil: 'commit' })
    await tab.page.waitForFunction(() => 'soak' in window, undefined, { timeout: readyLimitMs })
    if (this.#isOffline) await tab.offline(true)
  }

  async #newTab(place: number, withServiceWorker: boolean): Promise<Tab> {
    this.#browser ??= await SoakBrowser.start(this.#profile)
    const { context } = this.#browser
    const tab = await Tab.open(context, withServiceWorker, this.complaints)
    // The app asks once how large it should write; that question is no part of this.
    await tab.page.addInitScript(() => {
      if (location.protocol === 'http:') localStorage.setItem('branchbook.sizeChosen', 'yes')
    })
    this.#tabs[place] = tab
    if (this.#throttle > 1) await tab.throttle(this.#throttle)
    if (this.#isOffline && withServiceWorker) await tab.offline(true)
    return tab
  }

  #alive(): readonly Tab[] {
    return this.#tabs.filter((tab): tab is Tab => tab?.isGone === false)
  }
}
