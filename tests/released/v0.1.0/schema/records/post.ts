import { administers, offices, oversees } from '../access.ts'
import { organisationBucket } from '../bucket.ts'
import { defineRecord } from '../define-record.ts'
import { choice, day, field, optional, ref, words } from '../field.ts'

/** Who holds which office, from when until when. Rights follow from it (access.ts). */
export const post = defineRecord({
  name: 'post',
  words: words('任职', 'Post'),
  at: (body) => `${body.from}T00:00:00.000Z`,
  of: (body) => body.personId,
  fields: {
    personId: field('党员', 'Member', ref('person'), 'once'),
    organisationId: field('党组织', 'Organisation', ref('organisation'), 'once'),
    office: field('职务', 'Office', choice(offices), 'once'),
    from: field('任职日期', 'From', day()),
    until: field('免职日期', 'Until', optional(day())),
  },
  seenIn: (body) => [organisationBucket(body.organisationId)],
  write: (actor, { after }) =>
    after.office === 'staff' || after.office === 'administrator'
      ? administers(actor, after.organisationId)
      : oversees(actor, after.organisationId),
})
