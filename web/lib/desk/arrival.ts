/**
 * What may be said of buckets opened on demand. Only a run that ended well, with a reply that came after asking, proves
 * that all is here; rows without one are what an earlier look left behind.
 */
export type Arrival = 'fetching' | 'complete' | 'earlier' | 'absent'

export function arrivalOf(facts: {
  /** ms, corrected */
  readonly openedAt: number
  readonly lastContactAt: number | undefined
  readonly running: boolean
  /** The last run ended well, and took in what there was. */
  readonly reached: boolean
  readonly rows: number
}): Arrival {
  if (facts.running) return 'fetching'
  if (!facts.reached) return facts.rows > 0 ? 'earlier' : 'absent'
  const answered = facts.lastContactAt !== undefined && facts.lastContactAt > facts.openedAt
  return answered ? 'complete' : 'fetching'
}
