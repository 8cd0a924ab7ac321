import type { Outcome } from './schedule.ts'
import type { Loss } from './sync-memory.ts'

/** What is known of the sync of the book now open. */
export class SyncState {
  running = $state(false)
  /** Another tab says that it is running. */
  othersRunning = $state(false)
  received = $state(0)
  outcome = $state.raw<Outcome>()
  lastContactAt = $state<number>()
  filled = $state(false)
  /** Whether what the last visit left has been looked at, and what was lost since then. */
  recalled = $state(false)
  loss = $state.raw<Loss>()

  reset(): void {
    this.running = false
    this.othersRunning = false
    this.received = 0
    this.outcome = undefined
    this.lastContactAt = undefined
    this.filled = false
    this.recalled = false
    this.loss = undefined
  }
}
