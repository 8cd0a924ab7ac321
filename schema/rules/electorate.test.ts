import { describe, expect, it, test } from 'vitest'
import type { Presence } from '../records/attendance.ts'
import type { ExclusionBody } from '../records/exclusion.ts'
import type { Voter } from './electorate.ts'
import { electorateOf, gatheredOf, voterFrom } from './electorate.ts'
import type { Matter } from './matters.ts'
import { attendanceOf, quorumOf } from './quorum.ts'

const voter = (personId: string, more: Partial<Voter> = {}): Voter => ({
  personId,
  branchId: 'b',
  kind: 'full',
  standing: 'normal',
  ...more,
})
const some = (count: number): Voter[] =>
  Array.from({ length: count }, (_none, index) => voter(`p${index + 1}`))

const exclusion = (personId: string, more: Partial<ExclusionBody> = {}) => ({
  id: `x-${personId}`,
  body: {
    personId,
    branchId: 'b',
    scope: 'elections',
    reason: 'notTransferred',
    from: '2026-09-01',
    askedById: 's',
    askedAt: '2026-08-20T02:00:00.000Z',
    state: 'approved',
    answeredAt: '2026-08-25T02:00:00.000Z',
    ...more,
  } satisfies ExclusionBody,
})

const of = (
  voters: readonly Voter[],
  more: Partial<Parameters<typeof electorateOf>[0]> = {},
): ReturnType<typeof electorateOf> =>
  electorateOf({
    branchId: 'b',
    matter: 'ordinary',
    day: '2026-10-15',
    voters,
    exclusions: [],
    ...more,
  })

describe('who should come, and who has a vote', () => {
  it('a probationary member should come and has none', () => {
    const made = of([voter('a'), voter('b', { kind: 'probationary' })])
    expect(made).toEqual({
      expected: ['a', 'b'],
      entitled: ['a'],
      without: [{ personId: 'b', why: 'probationary' }],
    })
  })

  test.each([
    ['2026-03-15', ['a'], undefined],
    ['2026-10-16', [], 'probationary'],
    ['2026-10', ['a'], undefined],
    ['2026-11', [], 'probationary'],
    ['2026', ['a'], undefined],
  ])('a full member since %s, on 15 October 2026', (fullMemberOn, entitled, why) => {
    const made = of([voter('a', { fullMemberOn })])
    expect(made.entitled).toEqual(entitled)
    expect(made.without[0]?.why).toBe(why)
  })

  it('who joins later is not expected yet', () => {
    expect(of([voter('a', { joinedOn: '2026-10-16' })]).expected).toEqual([])
  })

  test.each([
    ['2026-10-15', undefined, false],
    ['2026-01-01', '2026-10-15', false],
    ['2026-01-01', '2026-10-14', true],
    ['2026-10-16', undefined, true],
  ])('on Party probation from %s until %s: a vote on 15 October, %s', (from, until, votes) => {
    const made = of([voter('a', { watchedFrom: from, watchedUntil: until })])
    expect(made.expected).toEqual(['a'])
    expect(made.entitled).toEqual(votes ? ['a'] : [])
  })

  it('a member who is away keeps his vote at home, and has none elsewhere', () => {
    const guest = voter('guest', { branchId: 'elsewhere' })
    expect(of([voter('a'), guest]).entitled).toEqual(['a'])
    expect(of([voter('a'), guest], { branchId: 'elsewhere' }).entitled).toEqual(['guest'])
  })

  it('nobody is left out because he cannot be reached: only a suspended membership ends a vote', () => {
    const row = { id: 'a', body: { name: '甲', branchId: 'b', kind: 'full' as const } }
    const file = { personId: 'a', branchId: 'b', standing: 'normal' as const, lost: true }
    expect(of([voterFrom(row, file)]).entitled).toEqual(['a'])
    expect(of([voterFrom(row, { ...file, standing: 'suspended' })]).expected).toEqual([])
    expect(of([voterFrom(row, undefined)]).entitled).toEqual(['a'])
  })

  it('a committee meeting is its members’', () => {
    const made = of(some(20), { matter: 'committee', seats: new Set(['p1', 'p2', 'p3']) })
    expect(made.entitled).toEqual(['p1', 'p2', 'p3'])
  })

  it('a meeting of groups is their members’, whatever they vote on', () => {
    const made = of(some(20), { called: new Set(['p4', 'p5', 'nobody']) })
    expect([made.expected, made.entitled]).toEqual([
      ['p4', 'p5'],
      ['p4', 'p5'],
    ])
  })
})

