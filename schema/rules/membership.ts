/** Who was a member on a day, as far as his file says it. */
import type { BodyFor } from '../define-record.ts'
import type { personFile } from '../records/person-file.ts'

type Filed = BodyFor<typeof personFile>

/** The day, month or year of what is known in part: one known to the month or the year counts from its beginning. */
export const isLater = (partial: string | undefined, day: string): boolean =>
  partial !== undefined && partial > day

/** `day`: `2026-10-15`; undefined: nobody is too late. Whose file is not held is taken for a member in good standing. */
export const isMemberOn = (
  {
    standing = 'normal',
    joinedOn,
  }: { standing?: Filed['standing']; joinedOn?: string | undefined },
  day: string | undefined,
): boolean => standing === 'normal' && (day === undefined || !isLater(joinedOn, day))
