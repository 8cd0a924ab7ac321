import { expect, test } from 'vitest'
import { absencesByMeeting } from './branch.ts'
import { gather } from './gatherings.ts'
import { recentMeetings } from './recent.ts'

const met = (id: string, startsAt: string, branchId = 'a') => ({
  id,
  body: { branchId, kinds: ['themeDay' as const], startsAt },
})

test('absences are counted by meeting and by reason', () => {
  const row = (meetingId: string, status: 'present' | 'excused' | 'absent' | 'madeUp') => ({
    id: `${meetingId}${status}`,
    body: { meetingId, personId: 'p', branchId: 'a', heldAt: '2026-10-10T01:30:00.000Z', status },
  })
  const rows = [
    row('1', 'present'),
    row('1', 'excused'),
    row('1', 'excused'),
    row('1', 'absent'),
    row('2', 'present'),
  ]
  expect([...absencesByMeeting(rows)]).toEqual([
    ['1', { excused: 2, absent: 0, unsaid: 1, madeUp: 0 }],
    ['2', { excused: 0, absent: 0, unsaid: 0, madeUp: 0 }],
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
  expect(recent.map(({ meeting, phase }) => [meeting.id, phase])).toEqual([
    ['plannedNews', 'planned'],
    ['news', 'held'],
    ['latest', 'held'],
  ])
})
