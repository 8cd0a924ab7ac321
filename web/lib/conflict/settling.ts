/** Settling a conflict: the choice is noted in it, and the field is written like any other, in one transaction. */
import type { Records, Row, RowDraft } from '#lib/data/types.ts'
import type { Actor } from '#schema/access.ts'
import type { Definition } from '#schema/define-record.ts'
import { mayWrite } from '#schema/derive/may-write.ts'
import { placeOf } from '#schema/derive/validate.ts'
import { frozenIn } from '#schema/derive/workflow.ts'
import type { Body, Json } from '#schema/json.ts'
import type { ConflictBody } from '#schema/records/conflict.ts'
import { conflict } from '#schema/records/conflict.ts'

type Held = { readonly id: string; readonly body: ConflictBody }

/** Whether this person, on this device, may say which version stands. The authority alone decides in the end. */
export type MaySettle = 'yes' | 'no' | 'frozen' | 'absent'

export function maySettle(
  actor: Actor,
  definition: Definition | undefined,
  row: Pick<Row<unknown>, 'id' | 'body'> | undefined,
  { path }: ConflictBody,
): MaySettle {
  if (!definition || !row) return 'absent'
  const body = row.body as Body
  const name = placeOf(definition, path)?.name ?? path
  if (frozenIn(definition, body).has(name)) return 'frozen'
  const attempt = { id: row.id, before: body, after: body, fields: { [path]: null } }
  return mayWrite(definition, actor, attempt) ? 'yes' : 'no'
}

type Choice = {
  readonly value: Json
  /** The person who chose. */
  readonly by: string
  readonly nowMs: number
}

/** The note that somebody chose this value. */
export const choiceDraft = (held: Pick<Held, 'id'>, { value, by, nowMs }: Choice): RowDraft => ({
  type: conflict,
  id: held.id,
  fields: { settled: { by, at: new Date(nowMs).toISOString(), value } },
})

/**
 * The choice first: the authority then knows the write of the field for what it is. The field is written also where it
 * says the same already, so that of two who settle at once the later stands (S4).
 */
export const settlingDrafts = (
  definition: Definition,
  held: Held,
  choice: Choice,
): readonly RowDraft[] => [
  choiceDraft(held, choice),
  {
    type: definition,
    id: held.body.row,
    fields: { [held.body.path]: choice.value },
    evenIfSame: true,
  },
]

/** The choice that goes with drafts of the record in dispute, where they write the field anew. */
export async function thirdVersion(
  records: Pick<Records, 'find'>,
  conflictId: string,
  drafts: readonly RowDraft[],
  choice: Omit<Choice, 'value'>,
): Promise<readonly RowDraft[]> {
  const held = await records.find(conflict, conflictId)
  const value = drafts.find(({ id }) => id === held?.body.row)?.fields[held?.body.path ?? '']
  return held && value !== undefined ? [choiceDraft(held, { ...choice, value })] : []
}
