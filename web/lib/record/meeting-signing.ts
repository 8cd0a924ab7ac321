/** Signing a meeting. */
import type { Clock, Records, Row } from '#lib/data/types.ts'
import { meeting } from '#schema/records/meeting.ts'
import type { MeetingBody } from './meeting-draft.ts'
import { signedStep } from './signed-step.ts'

type Tools = { readonly records: Pick<Records, 'write'>; readonly clock: Pick<Clock, 'now'> }

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
