import { describe, expect, test } from 'vitest'
import { findMembers, memberLines } from './people.ts'

const branches = [
  { id: 'a', body: { name: '石槽村党支部', kind: 'branch' as const, aliases: ['老石槽'] } },
  { id: 'b', body: { name: '柳林村党支部', kind: 'branch' as const } },
]
const member = (
  id: string,
  name: string,
  branchId: string,
  kind: 'full' | 'probationary' = 'full',
) => ({
  id,
  body: { name, branchId, kind },
})
const lines = memberLines(
  [
    member('1', '郑勇敏', 'a'),
    member('2', '崔新', 'b', 'probationary'),
    member('3', '罗敏', 'b'),
    member('4', '外人', 'elsewhere'),
  ],
  branches,
)
const found = (query: string, branchId?: string, kind?: 'full' | 'probationary') =>
  findMembers(lines, { query, branchId, kind }).map(({ body }) => body.name)

describe('finding members', () => {
  test('lists those of the branches covered, by name as in a Chinese index', () => {
    expect(found('')).toEqual(['崔新', '罗敏', '郑勇敏'])
  })

  test.each([
    ['敏', ['罗敏', '郑勇敏']],
    ['zym', ['郑勇敏']],
    ['CX', ['崔新']],
    ['x', []],
    ['柳林', ['崔新', '罗敏']],
    ['llc', ['崔新', '罗敏']],
    ['老石槽', ['郑勇敏']],
    ['lsc', ['郑勇敏']],
  ])('%s', (query, names) => {
    expect(found(query)).toEqual(names)
  })

  test('within a branch and a kind', () => {
    expect(found('', 'b')).toEqual(['崔新', '罗敏'])
    expect(found('', 'b', 'probationary')).toEqual(['崔新'])
    expect(found('敏', 'b', 'probationary')).toEqual([])
  })

  test('within a group', () => {
    const isOfGroup = ({ name }: { name: string }) => name !== '罗敏'
    const of = { query: '敏', branchId: undefined, kind: undefined, isOfGroup }
    expect(findMembers(lines, of).map(({ body }) => body.name)).toEqual(['郑勇敏'])
  })
})
