// A record handed in is read above and stays the branch's (docs/decisions/0028).
import { describe, expect, it } from 'vitest'
import type { Actor, Office } from '../access.ts'
import type { Body } from '../json.ts'
import { handIn } from './hand-in.ts'

const someone = (personId: string, ...offices: readonly [Office, readonly string[]][]): Actor => ({
  accountId: personId,
  personId,
  branchId: 'branch',
  lineage: ['town', 'branch'],
  offices: offices.map(([office, covers]) => ({
    office,
    organisationId: covers[0] ?? '',
    covers,
  })),
})
const secretary = someone('secretary', ['secretary', ['branch']])
const staff = someone('staff', ['staff', ['town', 'branch']])
const staffElsewhere = someone('elsewhere', ['staff', ['other']])
const member = someone('member')

const round: Body = {
  meetingId: 'm',
  branchId: 'branch',
  heldAt: '2026-10-15T01:30:00.000Z',
  round: 1,
  handedInById: 'secretary',
  handedInAt: '2026-10-16T01:00:00.000Z',
  arrivedAt: '2026-10-18T06:00:00.000Z',
}
const writes = (actor: Actor, before: Body | undefined, fields: Body) =>
  handIn.write(actor, {
    id: 'handIn:m:1',
    before,
    after: { ...before, ...fields },
    written: Object.keys(fields),
  })
const remarks = { minutes: { text: '请写明谁讲的党课' } }

describe('handing in', () => {
  it('is done by the keeper in his own name, without remarks of his', () => {
    expect(writes(secretary, undefined, round)).toBe(true)
    expect(writes(secretary, undefined, { ...round, handedInById: 'member' })).toBe(false)
    expect(writes(secretary, undefined, { ...round, remarks })).toBe(false)
    expect(writes(member, undefined, { ...round, handedInById: 'member' })).toBe(false)
    expect(writes(staff, undefined, { ...round, handedInById: 'staff' })).toBe(false)
  })

  it('is never taken away: a round stays history', () => {
    expect(writes(secretary, round, { removedAt: '2026-10-17T01:00:00.000Z' })).toBe(false)
  })
})

describe('the review', () => {
  it('is written by those above the branch and nobody else', () => {
    expect(writes(staff, round, { remarks })).toBe(true)
    expect(writes(staffElsewhere, round, { remarks })).toBe(false)
    expect(writes(secretary, round, { remarks })).toBe(false)
    expect(writes(staff, round, { remarks, note: '改附言' })).toBe(false)
  })

  it('returns nothing without a word, and accepts without one', () => {
    const step = (to: string) =>
      handIn.workflows['state']?.steps.find((each) => each.to === to)?.may ?? (() => false)
    expect(step('returned')(staff, { ...round, state: 'returned' })).toBe(false)
    expect(step('returned')(staff, { ...round, state: 'returned', remarks })).toBe(true)
    expect(step('accepted')(staff, { ...round, state: 'accepted' })).toBe(true)
    expect(step('accepted')(secretary, { ...round, state: 'accepted' })).toBe(false)
    expect(step('takenBack')(secretary, { ...round, state: 'takenBack' })).toBe(true)
    expect(step('takenBack')(staff, { ...round, state: 'takenBack' })).toBe(false)
  })
})

it('lies before those above while it waits, and with the branch for good', () => {
  expect(handIn.seenIn(round, '')).toEqual(['branch/branch/work/2026', 'org/branch/conflicts'])
  expect(handIn.seenIn({ ...round, state: 'accepted' }, '')).toEqual(['branch/branch/work/2026'])
})
