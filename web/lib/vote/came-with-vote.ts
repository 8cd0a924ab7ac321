/**
 * How many with a vote came, by the roll alone. The roster of today does not say who had a vote on a day long past: whoever is
 * still a probationary member had none; of everybody else who came it is taken that he had one.
 */
import type { Counts } from '#lib/roll/counts.ts'
import type { AttendanceRow, PersonRow } from '#lib/roll/roll.ts'
import { calledRows, came, ownRows } from '#lib/roll/roll.ts'

/** Undefined where no roll was called. `counts`: as published, for whoever does not see the names. */
export function cameWithVote({
  rows,
  people,
  counts,
}: {
  readonly rows: readonly AttendanceRow[]
  readonly people: readonly PersonRow[]
  readonly counts: Counts | undefined
}): number | undefined {
  if (rows.length === 0) return counts?.state === 'called' ? counts.present : undefined
  if (calledRows(rows).length === 0) return undefined
  const withoutVote = new Set(
    people.flatMap(({ id, body }) => (body.kind === 'probationary' ? [id] : [])),
  )
  return ownRows(rows).filter(({ body }) => came(body.status) && !withoutVote.has(body.personId))
    .length
}
