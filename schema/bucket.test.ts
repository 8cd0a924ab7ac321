import { describe, expect, it } from 'vitest'
import type { Actor } from './access.ts'
import {
  branchBuckets,
  committeeBucket,
  conflictsBucket,
  filesBucket,
  homeBuckets,
  isClosed,
  mayRead,
  olderBuckets,
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
  [committeeBucket('b1', '2026'), { member: false, committee: true, secretary: true, staff: true }],
  [
    committeeBucket('b2', '2026'),
    { member: false, committee: false, secretary: false, staff: true },
  ],
  [workBucket('b1', '2026'), { member: false, committee: false, secretary: true, staff: true }],
  [filesBucket('b1'), { member: false, committee: false, secretary: true, staff: true }],
  [filesBucket('b2'), { member: false, committee: false, secretary: false, staff: true }],
  [conflictsBucket('b1'), { member: false, committee: false, secretary: true, staff: true }],
  [conflictsBucket('t'), { member: false, committee: false, secretary: false, staff: true }],
  ['branch/b1/conflicts', { member: false, committee: false, secretary: false, staff: false }],
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

  it('brings what must be settled to whoever is asked, without his asking', () => {
    expect(homeBuckets(secretary, 2026)).toContain(conflictsBucket('b1'))
    for (const id of ['t', 'b1', 'b2'])
      expect(homeBuckets(staff, 2026)).toContain(conflictsBucket(id))
    expect(homeBuckets(member, 2026)).not.toContain(conflictsBucket('b1'))
  })

  it('keeps files and attendance of other branches off a desk until they are opened', () => {
    const held = homeBuckets(staff, 2026)
    expect(held).toContain(publicBucket('b1', '2026'))
    expect(held).not.toContain(filesBucket('b1'))
    expect(held).not.toContain(workBucket('b1', '2026'))
  })
})

describe('older years', () => {
  const year = 2026
  it('of a member are what his branch published, of a secretary also what it keeps to itself', () => {
    const older = olderBuckets(member, year)
    expect(older).toHaveLength(10)
    expect(older.slice(0, 2)).toEqual(['branch/b1/public/2024', 'branch/b1/public/2023'])
    expect(older.every((bucket) => isClosed(bucket, year) && mayRead(member, bucket))).toBe(true)
    expect(olderBuckets(secretary, year)).toContain('branch/b1/work/2024')
  })

  it('are not the ones every device holds', () => {
    expect(
      ['2026', '2025', '2024'].map((each) => isClosed(`branch/a/public/${each}`, year)),
    ).toEqual([false, false, true])
    expect(isClosed('branch/a/people', year)).toBe(false)
  })
})
