/** Answering a request for correction: the step, who took it and when, and, where it is a yes, the field itself. */
import type { Clock, Records, Row, WriteFailure } from '#lib/data/types.ts'
import type { Result } from '#sync/result.ts'
import { fail } from '#sync/result.ts'
import type { Actor } from '#schema/access.ts'
import { frozenIn } from '#schema/derive/workflow.ts'
import type { CorrectionBody } from '#schema/records/correction.ts'
import { correction } from '#schema/records/correction.ts'
import { correcting } from './correction-fields.ts'

type Tools = { readonly records: Pick<Records, 'write'>; readonly clock: Pick<Clock, 'now'> }

export type AnswerFailure =
  WriteFailure | { readonly kind: 'unfitting' } | { readonly kind: 'notHere' }

export type Answer = { readonly state: 'accepted' | 'declined'; readonly words: string }

/** Both in one transaction: the answer first, then the field, also where it says so already. */
export async function answerCorrection(
  { records, clock }: Tools,
  { id, body }: Row<CorrectionBody>,
  { personId }: Pick<Actor, 'personId'>,
  { state, words }: Answer,
): Promise<Result<readonly string[], AnswerFailure>> {
  const change = state === 'accepted' ? correcting(body) : undefined
  if (state === 'accepted' && !change) return fail({ kind: 'unfitting' })
  // Fetched when it is needed. Offline, on a phone that never fetched it, the person is asked to try again.
  const { sealOf } = (await import('#sync/seal.ts').catch(() => undefined)) ?? {}
  if (!sealOf) return fail({ kind: 'notHere' })
  const answered = { ...body, ...(words !== '' && { answer: words }) }
  const frozen = [...frozenIn(correction, { ...answered, state })]
  const fields = {
    state,
    ...(words !== '' && { answer: words }),
    answeredById: personId,
    answeredAt: new Date(clock.now()).toISOString(),
    seal: sealOf(answered, frozen),
  }
  return records.write([{ type: correction, id, fields }, ...(change ? [change] : [])])
}
