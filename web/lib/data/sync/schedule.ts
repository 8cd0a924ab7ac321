/** When to try again, as pure functions: no clock, no timer, and chance comes in as an argument. */
import type { Obstacle } from '#sync/device/loop.ts'

/** How a run ended. */
export type Outcome = { readonly kind: 'confirmed' } | Obstacle

export type Situation = {
  readonly outcome: Outcome
  /** Runs in a row that met an obstacle, this one included. */
  readonly failures: number
  readonly visible: boolean
  readonly waiting: boolean
  /** 0 to 1. */
  readonly chance: number
}

const second = 1_000
const minute = 60 * second
const firstRetryMs = 5 * second
const longestRetryMs = 5 * minute
const longestWaitMs = 60 * minute

/** Somewhere between three quarters and five quarters: a village's phones must not come all at once. */
const jitter = (ms: number, chance: number) => Math.round(ms * (0.75 + chance / 2))

/** Milliseconds until the next run, undefined where only an event (a word written, the screen lit) should start one. */
export function nextRunInMs(situation: Situation): number | undefined {
  const { outcome, failures, visible, waiting, chance } = situation
  switch (outcome.kind) {
    case 'confirmed':
      // What the authority put off for later waits still, also where nobody looks.
      return visible || waiting ? minute + Math.round(chance * 30 * second) : undefined
    case 'busy':
      // The server named the earliest moment; later is kinder, sooner never.
      return respiteFrom(outcome) + Math.round(chance * 10 * second)
    case 'signedOut':
    case 'outdated':
      return visible ? jitter(longestRetryMs, chance) : undefined
    case 'unreachable':
    case 'storage':
      return visible || waiting
        ? jitter(Math.min(firstRetryMs * 2 ** (failures - 1), longestRetryMs), chance)
        : undefined
  }
}

/**
 * L2: how long a run that ended so asked this device to stay away. A moment next month was named by nobody of ours, and a
 * timer set for it would fire at once.
 */
export const respiteOf = (outcome: Outcome): number | undefined =>
  outcome.kind === 'busy' ? respiteFrom(outcome) : undefined

const respiteFrom = ({ retryAfterMs }: { readonly retryAfterMs: number }): number =>
  Math.min(Math.max(retryAfterMs, second), longestWaitMs)

const smallestPage = 4_000
const firstPage = 16_000
/** The next page is on its way meanwhile, so that more would only hold up the screen of a cheap phone while it is taken in. */
const largestPage = 100_000
const veryQuickMs = 500
const quickMs = 4_000

/** How many bytes to ask for: few at first, so that the screen fills at once; many where the link is quick. */
export const pageAtFirst = (holdsPositions: boolean): number =>
  holdsPositions ? largestPage : firstPage

/** A page twice as large after a quick one, four times after one that took no time; half after one that failed. */
export function pageAfter(page: number, exchange: { ms: number } | 'failed'): number {
  if (exchange === 'failed') return Math.max(smallestPage, Math.floor(page / 2))
  if (exchange.ms > quickMs) return page
  return Math.min(largestPage, page * (exchange.ms <= veryQuickMs ? 4 : 2))
}
