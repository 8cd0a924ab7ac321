import { describe, expect, test } from 'vitest'
import type { GroupRow } from './groups.ts'
import { groupOf, groupsOf } from './groups.ts'

const group = (id: string, parentId = 'east', more: object = {}): GroupRow => ({
  id,
  body: { name: id, kind: 'group', parentId, ...more },
})
const gone = group('第三党小组', 'east', { removedAt: '2026-10-01T00:00:00.000Z' })
const everywhere = [
  { id: 'east', body: { name: '东村', kind: 'branch', parentId: 'town' } },
  group('第十党小组'),
  group('第2党小组'),
  group('第1党小组'),
  group('邻村党小组', 'west'),
  gone,
] as const
const groups = groupsOf(everywhere, 'east')

test('a branch has its own groups, those that are there, in order', () => {
  expect(groups.map(({ id }) => id)).toEqual(['第1党小组', '第2党小组', '第十党小组'])
})

test('groups are called by their numbers, in whatever digits these are written', () => {
  const order = [
    '第一党小组',
    '第2党小组',
    '第三党小组',
    '第十党小组',
    '第十二党小组',
    '第二十党小组',
  ]
  const mixed = [...order].reverse().map((id) => group(id))
  expect(groupsOf(mixed, 'east').map(({ id }) => id)).toEqual(order)
})

describe('a member', () => {
  const member = (groupId?: string, branchId = 'east') => ({
    branchId,
    ...(groupId !== undefined && { groupId }),
  })
  const said = (...of: Parameters<typeof member>) => groupOf(member(...of), everywhere)?.id

  test('is of the group he names', () => {
    expect(said('第1党小组')).toBe('第1党小组')
    expect(said()).toBeUndefined()
  })

  test('is of none where it was dissolved, is no group, is another branch’s, or nobody knows it', () => {
    for (const id of ['第三党小组', 'east', '邻村党小组', '没有的'])
      expect(said(id), id).toBeUndefined()
  })

  test('leaves it behind as he moves', () => {
    expect(said('第1党小组', 'west')).toBeUndefined()
  })
})
