/** The world becomes good, and the phone has a bounded time to tell and learn everything: a watchdog, not a hope. */
import { later } from '../load/at-once.ts'
import type { SoakState } from './page/main.svelte.ts'
import type { Plan } from './plan.ts'
import type { Life } from './life.ts'

/** Longer than anything that a good network leaves under way: a request that nobody answered is given up after a minute. */
const drainLimitMs = 60_000
const silentForMs = 5_000

export type Settled = {
  readonly drainMs: number
  /** Where the watchdog bit: what the phone said of itself. */
  readonly stalled?: string
}

export async function settle(
  { device, proxy, deputy }: Life,
  ending: Plan['ending'],
): Promise<Settled> {
  proxy.clear()
  const told = await deputy.run()
  if (told.kind !== 'confirmed') throw new Error(`the deputy: ${JSON.stringify(told)}`)
  if (ending === 'reopen') await device.closeTabs()
  // The word that the network is there again is what starts a sync that had given up.
  else if (device.hasTab(0)) await device.offline(true)
  await device.throttle(1)
  const goodAt = Date.now()
  const start = performance.now()
  await device.offline(false)
  await device.toData(0)
  let triedAt = start
  let state: SoakState | undefined
  while (performance.now() - start < drainLimitMs) {
    state = await device.state(0)
    if (isDrained(state, goodAt)) return { drainMs: performance.now() - start }
    const isSilent = state.lastContactAt < goodAt && performance.now() - triedAt > silentForMs
    if (!state.signedIn || state.chip === 'signed-out' || (isSilent && state.refused > 0)) {
      // With something refused, the chip says that first and not that he is signed out.
      triedAt = performance.now()
      await device.signIn(0)
    }
    await later(30)
  }
  return { drainMs: performance.now() - start, stalled: JSON.stringify(state) }
}

/** T1: what the chip says must be so; the oracle then looks whether it is. */
const isDrained = (
  { chip, waiting, running, lastContactAt, signedIn }: SoakState,
  goodAt: number,
): boolean =>
  signedIn &&
  !running &&
  waiting === 0 &&
  lastContactAt >= goodAt &&
  (chip === 'confirmed' || chip === 'attention')
