import { describe, expect, it } from 'vitest'
import type { Actor } from './access.ts'
import {
  branchBuckets,
  filesBucket,
  homeBuckets,
  mayRead,
  peopleBucket,
  personBucket,
  publicBucket,
  workBucket,
} from './bucket.ts'

const member: Actor = {
  accountId: '1',
  personId: 'zhang',
  branchId: 'b1',
  lineage: ['t', 'b1'],
  offices: [],
}
const secretary: Actor = {
  ...member,
  personId: 'cui',
  offices: [{ office: 'secretary', organisationId: 'b1', covers: ['b1'] }],
}
const committee: Actor = {
  ...member,
  personId: 'li',
  offices: [{ office: 'committee', organisationId: 'b1', covers: ['b1'] }],
}
const staff: Actor = {
  ...member,
  personId: 'wang',
  branchId: 'b2',
  lineage: ['t', 'b2'],
  offices: [{ office: 'staff', organisationId: 't', covers: ['t', 'b1', 'b2'] }],
}

const rights = [
  [publicBucket('b1', '2026'), { member: true, committee: true, secretary: true, staff: true }],
  [publicBucket('b2', '2026'), { member: false, committee: false, secretary: false, staff: true }],
  [publicBucket('b9', '2026'), { member: false, committee: false, secretary: false, staff: false }],
  [peopleBucket('b1'), { member: true, committee: true, secretary: true, staff: true }],
  [workBucket('b1', '2026'), { member: false, committee: false, secretary: true, staff: true }],
  [filesBucket('b1'), { member: false, committee: false, secretary: true, staff: true }],
  [filesBucket('b2'), { member: false, committee: false, secretary: false, staff: true }],
  [personBucket('zhang'), { member: true, committee: false, secretary: false, staff: false }],
  ['org/t', { member: true, committee: true, secretary: true, staff: true }],
  ['org/t/lessons', { member: true, committee: true, secretary: true, staff: true }],
  ['org/b2', { member: false, committee: false, secretary: false, staff: true }],
  ['branch/b1', { member: false, committee: false, secretary: false, staff: false }],
  ['branch/../b1/files', { member: false, committee: false, secretary: false, staff: false }],
  ['nonsense', { member: false, committee: false, secretary: false, staff: false }],
] as const

describe('P4: what a bucket’s name lets whom read', () => {
  it.each(rights)('%s', (bucket, expected) => {
    const actual = Object.fromEntries(
      Object.entries({ member, committee, secretary, staff }).map(([name, actor]) => [
        name,
        mayRead(actor, bucket),
      ]),
    )
    expect(actual).toEqual(expected)
  })

  it('never gives unasked what may not be read', () => {
    for (const actor of [member, committee, secretary, staff]) {
      expect(homeBuckets(actor, 2026).filter((bucket) => !mayRead(actor, bucket))).toEqual([])
    }
    expect(branchBuckets('b1', 2026).filter((bucket) => !mayRead(staff, bucket))).toEqual([])
  })

  it('keeps files and attendance of other branches off a desk until they are opened', () => {
    const held = homeBuckets(staff, 2026)
    expect(held).toContain(publicBucket('b1', '2026'))
    expect(held).not.toContain(filesBucket('b1'))
    expect(held).not.toContain(workBucket('b1', '2026'))
  })
})
