/** One session: its plan is performed, the world becomes good, and what must be true is checked. */
import { makeChance } from '../../server/demo/chance.ts'
import { later } from '../load/at-once.ts'
import type { Write } from './ledger.ts'
import type { Life } from './life.ts'
import type { FaultFound } from './oracle.ts'
import { faultsIn } from './oracle.ts'
import type { Action, Blow, Plan } from './plan.ts'
import { drawPlan } from './plan.ts'
import { recordByScreens } from './screens.ts'
import type { ServerRows } from './server-rows.ts'
import { settle } from './settle.ts'

export type SessionResult = {
  readonly seed: string
  readonly plan: Plan
  readonly found: readonly (
    FaultFound | { readonly kind: 'stalled' | 'broke'; readonly what: string }
  )[]
  readonly writes: Readonly<Record<Write['state'], number>>
  readonly rows: number
  /** What befell the tab, the browser, the network, the server, by kind. */
  readonly blows: Readonly<Record<string, number>>
  /** Actions cut short because their tab was gone, by what was said. */
  readonly stumbles: readonly string[]
  /** From the good network until nothing was left to say, ms. */
  readonly drainMs: number
  readonly seconds: number
}

export async function runSession(life: Life, seed: string): Promise<SessionResult> {
  const plan = drawPlan(seed)
  const { device, proxy, ledger } = life
  const started = performance.now()
  const before = ledger.writes.length
  const complaints = device.complaints.length
  const session = new Session(life, plan)
  proxy.setWeather(plan.weather, makeChance(`${seed} weather`))
  await session.perform()
  const { drainMs, stalled } = await settle(life, plan.ending)
  const found = stalled
    ? [{ kind: 'stalled' as const, what: stalled }]
    : faultsIn({
        ...life,
        device: await device.rows(0),
        actor: await life.actor(),
        nowMs: Date.now(),
        server: followed(life.server),
      })
  life.book.conclude((word) =>
    ledger.writes.some((write) => write.word === word && write.state === 'acknowledged'),
  )
  const broke = device.complaints
    .slice(complaints)
    .map((what) => ({ kind: 'broke' as const, what }))
  const writes = ledger.writes.slice(before)
  return {
    seed,
    plan,
    found: [...found, ...broke],
    writes: countStates(writes, session.begunCount),
    rows: writes.reduce((sum, { rows }) => sum + rows.length, 0),
    blows: session.blows,
    stumbles: session.stumbles,
    drainMs,
    seconds: (performance.now() - started) / 1_000,
  }
}

/** What is known of a session that did not come to its end. */
export const brokenOff = (seed: string, error: unknown): SessionResult => ({
  seed,
  plan: drawPlan(seed),
  found: [{ kind: 'stalled', what: String(error) }],
  writes: countStates([], 0),
  rows: 0,
  blows: {},
  stumbles: [],
  drainMs: 0,
  seconds: 0,
})

function followed(server: ServerRows): ServerRows {
  server.follow()
  return server
}

const countStates = (writes: readonly Write[], begun: number): SessionResult['writes'] => ({
  begun,
  acknowledged: writes.filter(({ state }) => state === 'acknowledged').length,
  declined: writes.filter(({ state }) => state === 'declined').length,
  absent: writes.filter(({ state }) => state === 'absent').length,
  withdrawn: writes.filter(({ state }) => state === 'withdrawn').length,
})

class Session {
  readonly #life: Life
  readonly #plan: Plan
  readonly blows: Record<string, number> = {}
  readonly stumbles: string[] = []
  /** Writes of which the person never heard whether they are kept. */
  begunCount = 0

  constructor(life: Life, plan: Plan) {
    this.#life = life
    this.#plan = plan
  }

