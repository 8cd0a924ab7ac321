/**
 * What a member studied just before he heard that he belongs to another branch: the server takes no new record for a branch
 * that is not the writer's, and it is not his fault. Sent again, it is written down for the branch he belongs to now.
 */
import type { Row, RowDraft } from '#lib/data/types.ts'
import type { Actor } from '#schema/access.ts'
import { study } from '#schema/records/study.ts'

export function forPresentBranch(
  { id, type, body, problem }: Pick<Row<unknown>, 'id' | 'type' | 'body' | 'problem'>,
  actor: Pick<Actor, 'branchId'> | undefined,
): RowDraft | undefined {
  if (!actor || type !== study.name || problem?.reason !== 'notAllowed') return undefined
  const { branchId } = body as { readonly branchId?: string }
  if (branchId === actor.branchId) return undefined
  return { type: study, id, fields: { branchId: actor.branchId } }
}
