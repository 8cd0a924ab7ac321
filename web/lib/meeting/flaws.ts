/** What others than the form find wrong with it: the record's definition, or the authority. */
import type { HeldEdit, Problem, WriteFailure } from '#lib/data/types.ts'
import type { Json } from '#schema/json.ts'
import { callsOf } from '#schema/rules/calls.ts'
import type { FormFlaw, MeetingDraft, ShownMeeting } from './draft.ts'

/** A flaw in a member's row is shown at the roll. */
const flawOf = (id: string, failure: WriteFailure & { kind: 'flaw' }): FormFlaw => ({
  path: failure.id === id ? failure.flaw.field : 'roll',
  reason: failure.flaw.reason,
})

/** Also whose group meeting it was: without that it would be everybody's, and count for no group. */
export function flawsWith(
  own: readonly FormFlaw[],
  form: {
    readonly notHeld: boolean
    readonly groups: readonly unknown[]
    readonly shown: ShownMeeting
  },
): readonly FormFlaw[] {
  const { kinds, groupIds } = form.shown
  const isOfGroups = callsOf({ kinds, groupIds: [''] }).whom === 'groups'
  return isOfGroups && groupIds.length === 0 && form.groups.length > 0 && !form.notHeld
    ? [...own, { path: 'groupIds', reason: 'missing' }]
    : own
}

/** A refused field is shown where it is mended, until somebody touches it. */
const refusedFlaw = (
  problem: Problem | undefined,
  typed: MeetingDraft['typed'],
): readonly FormFlaw[] =>
  problem?.field === undefined || typed[problem.field] !== undefined
    ? []
    : [{ path: problem.field, reason: problem.reason === 'missing' ? 'missing' : 'badValue' }]

export const flawsTold = (
  id: string,
  failure: WriteFailure | undefined,
  refused: readonly HeldEdit[],
  typed: MeetingDraft['typed'],
): readonly FormFlaw[] => [
  ...refused.flatMap((edit) => refusedFlaw(edit.refused, typed)),
  ...(failure?.kind === 'flaw' ? [flawOf(id, failure)] : []),
]

/** What edits said that came after the signature. */
export const frozenFields = (edits: readonly HeldEdit[]): Readonly<Record<string, Json>> =>
  Object.assign(
    {},
    ...edits.filter(({ refused }) => refused?.reason === 'frozen').map(({ fields }) => fields),
  )
