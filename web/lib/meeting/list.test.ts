import { describe, expect, test } from 'vitest'
import { instantOf } from '#schema/rules/calendar.ts'
import type { MeetingBody } from './draft.ts'
import { byMonth, foundIn, marksByMeeting, rollsOnTheWay, takenAway } from './list.ts'

const at = (day: string) => instantOf(day, '09:30')
const row = (day: string, more: Partial<MeetingBody> = {}) => ({
  id: day,
  at: at(day),
  body: { branchId: 'b1', kinds: ['themeDay'] as const, startsAt: at(day), ...more },
})

test('meetings are grouped by the month people were in', () => {
  const late = { ...row('2026-10-01'), at: instantOf('2026-10-01', '00:30') }
  const groups = byMonth([row('2026-10-08'), late, row('2026-09-30')])
  expect(groups.map(({ month, rows }) => [month, rows.length])).toEqual([
    ['2026-10', 2],
    ['2026-09', 1],
  ])
})

test('a meeting is found by its kind and by any word written about it', () => {
  const rows = [
    row('2026-10-08', { agenda: { k: { order: 0, title: '民主议事', notes: '土地发包' } } }),
    row('2026-09-08', { kinds: ['lecture', 'themeDay'], notHeld: '防汛' }),
  ]
  const ids = (kind: 'lecture' | undefined, query: string) =>
    foundIn(rows, kind, query).map(({ id }) => id)
  expect(ids(undefined, ' 土地 ')).toEqual(['2026-10-08'])
  expect(ids('lecture', '')).toEqual(['2026-09-08'])
  expect(ids('lecture', '土地')).toEqual([])
})

describe('what is on its way', () => {
  const unsent = [
    { id: 'm1', type: 'meeting', body: {}, mark: 'waiting' },
    { id: 'a1', type: 'attendance', body: { meetingId: 'm1' }, mark: 'refused' },
    { id: 'a2', type: 'attendance', body: { meetingId: 'm2' }, mark: 'waiting' },
    { id: 's', type: 'study', body: {}, mark: 'waiting' },
  ] as const

  test('a meeting is marked for itself and for its roll, and what was refused outweighs', () => {
    expect([...marksByMeeting(unsent)]).toEqual([
      ['m1', 'refused'],
      ['m2', 'waiting'],
    ])
  })

  test('a roll on its way is counted here, not by what was published', () => {
    expect([...rollsOnTheWay(unsent)]).toEqual(['m1', 'm2'])
  })
})

test('what was taken away is offered for 30 days, the latest first', () => {
  const rows = ['2026-10-01', '2026-09-10', '2026-08-01'].map((day) =>
    row(day, { removedAt: at(day) }),
  )
  const ids = takenAway([row('2026-10-02'), ...rows].reverse(), Date.parse(at('2026-10-08')))
  expect(ids.map(({ id }) => id)).toEqual(['2026-10-01', '2026-09-10'])
})
