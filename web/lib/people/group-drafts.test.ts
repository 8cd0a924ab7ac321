import { expect, test } from 'vitest'
import { groupDrafts, nextName } from './group-drafts.ts'

const group = (id: string) => ({ id, body: { name: id, kind: 'group' as const, parentId: 'east' } })
const member = (id: string, groupId?: string) => ({
  id,
  body: { name: id, branchId: 'east', kind: 'full' as const, ...(groupId && { groupId }) },
})
const groups = [group('first'), group('second')]
const people = [
  member('zhao', 'first'),
  member('qian', 'second'),
  member('sun'),
  member('li', 'dissolved'),
]
const said = {
  ...{ id: 'first', isNew: false, branchId: 'east', name: ' 第一党小组 ', foundedOn: '2026-01-08' },
  leaderId: 'zhao',
}
const written = (ticked: readonly string[], more: object = {}) =>
  groupDrafts({ ...said, ...more, ticked }, people, groups).map(({ id, fields }) => [id, fields])

test('who comes in and who goes out is written with the group, and nobody else', () => {
  const [first, ...others] = written(['zhao', 'qian', 'li'])
  expect(first).toEqual([
    'first',
    { name: '第一党小组', foundedOn: '2026-01-08', leaderId: 'zhao' },
  ])
  expect(others).toEqual([
    ['qian', { groupId: 'first' }],
    ['li', { groupId: 'first' }],
  ])
  expect(written([])).toContainEqual(['zhao', { groupId: null }])
})

test('a new one says of which branch it is; who does not belong to it does not lead it', () => {
  const [made] = written(['sun'], { id: 'third', isNew: true })
  expect(made).toEqual([
    'third',
    {
      ...{ name: '第一党小组', kind: 'group', parentId: 'east' },
      ...{ foundedOn: '2026-01-08', leaderId: null },
    },
  ])
})

test('the next one gets the next name', () => {
  expect(nextName([])).toBe('第一党小组')
  expect(nextName(['第一党小组', '河东党小组', '第三党小组'])).toBe('第二党小组')
})
