import { describe, expect, test } from 'vitest'
import type { MeetingDraft } from '#lib/meeting/draft.ts'
import { draft, present, roster, row, startsAt } from './example-roll.ts'
import type { AttendanceRow } from './roll.ts'
import { rollOf } from './roll.ts'
import { attendanceDrafts } from './roll-rows.ts'

describe('who is not expected', () => {
  const leave = {
    ...row('zhao', 'excused'),
    body: { ...row('zhao', 'excused').body, way: 'asked' },
  } as const
  const write = (
    roll: MeetingDraft['roll'],
    rows: readonly AttendanceRow[],
    more: Partial<Parameters<typeof rollOf>[0]> = {},
  ) => {
    const lines = rollOf({ ...roster, rows, roll, ...more })
    const parts = { meetingId: 'm1', draft: draft(roll), startsAt, lines, rows, nowMs: 0 }
    return attendanceDrafts(parts).map(({ id = '', fields }) => [
      id.slice('attendance:m1:'.length),
      fields['removedAt'] ? 'away' : (fields['status'] ?? 'stays'),
      fields['uncounted'],
    ])
  }
  const leftOut = new Set(['zhao'])

  test('has a row only where something was said of him, and it says that he is not counted', () => {
    const others = ['cui', 'li', 'wang'].map((id) => [
      id,
      id === 'cui' ? 'present' : 'absent',
      null,
    ])
    expect(write({ cui: present }, [], { leftOut })).toEqual(others)
    expect(write({ cui: present, zhao: present }, [], { leftOut })).toEqual([
      ...others,
      ['zhao', 'present', true],
    ])
    expect(write({ cui: present }, [leave], { leftOut })).toEqual([
      ...others,
      ['zhao', 'stays', true],
    ])
  })

  test('and is taken out where he was not there after all', () => {
    const came = {
      ...row('li', 'present'),
      body: { ...row('li', 'present').body, uncounted: true },
    }
    const only = new Set(['cui'])
    const rows = [row('cui', 'present'), came]
    expect(write({ li: { status: 'absent', reason: '' } }, rows, { only })).toEqual([
      ['li', 'away', undefined],
    ])
    expect(write({}, rows, { only })).toEqual([])
  })

  test('is counted as soon as the meeting calls him', () => {
    const came = {
      ...row('li', 'present'),
      body: { ...row('li', 'present').body, way: 'scanned' as const, uncounted: true },
    }
    expect(write({}, [came])).toEqual([['li', 'stays', null]])
  })
})
