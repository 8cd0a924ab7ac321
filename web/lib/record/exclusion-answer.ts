/** Answering an exclusion: the step, who took it for which organisation, and when. */
import type { Clock, Records, Row } from '#lib/data/types.ts'
import type { Actor } from '#schema/access.ts'
import { frozenIn } from '#schema/derive/workflow.ts'
import type { ExclusionBody } from '#schema/records/exclusion.ts'
import { exclusion } from '#schema/records/exclusion.ts'

type Tools = { readonly records: Pick<Records, 'write'>; readonly clock: Pick<Clock, 'now'> }

/** False where it could not be written. */
export async function answerExclusion(
  { records, clock }: Tools,
  { id, body }: Row<ExclusionBody>,
  { personId, offices }: Pick<Actor, 'personId' | 'offices'>,
  { state, words }: { readonly state: 'approved' | 'declined'; readonly words: string },
): Promise<boolean> {
  // Fetched when it is needed. Offline, on a phone that never fetched it, the person is asked to try again.
  const { sealOf } = (await import('#sync/seal.ts').catch(() => undefined)) ?? {}
  if (!sealOf) return false
  const approvedBy = offices.find(({ covers }) => covers.includes(body.branchId))?.organisationId
  const said = {
    ...(words !== '' && { answer: words }),
    ...(approvedBy !== undefined && { approvedBy }),
  }
  const answered = { ...body, ...said }
  const fields = {
    ...said,
    state,
    answeredById: personId,
    answeredAt: new Date(clock.now()).toISOString(),
    seal: sealOf(answered, [...frozenIn(exclusion, { ...answered, state })]),
  }
  return (await records.write([{ type: exclusion, id, fields }])).ok
}
