import { oversees } from '../access.ts'
import { organisationBucket } from '../bucket.ts'
import type { BodyFor } from '../define-record.ts'
import { defineRecord } from '../define-record.ts'
import {
  choice,
  field,
  group,
  integer,
  listOf,
  optional,
  ref,
  setOf,
  text,
  words,
} from '../field.ts'
import { meetingKinds } from './meeting.ts'
import { organisationKinds } from './organisation.ts'

/**
 * The usual course of a gathering, as a county or a township gives it to the branches below: a form begins with it. One of the
 * township's with the title of a national one stands in its place (rules/meeting-templates.ts).
 */
export const meetingTemplate = defineRecord({
  name: 'meetingTemplate',
  words: words('会议模板', 'Meeting template'),
  at: () => '1970-01-01T00:00:00.000Z',
  of: (body) => body.organisationId,
  fields: {
    organisationId: field('制定单位', 'Given by', ref('organisation'), 'once'),
    title: field('模板名称', 'Title', text({ max: 40 })),
    kinds: field('会议类型', 'Kinds', listOf(choice(meetingKinds), { min: 1, max: 8 })),
    only: field(
      '适用的党组织',
      'For which organisations',
      optional(listOf(choice(organisationKinds), { max: 7 })),
    ),
    items: field(
      '议程',
      'Agenda',
      setOf(
        group({
          order: integer({ min: 0, max: 999 }),
          title: text({ max: 200 }),
          kind: optional(choice(meetingKinds)),
          /** The notes begin with it. */
          sentence: optional(text({ max: 2_000 })),
        }),
      ),
    ),
  },
  seenIn: (body) => [organisationBucket(body.organisationId)],
  write: (actor, { after }) => oversees(actor, after.organisationId),
})

export type MeetingTemplateBody = BodyFor<typeof meetingTemplate>
