import { describe, expect, it } from 'vitest'
import { doneFollowUps, followUpsOf, openFollowUps } from './follow-ups.ts'
import type { MeetingBody } from './draft.ts'

const meeting = (id: string, body: Partial<MeetingBody>) => ({
  id,
  body: {
    branchId: 'b1',
    kinds: ['themeDay'] as const,
    startsAt: '2026-10-08T01:30:00.000Z',
    ...body,
  } satisfies MeetingBody,
})

const rows = [
  meeting('m1', {
    resolutions: {
      a: { order: 0, text: '清理河道', personId: 'wang', due: '2026-10-20' },
      b: { order: 1, text: '只是说说' },
      c: { order: 2, text: '修路灯', personId: 'li', due: '2026-10-18' },
    },
    followUps: { c: { doneOn: '2026-10-18', byId: 'li', note: '换了 6 盏' } },
  }),
  meeting('m2', {
    startsAt: '2026-09-08T01:30:00.000Z',
    resolutions: {
      d: { order: 0, text: '走访老党员', personId: 'wang' },
      h: { order: 0, text: '', due: '2026-10-20' },
      e: { order: 1, text: '办培训', due: '2026-11-01' },
    },
  }),
  meeting('m3', {
    notHeld: '防汛',
    resolutions: { f: { order: 0, text: '无', due: '2026-01-01' } },
  }),
  meeting('m4', {
    removedAt: '2026-10-09T00:00:00.000Z',
    resolutions: { g: { order: 0, text: '无', due: '2026-01-01' } },
  }),
]

describe('follow-ups', () => {
  const all = followUpsOf(rows, '2026-10-21')

  it('are the resolutions given a day, of meetings that were held and stand', () => {
    expect(all.map(({ key }) => key)).toEqual(['a', 'c', 'e'])
  })

  it('come back until they are done: the earliest day first', () => {
    expect(openFollowUps(all).map(({ key }) => key)).toEqual(['a', 'e'])
    expect(doneFollowUps(all)).toMatchObject([
      { key: 'c', done: { on: '2026-10-18', note: '换了 6 盏', by: 'li' } },
    ])
  })

  it('are overdue the day after, not on the day', () => {
    const overdueOn = (today: string) =>
      followUpsOf(rows, today)
        .filter(({ isOverdue }) => isOverdue)
        .map(({ key }) => key)
    expect(overdueOn('2026-10-20')).toEqual([])
    expect(overdueOn('2026-10-21')).toEqual(['a'])
  })
})
