import type { Actor } from '#schema/access.ts'
import { homeBuckets } from '#schema/bucket.ts'
import { yearAt } from '#schema/rules/calendar.ts'

/** Of these buckets, those that his device does not hold without being asked. */
export function notKept(
  actor: Actor,
  nowMs: number,
  buckets: readonly string[],
): readonly string[] {
  const kept = homeBuckets(actor, yearAt(nowMs))
  return buckets.filter((bucket) => !kept.includes(bucket))
}
