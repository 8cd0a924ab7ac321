/** Answering a request for correction: the step, and, where it is a yes, the field itself. */
import type { Clock, Records, Row, WriteFailure } from '#lib/data/types.ts'
import type { Result } from '#sync/result.ts'
import { fail } from '#sync/result.ts'
import type { Actor } from '#schema/access.ts'
import type { CorrectionBody } from '#schema/records/correction.ts'
import { correction } from '#schema/records/correction.ts'
import { correcting } from './correction-fields.ts'
import { signedStep } from '#lib/record/signed-step.ts'

type Tools = { readonly records: Pick<Records, 'write'>; readonly clock: Pick<Clock, 'now'> }

export type AnswerFailure =
  WriteFailure | { readonly kind: 'unfitting' } | { readonly kind: 'notHere' }

export type Answer = { readonly state: 'accepted' | 'declined'; readonly words: string }

/** Both in one transaction: the answer first, then the field, also where it says so already. */
export async function answerCorrection(
  { records, clock }: Tools,
  row: Row<CorrectionBody>,
  { personId }: Pick<Actor, 'personId'>,
  { state, words }: Answer,
): Promise<Result<readonly string[], AnswerFailure>> {
  const change = state === 'accepted' ? correcting(row.body) : undefined
  if (state === 'accepted' && !change) return fail({ kind: 'unfitting' })
  const said = words === '' ? {} : { answer: words }
  const step = { type: correction, field: 'state', to: state, by: personId, said }
  const answer = await signedStep(clock, row, step)
  if (!answer) return fail({ kind: 'notHere' })
  return records.write([answer, ...(change ? [change] : [])])
}
