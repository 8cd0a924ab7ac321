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

/** Somewhere between three quarters and five quarters: a village's phones must not come all at once. */
const jitter = (ms: number, chance: number) => Math.round(ms * (0.75 + chance / 2))

/** Milliseconds until the next run, undefined where only an event (a word written, the screen lit) should start one. */
export function nextRunInMs(situation: Situation): number | undefined {
  const { outcome, failures, visible, waiting, chance } = situation
  switch (outcome.kind) {
    case 'confirmed':
      return visible ? minute + Math.round(chance * 30 * second) : undefined
    case 'busy':
      // The server named the earliest moment; later is kinder, sooner never.
      return Math.max(outcome.retryAfterMs, second) + Math.round(chance * 10 * second)
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

const fewestRows = 50
const firstRows = 200
const mostRows = 2_000
const quickMs = 4_000

/** How many rows to ask for: few at first, so that the screen fills at once; many where the link is quick. */
export const rowsAtFirst = (holdsPositions: boolean): number =>
  holdsPositions ? mostRows : firstRows

export function rowsAfter(rows: number, exchange: { ms: number } | 'failed'): number {
  if (exchange === 'failed') return Math.max(fewestRows, Math.floor(rows / 2))
  return exchange.ms <= quickMs ? mostRows : rows
}
