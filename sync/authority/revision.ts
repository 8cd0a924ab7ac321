/**
 * A row's next revision: seconds by the authority's clock, and always more than its last. Counted from one, a database that
 * came back from a backup would give revisions anew that devices hold with other contents, and no digest could tell (R1).
 */
export const revisionAfter = (last: number | undefined, nowMs: number): number =>
  Math.max((last ?? 0) + 1, Math.floor(nowMs / 1_000))
