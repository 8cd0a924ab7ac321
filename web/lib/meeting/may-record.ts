/** What a screen offers of a branch's book: asked of the definition, as the server asks it (schema/derive/may-write.ts). */
import type { Actor } from '#schema/access.ts'
import { mayWrite } from '#schema/derive/may-write.ts'
import { meeting } from '#schema/records/meeting.ts'
import { organisation } from '#schema/records/organisation.ts'
import type { MeetingBody } from './draft.ts'

type Held = { readonly id: string; readonly body: MeetingBody }

/** May change any field of it: not those alone which one above a branch settles. */
export const mayEditMeeting = (actor: Actor, row: Held | undefined): boolean =>
  row !== undefined &&
  mayWrite(meeting, actor, {
    id: row.id,
    before: row.body,
    after: row.body,
    fields: { startsAt: row.body.startsAt },
  })

/** May begin a meeting of this branch. */
export const mayRecordIn = (actor: Actor, branchId: string): boolean =>
  mayWrite(meeting, actor, { id: '', before: undefined, after: { branchId }, fields: { branchId } })

/** May divide this branch into groups, and say who belongs to them. */
export function mayMakeGroupsIn(actor: Actor, branchId: string): boolean {
  const fields = { name: '', kind: 'group', parentId: branchId }
  return mayWrite(organisation, actor, { id: '', before: undefined, after: fields, fields })
}

/** May put right what was signed, or a note that a meeting was not held, beside it and under his own name. */
export const mayAmend = (actor: Actor, { id, body }: Held): boolean => {
  const amendment = { text: '', byId: actor.personId, at: body.startsAt }
  return mayWrite(meeting, actor, {
    id,
    before: body,
    after: { ...body, amendments: { ...body.amendments, new: amendment } },
    fields: { 'amendments/new': amendment },
  })
}
