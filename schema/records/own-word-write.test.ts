import { expect, it } from 'vitest'
import type { Actor, Office } from '../access.ts'
import { mayWrite } from '../derive/may-write.ts'
import type { Body } from '../json.ts'
import { codeKey } from './code-key.ts'
import { ownWord } from './own-word.ts'

const actor = (personId: string, office?: Office, organisationId = 'b'): Actor => ({
  accountId: personId,
  personId,
  branchId: 'b',
  lineage: ['t', 'b'],
  offices: office ? [{ office, organisationId, covers: [organisationId] }] : [],
})
const [member, other, secretary] = [actor('m'), actor('o'), actor('s', 'secretary')]
const said: Body = {
  meetingId: 'x',
  personId: 'm',
  branchId: 'b',
  heldAt: '2026-10-15T01:30:00.000Z',
}
const may = (by: Actor, before: Body | undefined, fields: Body) =>
  mayWrite(ownWord, by, { id: 'w', before, after: { ...before, ...fields }, fields })

it('P6: a member’s word is his own; the branch writes its answer into it and nothing else', () => {
  expect(may(member, undefined, said)).toBe(true)
  expect(may(other, undefined, said)).toBe(false)
  expect(may(secretary, undefined, said)).toBe(false)
  expect(may(member, undefined, { ...said, branchId: 'c' })).toBe(false)
  expect(may(secretary, said, { remark: '再写几句', answeredById: 's' })).toBe(true)
  expect(may(actor('n', 'secretary', 'c'), said, { remark: '再写几句' })).toBe(false)
  expect(may(secretary, undefined, { ...said, remark: '再写几句' })).toBe(false)
  expect(may(secretary, undefined, { remark: '再写几句' })).toBe(false)
  expect(may(secretary, said, { remark: '再写几句', lines: '替他写的' })).toBe(false)
  expect(may(member, said, { remark: '同意' })).toBe(false)
  expect(may(other, said, { lines: '替他写的' })).toBe(false)
  expect(may(secretary, { ...said, personId: 's' }, { remark: '好' })).toBe(false)
  expect(may(member, said, { removedAt: '2026-10-16T00:00:00.000Z' })).toBe(false)
})

it('P6: nobody makes a key for another', () => {
  const key = (by: Actor, fields: Body, before?: Body) =>
    mayWrite(codeKey, by, { id: 'k', before, after: { ...before, ...fields }, fields })
  expect(key(member, { branchId: 'b', personId: 'm' })).toBe(true)
  expect(key(secretary, { branchId: 'b', personId: 'm' })).toBe(false)
  expect(key(secretary, { branchId: 'b' })).toBe(true)
  expect(key(member, { branchId: 'b' })).toBe(false)
  expect(key(member, { branchId: 'c', personId: 'm' })).toBe(false)
})
