import { isSelf, oversees } from '../access.ts'
import { filesBucket, peopleBucket, personBucket } from '../bucket.ts'
import { defineRecord } from '../define-record.ts'
import { choice, field, moment, optional, ref, text, words, yesNo } from '../field.ts'

/** What goes beyond keeping the branch's records, and therefore asks each person. */
export const consentKinds = {
  phone: words('让本支部的党员看到我的电话', 'Comrades of my branch may see my telephone number'),
  photos: words('会议照片里可以有我', 'I may be in photos of meetings'),
} as const

export type ConsentKind = keyof typeof consentKinds

/**
 * One person's yes or no to one extra; without a row it is no. The number that comrades see is written here by himself and
 * nowhere else, and it lies in the branch's people only while he says yes: taken back, it leaves their phones (P4).
 */
export const consent = defineRecord({
  name: 'consent',
  words: words('本人意愿', 'Own choice'),
  id: (body) => [body.personId, body.kind],
  at: () => '1970-01-01T00:00:00.000Z',
  of: (body) => body.personId,
  fields: {
    personId: field('党员', 'Member', ref('person'), 'once'),
    branchId: field('党支部', 'Branch', ref('organisation')),
    kind: field('哪一项', 'For what', choice(consentKinds), 'once'),
    given: field('是否同意', 'Agreed', yesNo()),
    number: field('给大家看的电话', 'Number to be seen', optional(text({ max: 20 }))),
    at: field('表示的时间', 'Said at', moment()),
  },
  seenIn: (body) => [
    personBucket(body.personId),
    filesBucket(body.branchId),
    ...(body.kind === 'phone' && body.given && body.number !== undefined
      ? [peopleBucket(body.branchId)]
      : []),
  ],
  write: (actor, { before, after, written }) =>
    // Who moves a member to another branch takes his choice out of the old one, and cannot make one for him.
    isSelf(actor, after.personId)
      ? actor.branchId === after.branchId && !written.includes('removedAt')
      : before?.given === true &&
        !after.given &&
        written.every((name) => name === 'given' || name === 'number' || name === 'at') &&
        after.number === undefined &&
        oversees(actor, before.branchId),
})

/** What comrades may see of each other's numbers, by person: only what each of them shows. */
export const isShown = (body: NonNullable<typeof consent.body>, branchId: string): boolean =>
  body.kind === 'phone' && body.given && body.number !== undefined && body.branchId === branchId
