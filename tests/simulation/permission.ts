/** Who may write in the simulated township, and the word that nobody may. */
import type { Actor } from '../../schema/access.ts'
import { keepsBranch, oversees } from '../../schema/access.ts'
import { forbidden } from '../../sync/example-township.ts'

type Written = { readonly branchId: string; readonly title?: string }

export function mayWrite(
  actor: Actor,
  { before, after }: { readonly before: Written | undefined; readonly after: Written },
): boolean {
  const may = (branchId: string) => keepsBranch(actor, branchId) || oversees(actor, branchId)
  return after.title !== forbidden && may(after.branchId) && (!before || may(before.branchId))
}
