/** Signing a meeting. */
import type { Clock, Records, Row } from '#lib/data/types.ts'
import { frozenIn } from '#schema/derive/workflow.ts'
import type { Body } from '#schema/json.ts'
import { meeting } from '#schema/records/meeting.ts'
import type { MeetingBody } from './draft.ts'
import { signedStep } from '#lib/record/signed-step.ts'

type Tools = { readonly records: Pick<Records, 'write'>; readonly clock: Pick<Clock, 'now'> }

/** Of chair and recorder, those whose names are still wanted under a signed page. */
export function lackingSigners({
  chairId,
  recorderId,
  signedById,
  countersignatures = {},
}: MeetingBody): readonly string[] {
  const wanted = new Set([chairId, recorderId].filter((id) => id !== undefined))
  return [...wanted].filter((id) => id !== signedById && countersignatures[id] === undefined)
}

/** One more name under a page that was signed. False where it could not be written, or where the page reads otherwise here. */
export async function countersignMeeting(
  { records, clock }: Tools,
  { id, body }: Row<MeetingBody>,
  me: string,
): Promise<boolean> {
  const { sealOf } = (await import('#sync/seal.ts').catch(() => undefined)) ?? {}
  const seal = sealOf?.(body as Body, [...frozenIn(meeting, body as Body)])
  if (seal === undefined || seal !== body.seal) return false
  const said = { byId: me, at: new Date(clock.now()).toISOString(), seal }
  const draft = { type: meeting, id, fields: { [`countersignatures/${me}`]: said } }
  return (await records.write([draft])).ok
}

/** False where it could not be written. `me` is the person who signs. */
export async function signMeeting(
  { records, clock }: Tools,
  row: Row<MeetingBody>,
  me: string,
): Promise<boolean> {
  const step = { type: meeting, field: 'stage', to: 'signed', by: me }
  const draft = await signedStep(clock, row, step)
  return draft !== undefined && (await records.write([draft])).ok
}
