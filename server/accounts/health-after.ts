import type { Health, ReceivedRequest } from '../../sync/wire/request.ts'
import type { Verdict } from '../../sync/wire/sync.ts'

/**
 * What a device said of itself, less what arrived in the same request: it counted its unsent rows before it sent them, and may
 * not be heard of again. Rows of which an edit was refused or put off are still on it.
 */
export function healthAfter(
  { health, edits }: ReceivedRequest,
  verdicts: readonly Verdict[],
): Health | undefined {
  if (!health || edits.length === 0) return health
  const kept = new Set(
    verdicts
      .filter(({ result }) => result === 'refused' || result === 'later')
      .map(({ edit }) => edit),
  )
  const timeOf = ({ madeAt, offset }: (typeof edits)[number]) => madeAt + offset
  const left = edits.filter(({ id }) => kept.has(id))
  const rowsLeft = new Set(left.map(({ row }) => row))
  const arrived = new Set(edits.map(({ row }) => row).filter((row) => !rowsLeft.has(row)))
  const unsent = Math.max(0, health.unsent - arrived.size)
  if (unsent === 0) return { ...health, unsent, oldest: 0 }
  // Edits come oldest first: where all of these arrived, what is left is younger than the youngest of them.
  const oldest = left.length > 0 ? Math.min(...left.map(timeOf)) : Math.max(...edits.map(timeOf))
  return { ...health, unsent, oldest: Math.max(health.oldest, oldest) }
}
