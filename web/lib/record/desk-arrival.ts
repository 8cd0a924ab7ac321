/**
 * What may be said of buckets opened on demand. Only a reply that came after asking proves that all is here; rows
 * without one are what an earlier look left behind.
 */
export type Arrival = 'fetching' | 'complete' | 'earlier' | 'absent'

export function arrivalOf(facts: {
  /** ms, corrected */
  readonly openedAt: number
  readonly lastContactAt: number | undefined
  readonly running: boolean
  readonly rows: number
}): Arrival {
  if (facts.running) return 'fetching'
  if (facts.lastContactAt !== undefined && facts.lastContactAt > facts.openedAt) return 'complete'
  return facts.rows > 0 ? 'earlier' : 'absent'
}
