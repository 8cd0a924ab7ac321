import type { Outcome } from './schedule.ts'
import type { Loss } from './memory.ts'

/** What is known of the sync of the book now open. */
export class SyncState {
  running = $state(false)
  /** Another tab says that it is running. */
  othersRunning = $state(false)
  /** The first try of this visit is over, or the server asked not to be tried yet. */
  tried = $state(false)
  received = $state(0)
  outcome = $state.raw<Outcome>()
  lastContactAt = $state<number>()
  /** When the server came back from a backup, its clock, ms; undefined where it never did. */
  restoredAt = $state<number>()
  filled = $state(false)
  /** Whether what the last visit left has been looked at, and what was lost since then. */
  recalled = $state(false)
  loss = $state.raw<Loss>()

  reset(): void {
    this.running = false
    this.othersRunning = false
    this.tried = false
    this.received = 0
    this.outcome = undefined
    this.lastContactAt = undefined
    this.restoredAt = undefined
    this.filled = false
    this.recalled = false
    this.loss = undefined
  }
}
