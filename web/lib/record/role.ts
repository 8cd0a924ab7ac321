/** What somebody mainly does here: decides which home he sees and which rail stands beside it. */
import type { Actor } from '#schema/access.ts'
import { isOfCommittee } from '#schema/access.ts'

export type Role = 'staff' | 'secretary' | 'member'

export function roleOf(actor: Actor): Role {
  if (isOfCommittee(actor)) return 'staff'
  return keptBranchOf(actor) === undefined ? 'member' : 'secretary'
}

/** The branch whose book he keeps. */
export const keptBranchOf = ({ offices }: Pick<Actor, 'offices'>): string | undefined =>
  offices.find(({ office }) => office === 'secretary' || office === 'deputy')?.organisationId
