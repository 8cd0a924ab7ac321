import { expect, test } from 'vitest'
import type { Actor } from '../access.ts'
import { mayWrite } from '../derive/may-write.ts'
import type { Body } from '../json.ts'
import { dutyRule } from './duty-rule.ts'
import { organisation } from './organisation.ts'

const actor = (office: 'staff' | 'secretary', organisationId: string): Actor => ({
  accountId: 'a',
  personId: 'p',
  branchId: 'east',
  lineage: ['town', 'east'],
  offices: [{ office, organisationId, covers: office === 'staff' ? ['town', 'east'] : ['east'] }],
})
const rule: Body = {
  organisationId: 'town',
  kind: 'lecture',
  every: 'quarter',
  times: 1,
  from: '2026-01',
  source: '文件',
}
const change = (by: Actor, fields: Body) =>
  mayWrite(dutyRule, by, { id: 'r', before: rule, after: { ...rule, ...fields }, fields })

test('whoever works above writes, ends and withdraws a rule, and never changes what it asked', () => {
  const staff = actor('staff', 'town')
  expect(mayWrite(dutyRule, staff, { id: 'r', before: undefined, after: rule, fields: rule })).toBe(
    true,
  )
  expect(change(staff, { until: '2026-06' })).toBe(true)
  expect(change(staff, { removedAt: '2026-06-01T00:00:00.000Z' })).toBe(true)
  for (const fields of [{ times: 3 }, { only: ['branch'] }, { day: 5 }, { from: '2025-01' }])
    expect(change(staff, fields)).toBe(false)
})

test('a branch writes no rule for itself, and of itself nothing but its theme day', () => {
  const secretary = actor('secretary', 'east')
  expect(change(secretary, { until: '2026-06' })).toBe(false)
  const own: Body = { organisationId: 'east' }
  expect(
    mayWrite(dutyRule, secretary, {
      id: 'r',
      before: undefined,
      after: { ...rule, ...own },
      fields: rule,
    }),
  ).toBe(false)
  const branch: Body = { name: 'east', kind: 'branch', parentId: 'town' }
  const write = (fields: Body, id = 'east') =>
    mayWrite(organisation, secretary, {
      id,
      before: branch,
      after: { ...branch, ...fields },
      fields,
    })
  expect([write({ themeDay: 5 }), write({ name: 'west' }), write({ themeDay: 5 }, 'west')]).toEqual(
    [true, false, false],
  )
  const later = { themeDays: { '2026-12': { day: 28 } } }
  expect([write(later), write({ ...later, name: 'west' }), write(later, 'west')]).toEqual([
    ...[true, false, false],
  ])
})
