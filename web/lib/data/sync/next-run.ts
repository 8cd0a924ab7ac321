/**
 * When the next run comes: at a time that follows from how the last one ended, in this tab or another, and never before the
 * moment a busy server named, whatever the device would like to send or hear meanwhile (L2).
 */
import type { Respite } from './respite.ts'
import type { Outcome } from './schedule.ts'
import { nextRunInMs, respiteOf } from './schedule.ts'

type NextRunParts = {
  readonly respite: Respite
  begin(): void
  hasWaiting(): boolean
  /** 0 to 1. */
  chance(): number
}

export class NextRun {
  readonly #parts: NextRunParts
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(parts: NextRunParts) {
    this.#parts = parts
  }

  /** The next obstacle counts as the first again: something in the world has changed. */
  forgiveFailures(): void {
    this.#failures = 0
  }

  /** A run of this tab ended so. */
  follow(outcome: Outcome): void {
    const { respite } = this.#parts
    const asked = respiteOf(outcome)
    if (asked !== undefined) respite.begin(asked)
    // Let in after all, at a person's own wish.
    if (outcome.kind === 'confirmed') respite.end()
    this.hear(outcome)
  }

  /** A run of another tab ended so. */
  hear(outcome: Outcome): void {
    this.#failures = outcome.kind === 'confirmed' ? 0 : this.#failures + 1
    this.#setFor(outcome)
  }

  /** Whether the server asked not to be asked now; the run that was wanted then comes by itself when it may. */
  isTooSoon(): boolean {
    const { leftMs } = this.#parts.respite
    if (leftMs === 0) return false
    this.#setFor({ kind: 'busy', retryAfterMs: leftMs })
    return true
  }

  cancel(): void {
    clearTimeout(this.#timer)
  }

  #setFor(outcome: Outcome): void {
    this.cancel()
    const { hasWaiting, chance, begin } = this.#parts
    const delay = nextRunInMs({
      outcome,
      failures: Math.max(this.#failures, 1),
      visible: document.visibilityState === 'visible',
      waiting: hasWaiting(),
      chance: chance(),
    })
    if (delay !== undefined) this.#timer = setTimeout(begin, delay)
  }
}
