/** Whom the organisation above left out of the count of a branch, and of which counts. */
import type { BodyFor } from '../define-record.ts'
import type { exclusion } from '../records/exclusion.ts'
import { holdsFrom, lapsesOn } from '../records/exclusion.ts'
import type { Matter } from './matters.ts'

export type ExclusionRow = { readonly id: string; readonly body: BodyFor<typeof exclusion> }

/** Approved, for this matter, on this day. */
export function excludes(body: ExclusionRow['body'], matter: Matter, day: string): boolean {
  if (body.removedAt !== undefined) return false
  if (body.scope === 'elections' && matter !== 'election') return false
  const last = lapsesOn(body)
  return body.state === 'approved' && holdsFrom(body) <= day && (last === undefined || day <= last)
}

/**
 * Whom the organisation above left out of every count of a branch on a day: of its rolls as well. Whoever is left out of elections alone
 * is expected at everything, an election not excepted: he is only not counted in its vote.
 */
export const leftOutOn = (
  exclusions: readonly ExclusionRow[],
  branchId: string,
  day: string,
): ReadonlySet<string> =>
  new Set(
    exclusions.flatMap(({ body }) =>
      body.branchId === branchId && excludes(body, 'ordinary', day) ? [body.personId] : [],
    ),
  )
