/** Answering an exclusion, for which organisation. */
import type { Clock, Records, Row } from '#lib/data/types.ts'
import type { Actor } from '#schema/access.ts'
import type { ExclusionBody } from '#schema/records/exclusion.ts'
import { exclusion } from '#schema/records/exclusion.ts'
import { signedStep } from '#lib/record/signed-step.ts'

type Tools = { readonly records: Pick<Records, 'write'>; readonly clock: Pick<Clock, 'now'> }

/** False where it could not be written. */
export async function answerExclusion(
  { records, clock }: Tools,
  row: Row<ExclusionBody>,
  { personId, offices }: Pick<Actor, 'personId' | 'offices'>,
  { state, words }: { readonly state: 'approved' | 'declined'; readonly words: string },
): Promise<boolean> {
  const { branchId } = row.body
  const approvedBy = offices.find(({ covers }) => covers.includes(branchId))?.organisationId
  const said = {
    ...(words !== '' && { answer: words }),
    ...(approvedBy !== undefined && { approvedBy }),
  }
  const step = { type: exclusion, field: 'state', to: state, by: personId, said }
  const draft = await signedStep(clock, row, step)
  return draft !== undefined && (await records.write([draft])).ok
}