describe('an exclusion', () => {
  const counted = (matter: Matter, more: Partial<ExclusionBody>, day = '2026-10-15') =>
    of([voter('a')], { matter, day, exclusions: [exclusion('a', more)] }).entitled.length === 1

  it('for elections leaves other votes alone, and says which it is', () => {
    expect(counted('ordinary', {})).toBe(true)
    expect(counted('admission', {})).toBe(true)
    const made = of([voter('a')], { matter: 'election', exclusions: [exclusion('a')] })
    expect(made).toEqual({
      expected: ['a'],
      entitled: [],
      without: [{ personId: 'a', why: 'excluded', exclusionId: 'x-a' }],
    })
  })

  it('for every vote takes him out of each', () => {
    expect(counted('ordinary', { scope: 'all' })).toBe(false)
  })

  test.each(['asked', 'declined', 'withdrawn', undefined] as const)(
    'that is %s excludes nobody',
    (state) => {
      const { state: _approved, ...body } = exclusion('a').body
      const row = { id: 'x', body: { ...body, ...(state && { state }) } }
      expect(of([voter('a')], { matter: 'election', exclusions: [row] }).entitled).toEqual(['a'])
    },
  )

  it('holds from its first day to its last, and never before it was approved', () => {
    expect(counted('election', { from: '2026-10-16' })).toBe(true)
    expect(counted('election', { until: '2026-10-14' })).toBe(true)
    expect(counted('election', { until: '2026-10-15' })).toBe(false)
    expect(counted('election', { answeredAt: '2026-10-16T02:00:00.000Z' })).toBe(true)
  })

  it('that was ended counts him again from that day on, and before as it was', () => {
    const ended = { countedFrom: '2026-10-15' }
    expect(counted('election', ended)).toBe(true)
    expect(counted('election', ended, '2026-10-14')).toBe(false)
  })

  it('of another branch, or taken away, is none', () => {
    expect(counted('election', { branchId: 'c' })).toBe(true)
    expect(counted('election', { removedAt: '2026-10-01T00:00:00.000Z' })).toBe(true)
  })

  it('changes the number everything is measured by', () => {
    const voters = some(28)
    const made = of(voters, { matter: 'election', exclusions: [exclusion('p28')] })
    expect(quorumOf('election', made.entitled.length)).toEqual({ attendance: 22, yes: 14 })
    expect(quorumOf('election', of(voters, { matter: 'election' }).entitled.length)).toEqual({
      attendance: 23,
      yes: 15,
    })
  })
})

describe('who of them was there', () => {
  const electorate = of([...some(4), voter('new', { kind: 'probationary' })])
  const statuses = new Map<string, Presence>([
    ['p1', 'present'],
    ['p2', 'remote'],
    ['p3', 'excused'],
    ['new', 'present'],
    ['guest', 'present'],
  ])

  it('guests and members without a vote fill no quorum', () => {
    expect(gatheredOf('ordinary', electorate, statuses)).toEqual({
      expected: 5,
      present: 3,
      entitled: 4,
      there: 2,
      byWriting: 0,
    })
  })

  it('from afar nobody takes part in a secret ballot', () => {
    expect(gatheredOf('admission', electorate, statuses).there).toBe(1)
    expect(gatheredOf('election', electorate, statuses).there).toBe(1)
  })

  it('a written opinion is of one who is entitled and not there', () => {
    const opinions = new Set(['p1', 'p3', 'p4', 'new', 'guest'])
    expect(gatheredOf('admission', electorate, statuses, opinions).byWriting).toBe(2)
    expect(gatheredOf('ordinary', electorate, statuses, opinions).byWriting).toBe(0)
  })

  it('made up later is not having been there', () => {
    const later = new Map<string, Presence>(some(4).map(({ personId }) => [personId, 'madeUp']))
    const { there } = gatheredOf('ordinary', electorate, later)
    expect(attendanceOf('ordinary', { entitled: 4, there }).reached).toBe(false)
  })
})
