import { expect, test } from 'vitest'
import { study } from '#schema/records/study.ts'
import { forPresentBranch } from './moved-study.ts'

const row = {
  id: 'study:p1:l1',
  type: 'study',
  body: { personId: 'p1', lessonId: 'l1', branchId: 'b1' },
  problem: { reason: 'notAllowed' as const },
}

test('what was studied before a move is written down for the present branch', () => {
  expect(forPresentBranch(row, { branchId: 'b2' })).toEqual({
    type: study,
    id: row.id,
    fields: { branchId: 'b2' },
  })
})

test('anything else is sent again as it was', () => {
  expect(forPresentBranch(row, { branchId: 'b1' })).toBeUndefined()
  expect(forPresentBranch({ ...row, type: 'meeting' }, { branchId: 'b2' })).toBeUndefined()
  expect(
    forPresentBranch({ ...row, problem: { reason: 'missing' } }, { branchId: 'b2' }),
  ).toBeUndefined()
  expect(forPresentBranch(row, undefined)).toBeUndefined()
})
