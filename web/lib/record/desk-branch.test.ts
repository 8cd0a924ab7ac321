import { expect, test } from 'vitest'
import { absencesByMeeting, postsHeld } from './desk-branch.ts'
import { gather } from './desk-gatherings.ts'
import { recentMeetings } from './desk-recent.ts'

const met = (id: string, startsAt: string, branchId = 'a') => ({
  id,
  body: { branchId, kinds: ['themeDay' as const], startsAt },
})

test('posts that have ended, not begun, or belong elsewhere are not shown', () => {
  const people = [{ id: 'p', body: { name: '崔新', branchId: 'a', kind: 'full' as const } }]
  const post = (id: string, more: object) => ({
    id,
    body: {
      personId: 'p',
      organisationId: 'a',
      office: 'secretary' as const,
      from: '2025-01-01',
      ...more,
    },
  })
  const posts = [
    post('now', {}),
    post('lastDay', { until: '2026-10-16' }),
    post('ended', { until: '2026-10-15' }),
    post('later', { from: '2026-10-17' }),
    post('elsewhere', { organisationId: 'b' }),
    post('unknown', { personId: 'q' }),
  ]
  expect(postsHeld(posts, people, 'a', '2026-10-16').map(({ id }) => id)).toEqual([
    'now',
    'lastDay',
  ])
})

test('absences are counted by meeting and by reason', () => {
  const row = (meetingId: string, status: 'present' | 'excused' | 'absent' | 'madeUp') => ({
    id: `${meetingId}${status}`,
    body: { meetingId, personId: 'p', branchId: 'a', heldAt: '2026-10-10T01:30:00.000Z', status },
  })
  const rows = [row('1', 'present'), row('1', 'excused'), row('1', 'excused'), row('2', 'present')]
  expect([...absencesByMeeting(rows)]).toEqual([
    ['1', { excused: 2, absent: 0, madeUp: 0 }],
    ['2', { excused: 0, absent: 0, madeUp: 0 }],
  ])
})

test('news stands first; what is still to come is shown only as news', () => {
  const meetings = [
    met('planned', '2026-10-20T01:30:00.000Z'),
    met('plannedNews', '2026-10-19T01:30:00.000Z'),
    met('latest', '2026-10-15T01:30:00.000Z'),
    met('news', '2026-09-15T01:30:00.000Z'),
    met('elsewhere', '2026-10-15T01:30:00.000Z', 'b'),
  ]
  const branches = [{ id: 'a', body: { name: '石槽村党支部', kind: 'branch' as const } }]
  const look = {
    fresh: new Set(['plannedNews', 'news']),
    now: '2026-10-16T00:00:00.000Z',
    limit: 3,
  }
  const recent = recentMeetings(meetings, branches, gather(meetings, []), look)
  expect(recent.map(({ meeting }) => meeting.id)).toEqual(['plannedNews', 'news', 'latest'])
})
