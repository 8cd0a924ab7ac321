/**
 * What may be said of buckets opened on demand. Only a run that ended well, with a reply that came after asking, proves
 * that all is here; rows without one are what an earlier look left behind.
 */
import type { Chip } from '#lib/data/types.ts'

export type Arrival = 'fetching' | 'complete' | 'earlier' | 'absent'

/** Chips that stand there because the server was not reached, or did not let this device in. */
const cutOff: readonly Chip[] = ['offline', 'waiting', 'signed-out', 'outdated']

export function arrivalOf(facts: {
  /** ms, corrected */
  readonly openedAt: number
  readonly lastContactAt: number | undefined
  readonly running: boolean
  readonly chip: Chip
  readonly rows: number
}): Arrival {
  if (facts.running) return 'fetching'
  if (cutOff.includes(facts.chip)) return facts.rows > 0 ? 'earlier' : 'absent'
  const answered = facts.lastContactAt !== undefined && facts.lastContactAt > facts.openedAt
  return answered ? 'complete' : 'fetching'
}
