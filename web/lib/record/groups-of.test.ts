import { expect, test } from 'vitest'
import { groupsOf } from './groups-of.ts'

test('the groups of a branch are the organisations of that kind below it', () => {
  const body = (name: string, kind: 'branch' | 'group', parentId: string) => ({
    body: { name, kind, parentId },
  })
  const groups = groupsOf([
    body('石槽村', 'branch', '平原镇'),
    body('一组', 'group', '石槽村'),
    body('二组', 'group', '石槽村'),
  ])
  expect([...groups].map(([id, all]) => [id, all.map(({ name }) => name)])).toEqual([
    ['石槽村', ['一组', '二组']],
  ])
})
