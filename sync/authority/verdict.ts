/** What a device is told of an edit, from the entry that history keeps of it. */
import type { Verdict } from '../wire/sync.ts'
import type { HistoryEntry } from './store.ts'

export const verdictOf = (entry: HistoryEntry, result: Verdict['result']): Verdict => ({
  edit: entry.edit,
  result,
  ...(entry.given !== entry.stamp && { stamp: entry.given }),
  ...(entry.reason && { reason: entry.reason }),
  ...(entry.field && { field: entry.field }),
})

/** P3: an edit that was judged before is answered as it was answered then. */
export const verdictAgain = (known: HistoryEntry): Verdict =>
  verdictOf(known, known.result === 'refused' ? 'refused' : 'duplicate')
