import { keepsBranch, oversees } from '../access.ts'
import { conflictsBucket } from '../bucket.ts'
import type { BodyFor } from '../define-record.ts'
import { defineRecord } from '../define-record.ts'
import {
  anyValue,
  dateTime,
  field,
  group,
  moment,
  optional,
  ref,
  setOf,
  text,
  words,
  yesNo,
} from '../field.ts'
import { sameJson } from '../json.ts'

/**
 * Two writes of one field, neither of which knew of the other (S4). The authority alone makes and keeps it; people add
 * which of the two, or what third, shall stand.
 */
export const conflict = defineRecord({
  name: 'conflict',
  words: words('两处不同', 'Two versions'),
  id: (body) => [body.raisedBy, ...body.path.split('/')],
  at: (body) => body.raisedAt,
  of: (body) => body.row,
  fields: {
    row: field('记录', 'Record', text({ max: 160 }), 'once'),
    type: field('记录类型', 'Kind of record', text({ max: 40 }), 'once'),
    path: field('哪一项', 'Field', text({ max: 90 }), 'once'),
    /** The edit that met another; one edit raises no field twice. */
    raisedBy: field('由哪次修改发现', 'Raised by', text({ max: 40 }), 'once'),
    organisationId: field('党组织', 'Organisation', ref('organisation')),
    raisedAt: field('发现时间', 'Noticed', dateTime()),
    was: field('原来的内容', 'Before', optional(anyValue())),
    /** What was written last by each who did not know of the others, by the id of his edit. */
    sides: field(
      '各自写的',
      'Versions',
      setOf(
        group({
          value: anyValue(),
          stamp: text({ max: 40 }),
          /** Nobody where the value is older than the history. */
          by: optional(ref('person')),
          name: optional(text({ max: 40 })),
          device: text({ max: 24 }),
          /** The true time. */
          at: dateTime(),
          /** The device's clock was wrong. */
          corrected: yesNo(),
        }),
      ),
    ),
    /** The key of the version that stands by its stamp until people have spoken. */
    stands: field('现在算数的', 'Stands now', text({ max: 40 })),
    /** Since when all of them say the same. */
    agreedAt: field('何时写成一样', 'Agreed', optional(dateTime())),
    settled: field(
      '怎么定的',
      'Settled',
      optional(group({ by: ref('person'), at: moment(), value: anyValue() })),
    ),
  },
  seenIn: (body) => [conflictsBucket(body.organisationId)],
  holdsConflicts: true,
  write: (actor, { before, after, written: names }) =>
    before !== undefined &&
    names.every((name) => name === 'settled') &&
    // Who comes too late with his choice changes nothing, and has still said it.
    (sameJson(before.settled, after.settled) || after.settled?.by === actor.personId) &&
    (keepsBranch(actor, before.organisationId) || oversees(actor, before.organisationId)),
})

export type ConflictBody = BodyFor<typeof conflict>
export type ConflictSide = NonNullable<ConflictBody['sides']>[string]

/** Still waits for somebody to say which shall stand. */
export const isOpen = (body: ConflictBody): boolean =>
  body.settled === undefined && body.agreedAt === undefined