  async perform(): Promise<void> {
    const { device } = this.#life
    await this.#try(() => this.#mustBeSignedIn(0))
    await device.throttle(this.#plan.throttle)
    if (this.#plan.throttle > 1) this.#note('throttled')
    for (const action of this.#plan.actions) {
      this.#life.trace(action)
      await this.#try(() => this.#do(action))
    }
  }

  /** Without, no screen would let anybody write. A killed browser forgets what it has only just learned. */
  async #mustBeSignedIn(tab: number): Promise<void> {
    const { device } = this.#life
    if ((await device.state(tab)).signedIn) return
    await device.signIn(tab)
    if (!(await device.state(tab)).signedIn) throw new Error('nobody is signed in')
  }

  /** What breaks under an action because its tab died is no fault of the app; what follows from it must be none either. */
  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      const [line = ''] = String(error).split('\n')
      this.stumbles.push(line.slice(0, 160))
    }
  }

  async #do(action: Action): Promise<void> {
    if (process.env['SOAK_TRACE'])
      console.log(new Date().toISOString().slice(17), JSON.stringify(action))
    const { device } = this.#life
    switch (action.do) {
      case 'write':
        return this.#write(action)
      case 'record':
        return this.#record(action.blow)
      case 'pause':
        return later(action.ms)
      case 'reload':
        this.#note('reloaded')
        return this.#plan.through === 'screens'
          ? void (await device.screens('/'))
          : device.reload(action.tab)
      case 'crash':
        this.#note('crashed')
        return device.crash(action.tab)
      case 'kill':
        this.#note('killed')
        return device.kill()
      case 'secondTab':
        this.#note('secondTab')
        return void (await device.tab(1))
      case 'offline':
      case 'online':
        return this.#setOffline(action.do === 'offline')
      case 'throttle':
        this.#note('throttled')
        return device.throttle(action.rate)
      case 'sendNow':
        return device.sendNow(action.tab)
      case 'withdraw':
        return this.#withdraw()
      case 'restartServer':
        this.#note(action.how === 'kill' ? 'serverKilled' : 'serverRestarted')
        return this.#life.restartServer(action.how)
      case 'deputy':
        return this.#deputy(action)
    }
  }

  async #setOffline(isOffline: boolean): Promise<void> {
    const { device, proxy } = this.#life
    if (isOffline) {
      this.#note('offline')
      proxy.cut()
    } else {
      proxy.restore()
    }
    await device.offline(isOffline)
  }

  async #write({ tab, work, blow }: Action & { do: 'write' }): Promise<void> {
    const { device, ledger, book } = this.#life
    await this.#mustBeSignedIn(tab)
    const word = ledger.nextWord()
    const rows = book.draft(work, word, 0)
    const write = ledger.begin({ word, rows, byScreens: false, by: 'secretary' })
    const written = device.write(tab, rows).then((answer) => {
      write.state = answer === 'ok' ? 'acknowledged' : 'declined'
      if (answer !== 'ok') this.stumbles.push(`declined: ${answer}`)
    })
    await this.#strike(blow, tab, written)
    if (write.state === 'begun') this.begunCount += 1
  }

  async #record(blow: Blow | undefined): Promise<void> {
    const { device, ledger } = this.#life
    const word = ledger.nextWord()
    const tab = await device.screens('/meetings/new')
    let write: Write | undefined
    let struck: Promise<void> = Promise.resolve()
    const written = recordByScreens(tab.page, word, () => {
      write = ledger.begin({ word, rows: [], byScreens: true, by: 'secretary' })
      if (blow) struck = this.#try(() => this.#strike(blow, 0, Promise.resolve()))
    }).then(() => {
      if (write) write.state = 'acknowledged'
    })
    // Where a blow fell, what the screen says last is not to be waited for.
    await (blow ? written.catch(() => undefined) : written)
    await struck
    if (write?.state === 'begun') this.begunCount += 1
  }

  /** Waits for the work, or lets the blow fall on it and waits for nothing more than its end. */
  async #strike(blow: Blow | undefined, tab: number, work: Promise<void>): Promise<void> {
    if (!blow) return work
    const { device } = this.#life
    const ended = work.catch(() => undefined)
    await later(blow.afterMs)
    this.#note(`${blow.do} under a write`)
    if (blow.do === 'crash') await device.crash(tab)
    if (blow.do === 'close') await device.closeTab(tab)
    if (blow.do === 'kill') await device.kill()
    if (blow.do === 'reload') await device.reload(tab)
    await ended
  }

  async #withdraw(): Promise<void> {
    const { device, ledger } = this.#life
    const taken = await device.withdrawRefused(0)
    for (const write of ledger.writes)
      if (taken.includes(`"${write.word}"`)) write.state = 'withdrawn'
  }

  async #deputy({ works }: Action & { do: 'deputy' }): Promise<void> {
    const { deputy, ledger, book } = this.#life
    for (const work of works) {
      if (work.kind === 'refused') continue
      const word = ledger.nextWord()
      const rows = book.draft(work, word, 1)
      const write = ledger.begin({ word, rows, byScreens: false, by: 'deputy' })
      await deputy.write(rows)
      write.state = 'acknowledged'
    }
    await deputy.run()
  }

  #note(kind: string): void {
    this.blows[kind] = (this.blows[kind] ?? 0) + 1
  }
}
