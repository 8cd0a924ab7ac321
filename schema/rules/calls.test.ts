import { describe, expect, test } from 'vitest'
import type { MeetingKind } from '../records/meeting.ts'
import { instantOf } from './calendar.ts'
import { callsOf, callsTheSame, committeeOn, membersCalled } from './calls.ts'
import type { GroupRow } from './groups.ts'

const whom = (...kinds: readonly MeetingKind[]) => callsOf({ kinds, groupIds: ['g2', 'g1'] }).whom

describe('whom a gathering calls', () => {
  test('everybody, the committee alone, or the groups that it names', () => {
    for (const kind of ['themeDay', 'memberMeeting', 'evaluation'] as const)
      expect(whom(kind), kind).toBe('everybody')
    expect(whom('committee')).toBe('committee')
    expect(callsOf({ kinds: ['group'], groupIds: ['g2', 'g1'] })).toEqual({
      whom: 'groups',
      groupIds: ['g1', 'g2'],
    })
    expect(callsOf({ kinds: ['group'] })).toEqual({ whom: 'everybody' })
  })

  test('an organisation-life meeting and a lecture as the form they are held in', () => {
    for (const kind of ['lifeMeeting', 'lecture'] as const) {
      expect(whom(kind), kind).toBe('everybody')
      expect(whom(kind, 'committee'), kind).toBe('committee')
      expect(whom(kind, 'group'), kind).toBe('groups')
      expect(whom(kind, 'memberMeeting'), kind).toBe('everybody')
    }
    expect(whom('lifeMeeting', 'lecture')).toBe('everybody')
  })

  test('everybody where two forms meet in one gathering', () => {
    expect(whom('committee', 'memberMeeting')).toBe('everybody')
    expect(whom('committee', 'group')).toBe('everybody')
    expect(whom('group', 'themeDay')).toBe('everybody')
  })

  test('nobody to a talk; held with something else, that decides', () => {
    expect(whom('talk')).toBe('nobody')
    expect(whom('talk', 'committee')).toBe('committee')
    expect(whom('talk', 'lifeMeeting')).toBe('everybody')
    expect(whom()).toBe('everybody')
  })

  test('the same, whatever it is called and in whatever order its groups were ticked', () => {
    const group = (...groupIds: string[]) => ({ kinds: ['group'] as const, groupIds })
    expect(callsTheSame({ kinds: ['themeDay'] }, { kinds: ['memberMeeting'] })).toBe(true)
    expect(callsTheSame(group('g1', 'g2'), group('g2', 'g1'))).toBe(true)
    expect(callsTheSame(group('g1'), group('g1', 'g2'))).toBe(false)
    expect(callsTheSame({ kinds: ['committee'] }, { kinds: ['themeDay'] })).toBe(false)
  })
})

describe('the members called', () => {
  const group = (id: string, more: object = {}): GroupRow => ({
    id,
    body: { name: id, kind: 'group', parentId: 'east', ...more },
  })
  const post = (personId: string, office: 'secretary' | 'committee' | 'staff', until?: string) => ({
    id: `post-${personId}`,
    body: { personId, organisationId: 'east', office, from: '2024-01-01', ...(until && { until }) },
  })
  const held = {
    groups: [group('g1'), group('g2')],
    people: [
      { id: 'zhao', body: { branchId: 'east', groupId: 'g1' } },
      { id: 'qian', body: { branchId: 'east', groupId: 'g2' } },
      { id: 'sun', body: { branchId: 'east' } },
      { id: 'li', body: { branchId: 'west', groupId: 'g1' } },
    ],
    posts: [post('zhao', 'secretary'), post('sun', 'committee', '2026-09-30'), post('li', 'staff')],
  }
  const called = (kinds: readonly MeetingKind[], groupIds: readonly string[] = []) => {
    const startsAt = instantOf('2026-10-08', '09:30')
    const only = membersCalled({ kinds, groupIds, branchId: 'east', startsAt }, held)
    return only && [...only]
  }

  test('of groups are those of the branch who belong to one', () => {
    expect(called(['group'], ['g1'])).toEqual(['zhao'])
    expect(called(['lifeMeeting', 'group'], ['g1', 'g2'])).toEqual(['zhao', 'qian'])
  })

  test('are everybody where no group is named, or none that is there', () => {
    expect(called(['group'])).toBeUndefined()
    expect(called(['group'], ['g9'])).toBeUndefined()
    expect(called(['themeDay'])).toBeUndefined()
  })

  test('of the committee are those who sit on it that day, and everybody where no posts are known', () => {
    expect(called(['committee'])).toEqual(['zhao'])
    expect(committeeOn(held.posts, 'west', '2026-10-08')).toBeUndefined()
    const unsaid = { kinds: ['committee'] as const, branchId: 'east', startsAt: '' }
    expect(membersCalled(unsaid, held)).toBeUndefined()
  })

  test('of a talk are none', () => {
    expect(called(['talk'])).toEqual([])
  })
})
