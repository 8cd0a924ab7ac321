/** Handing in a record, taking it back, and answering it: the rows to write. */
import type { Clock, Records, Row, RowDraft } from '#lib/data/types.ts'
import type { HandInBody } from '#schema/records/hand-in.ts'
import { handIn } from '#schema/records/hand-in.ts'
import { remarkFields } from './parts.ts'
import type { Round } from './rounds.ts'
import type { MeetingBody } from '#lib/meeting/draft.ts'
import { signedStep } from '#lib/record/signed-step.ts'

type Handing = { readonly by: string; readonly nowMs: number; readonly note: string }

/** The next round of a meeting. `last` is the one before it. */
export function nextRound(
  { id, body }: Pick<Row<MeetingBody>, 'id' | 'body'>,
  last: { readonly body: Pick<HandInBody, 'round'> } | undefined,
  { by, nowMs, note }: Handing,
): RowDraft {
  const at = new Date(nowMs).toISOString()
  const fields = {
    meetingId: id,
    branchId: body.branchId,
    heldAt: body.startsAt,
    round: (last?.body.round ?? 0) + 1,
    handedInById: by,
    handedInAt: at,
    // The authority puts its own time in the place of this one (S7).
    arrivedAt: at,
    ...(note.trim() !== '' && { note: note.trim() }),
  }
  return { type: handIn, fields }
}

export const takingBack = ({ id }: Pick<Round, 'id'>): RowDraft => ({
  type: handIn,
  id,
  fields: { state: 'takenBack' },
})

export type Answer = {
  readonly state: 'returned' | 'accepted'
  /** By the part of the record. */
  readonly remarks: Readonly<Record<string, string>>
  /** On the whole of it. */
  readonly words: string
}

/** Nothing is returned without a word about what to mend. */
export const lacksWords = ({ state, remarks, words }: Answer): boolean =>
  state === 'returned' && words.trim() === '' && Object.keys(remarkFields(remarks)).length === 0

type Tools = { readonly records: Pick<Records, 'write'>; readonly clock: Pick<Clock, 'now'> }

/** False where it could not be written. `me` is the person who answers. */
export async function answerHandIn(
  { records, clock }: Tools,
  row: Pick<Round, 'id' | 'body'>,
  me: string,
  { state, remarks, words }: Answer,
): Promise<boolean> {
  const said = {
    ...remarkFields(remarks),
    ...(words.trim() !== '' && { answer: words.trim() }),
  }
  const step = { type: handIn, field: 'state', to: state, by: me, said }
  const draft = await signedStep(clock, row, step)
  return draft !== undefined && (await records.write([draft])).ok
}
