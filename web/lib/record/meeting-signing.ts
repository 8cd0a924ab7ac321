/** Signing a meeting: the step, who takes it and when, and the digest of what he has before his eyes. */
import type { Clock, Records, Row } from '#lib/data/types.ts'
import { frozenIn } from '#schema/derive/workflow.ts'
import { meeting } from '#schema/records/meeting.ts'
import type { MeetingBody } from './meeting-draft.ts'

type Tools = { readonly records: Pick<Records, 'write'>; readonly clock: Pick<Clock, 'now'> }

/** False where it could not be written. `me` is the person who signs. */
export async function signMeeting(
  { records, clock }: Tools,
  { id, body }: Row<MeetingBody>,
  me: string,
): Promise<boolean> {
  const signedAt = new Date(clock.now()).toISOString()
  const signature = { stage: 'signed', signedById: me, signedAt } as const
  // Fetched when it is needed. Offline, on a phone that never fetched it, the person is asked to try again.
  const { sealOf } = (await import('#sync/seal.ts').catch(() => undefined)) ?? {}
  if (!sealOf) return false
  const frozen = [...frozenIn(meeting, { ...body, ...signature })]
  const fields = { ...signature, seal: sealOf(body, frozen) }
  return (await records.write([{ type: meeting, id, fields }])).ok
}
