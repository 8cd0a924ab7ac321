/** What others than the form find wrong with it: the record's definition, or the authority. */
import type { HeldEdit, Problem, WriteFailure } from '#lib/data/types.ts'
import type { Json } from '#schema/json.ts'
import type { FormFlaw, MeetingDraft } from './meeting-draft.ts'

/** A flaw in a member's row is shown at the roll. */
export const flawOf = (id: string, failure: WriteFailure & { kind: 'flaw' }): FormFlaw => ({
  path: failure.id === id ? failure.flaw.field : 'roll',
  reason: failure.flaw.reason,
})

/** A refused field is shown where it is mended, until somebody touches it. */
export const refusedFlaw = (
  problem: Problem | undefined,
  typed: MeetingDraft['typed'],
): readonly FormFlaw[] =>
  problem?.field === undefined || typed[problem.field] !== undefined
    ? []
    : [{ path: problem.field, reason: problem.reason === 'missing' ? 'missing' : 'badValue' }]

/** What edits said that came after the signature. */
export const frozenFields = (edits: readonly HeldEdit[]): Readonly<Record<string, Json>> =>
  Object.assign(
    {},
    ...edits.filter(({ refused }) => refused?.reason === 'frozen').map(({ fields }) => fields),
  )
