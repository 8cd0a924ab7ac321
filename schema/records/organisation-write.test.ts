import { describe, expect, it } from 'vitest'
import type { Actor, Office } from '../access.ts'
import { organisation } from './organisation.ts'

const holding = (office: Office, organisationId: string, covers: readonly string[]): Actor => ({
  accountId: 'a',
  personId: 'p',
  branchId: 'east',
  lineage: ['town', 'east'],
  offices: [{ office, organisationId, covers }],
})
const keeper = holding('deputy', 'east', ['east', 'g1'])
const group = { name: '第一党小组', kind: 'group', parentId: 'east' } as const
const branch = { name: '东村党支部', kind: 'branch', parentId: 'town' } as const
type Body = Parameters<typeof organisation.write>[1]['after']

const may = (actor: Actor, before: Body | undefined, after: Body, id = 'g1') =>
  organisation.write(actor, { id, before, after, written: Object.keys(after) })
const changes = (actor: Actor, before: Body, fields: Body, id = 'g1') =>
  organisation.write(actor, {
    id,
    before,
    after: { ...before, ...fields },
    written: Object.keys(fields),
  })
const removedAt = '2026-10-16T02:00:00.000Z'

describe('P6: whoever keeps a branch', () => {
  it('makes its groups, names them, says who leads them, dissolves them and brings them back', () => {
    expect(may(keeper, undefined, { ...group, foundedOn: '2026-10-16', leaderId: 'p' })).toBe(true)
    expect(changes(keeper, group, { name: '河东党小组', leaderId: 'q' })).toBe(true)
    expect(changes(keeper, group, { removedAt })).toBe(true)
    expect(
      organisation.write(keeper, {
        id: 'g1',
        before: { ...group, removedAt },
        after: group,
        written: ['removedAt'],
      }),
    ).toBe(true)
  })

  it.each<[string, () => boolean]>([
    [
      'makes a group under the branch next door',
      () => may(keeper, undefined, { ...group, parentId: 'west' }),
    ],
    ['or under the township', () => may(keeper, undefined, { ...group, parentId: 'town' })],
    ['or anything but a group', () => may(keeper, undefined, { ...group, kind: 'branch' })],
    ['says anything else of it', () => changes(keeper, group, { themeDay: 5 })],
    ['gives one away', () => changes(keeper, group, { parentId: 'west' })],
    ['takes one in', () => changes(keeper, { ...group, parentId: 'west' }, { parentId: 'east' })],
    ['makes a branch of it', () => changes(keeper, group, { kind: 'branch' })],
    ['makes a group of his branch', () => changes(keeper, branch, { kind: 'group' }, 'east')],
    [
      'or of one that lies under it',
      () => changes(keeper, { ...group, kind: 'branch' }, { kind: 'group' }),
    ],
    ['renames his branch', () => changes(keeper, branch, { name: '西村' }, 'east')],
  ])('never %s', (_what, isAllowed) => expect(isAllowed()).toBe(false))

  it('is its secretary or deputy, and nobody else of the branch', () => {
    expect(may(holding('committee', 'east', ['east']), undefined, group)).toBe(false)
    expect(may({ ...keeper, offices: [] }, undefined, group)).toBe(false)
    expect(changes(holding('secretary', 'west', ['west']), group, { leaderId: 'p' })).toBe(false)
    expect(changes(holding('staff', 'town', ['town', 'east', 'g1']), group, { name: '一组' })).toBe(
      true,
    )
  })
})

it('P4: a group lies with its branch as well, and nothing else does', () => {
  expect(organisation.seenIn(group, 'g1')).toEqual(['org/g1', 'org/east'])
  expect(organisation.seenIn(branch, 'east')).toEqual(['org/east'])
})
