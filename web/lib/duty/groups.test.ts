import { expect, test } from 'vitest'
import { dutyGroups } from './groups.ts'

test('the groups of a branch are the organisations of that kind below it', () => {
  const row = (id: string, kind: 'branch' | 'group', parentId: string, foundedOn?: string) => ({
    id,
    body: { name: id, kind, parentId, ...(foundedOn !== undefined && { foundedOn }) },
  })
  const groups = dutyGroups([
    row('石槽村', 'branch', '平原镇'),
    row('一组', 'group', '石槽村', '2026-09-01'),
    row('二组', 'group', '石槽村'),
  ])
  expect([...groups]).toEqual([
    [
      '石槽村',
      [
        { id: '一组', foundedOn: '2026-09-01' },
        { id: '二组', foundedOn: undefined },
      ],
    ],
  ])
})
