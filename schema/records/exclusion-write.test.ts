import { describe, expect, it } from 'vitest'
import type { Actor, Office } from '../access.ts'
import { mayWrite } from '../derive/may-write.ts'
import type { Body } from '../json.ts'
import { exclusion } from './exclusion.ts'

const actor = (personId: string, office?: Office, organisationId = 'b', covers = ['b']): Actor => ({
  accountId: personId,
  personId,
  branchId: 'b',
  lineage: ['t', 'b'],
  offices: office ? [{ office, organisationId, covers }] : [],
})
const secretary = actor('s', 'secretary')
const township = actor('t1', 'staff', 't', ['t', 'b'])
const member = actor('m')

const asked: Body = {
  personId: 'm',
  branchId: 'b',
  scope: 'elections',
  reason: 'notTransferred',
  from: '2026-09-01',
  askedById: 's',
  askedAt: '2026-08-20T02:00:00.000Z',
}
const approved: Body = { ...asked, state: 'approved', approvedBy: 't', answeredById: 't1' }

const may = (by: Actor, before: Body | undefined, fields: Body) =>
  mayWrite(exclusion, by, { id: 'x', before, after: { ...before, ...fields }, fields })

describe('P6: an exclusion is asked for below and approved above', () => {
  it('is begun by who keeps the branch, in his own name', () => {
    expect(may(secretary, undefined, asked)).toBe(true)
    expect(may(secretary, undefined, { ...asked, askedById: 'other' })).toBe(false)
    expect(may(member, undefined, { ...asked, askedById: 'm' })).toBe(false)
    expect(may(township, undefined, { ...asked, askedById: 't1' })).toBe(false)
  })

  it('does not end before it begins', () => {
    expect(may(secretary, undefined, { ...asked, until: '2026-09-01' })).toBe(true)
    expect(may(secretary, undefined, { ...asked, until: '2026-08-31' })).toBe(false)
    // One of before is still answered.
    const early = { ...asked, until: '2026-08-31' }
    expect(may(township, early, { state: 'declined', answer: '日期不对' })).toBe(true)
  })

  it('no branch approves its own, not together with the request either', () => {
    expect(may(secretary, asked, { state: 'approved' })).toBe(false)
    expect(may(secretary, undefined, { ...asked, state: 'approved' })).toBe(false)
    expect(may(secretary, undefined, { ...asked, approvedBy: 't' })).toBe(false)
    expect(may(secretary, asked, { answer: '同意' })).toBe(false)
    expect(may(township, asked, { state: 'approved', approvedBy: 't', answer: '同意' })).toBe(true)
  })

  it('those above change nothing of the request, and say why where they decline', () => {
    expect(may(township, asked, { from: '2026-01-01' })).toBe(false)
    expect(may(township, asked, { approvedBy: 't', from: '2026-01-01' })).toBe(false)
    expect(may(township, asked, { state: 'declined' })).toBe(false)
    expect(may(township, asked, { state: 'declined', answer: '材料不全' })).toBe(true)
  })

  it('the branch takes it back or has somebody counted again, and does not make it vanish', () => {
    expect(may(secretary, asked, { state: 'withdrawn' })).toBe(true)
    expect(may(secretary, approved, { countedFrom: '2026-10-01' })).toBe(true)
    expect(may(member, approved, { countedFrom: '2026-10-01' })).toBe(false)
    expect(may(secretary, approved, { removedAt: '2026-10-01T00:00:00.000Z' })).toBe(false)
    expect(may(secretary, asked, { removedAt: '2026-10-01T00:00:00.000Z' })).toBe(true)
    expect(may(secretary, approved, { agreedOn: '2026-10-01' })).toBe(true)
  })
})
