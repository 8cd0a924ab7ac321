import type { Outcome } from './schedule.ts'

/** What is known of the sync of the book now open. */
export class SyncState {
  running = $state(false)
  /** Another tab says that it is running. */
  othersRunning = $state(false)
  received = $state(0)
  outcome = $state<Outcome['kind']>()
  lastContactAt = $state<number>()
  filled = $state(false)
  storageFull = $state(false)

  reset(): void {
    this.running = false
    this.othersRunning = false
    this.received = 0
    this.outcome = undefined
    this.lastContactAt = undefined
    this.filled = false
    this.storageFull = false
  }
}
