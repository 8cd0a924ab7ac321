import { describe, expect, test } from 'vitest'
import type { OrganisationRecord } from '#lib/record/recorded.ts'
import { branchesOf, countMembers, flatten, organisationTree, rootsOf, searchTree } from './tree.ts'

const organisation = (
  id: string,
  kind: OrganisationRecord['body']['kind'],
  parentId?: string,
  more: Partial<OrganisationRecord['body']> = {},
): OrganisationRecord => ({ id, body: { name: id, kind, ...(parentId && { parentId }), ...more } })

const all = [
  organisation('青山县委', 'county'),
  organisation('平原镇党委', 'township', '青山县委'),
  organisation('河湾党总支', 'generalBranch', '平原镇党委'),
  organisation('河湾东党支部', 'branch', '河湾党总支'),
  organisation('第一党小组', 'group', '河湾东党支部'),
  organisation('石槽村党支部', 'branch', '平原镇党委', { aliases: ['石槽支部', '老石槽'] }),
  organisation('外镇党委', 'township', '青山县委'),
]
const members = countMembers(
  ['河湾东党支部', '河湾东党支部', '石槽村党支部'].map((branchId, index) => ({
    id: String(index),
    body: { name: '某人', branchId, kind: 'full' },
  })),
)
const tree = organisationTree(all, ['平原镇党委'], members)
const names = (nodes: readonly { readonly id: string }[]) => nodes.map(({ id }) => id)

describe('the tree of organisations', () => {
  test('begins at the organisation somebody works for and reaches to the groups', () => {
    expect(names(flatten(tree))).toEqual([
      '平原镇党委',
      '河湾党总支',
      '河湾东党支部',
      '第一党小组',
      '石槽村党支部',
    ])
    expect(names(branchesOf(tree))).toEqual(['河湾东党支部', '石槽村党支部'])
  })

  test('counts members from below', () => {
    expect(tree[0]?.members).toBe(3)
    expect(flatten(tree).find(({ id }) => id === '河湾党总支')?.members).toBe(2)
  })

  test('ends where two organisations were each entered as superior of the other', () => {
    const ring = [organisation('甲', 'generalBranch', '乙'), organisation('乙', 'branch', '甲')]
    expect(names(flatten(organisationTree(ring, ['甲'], new Map())))).toEqual(['甲', '乙'])
  })

  test('is empty while the organisation itself has not arrived', () => {
    expect(organisationTree([], ['平原镇党委'], members)).toEqual([])
  })
})

describe('searching the tree', () => {
  test.each([['河湾东'], ['hwd']])('%s finds a branch below its superiors', (query) => {
    expect(names(flatten(searchTree(tree, query)))).toEqual([
      '平原镇党委',
      '河湾党总支',
      '河湾东党支部',
      '第一党小组',
    ])
  })

  test.each([['老石'], ['lsc'], ['石槽村']])('%s finds a branch by any of its names', (query) => {
    expect(names(flatten(searchTree(tree, query)))).toEqual(['平原镇党委', '石槽村党支部'])
  })

  test('nothing found is nothing, and no words find everything', () => {
    expect(searchTree(tree, '不存在')).toEqual([])
    expect(searchTree(tree, ' ')).toBe(tree)
  })
})

test('of two posts, the one whose organisation lies below the other opens no second tree', () => {
  const held = (
    organisationId: string,
    covers: string[],
    office: 'staff' | 'secretary' = 'staff',
  ) => ({
    office,
    organisationId,
    covers,
  })
  const actor = {
    accountId: 'a',
    personId: 'p',
    branchId: '石槽村党支部',
    lineage: [],
    offices: [
      held('平原镇党委', ['平原镇党委', '河湾党总支']),
      held('河湾党总支', ['河湾党总支']),
      held('石槽村党支部', ['石槽村党支部'], 'secretary'),
    ],
  }
  expect(rootsOf(actor)).toEqual(['平原镇党委'])
})
