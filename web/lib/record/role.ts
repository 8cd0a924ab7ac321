/** What somebody mainly does here: decides which home he sees and which rail stands beside it. */
import type { Actor } from '#schema/access.ts'

export type Role = 'staff' | 'secretary' | 'member'

export function roleOf({ offices }: Actor): Role {
  if (offices.some(({ office }) => office === 'staff' || office === 'administrator')) return 'staff'
  return keptBranchOf({ offices }) === undefined ? 'member' : 'secretary'
}

/** The branch whose book he keeps. */
export const keptBranchOf = ({ offices }: Pick<Actor, 'offices'>): string | undefined =>
  offices.find(({ office }) => office === 'secretary' || office === 'deputy')?.organisationId
