import { expect, test } from 'vitest'
import type { Row } from './types.ts'
import { groupUnsent } from './unsent.ts'

const row = (id: string, type: string, more: Partial<Row<unknown>> = {}): Row<unknown> => ({
  id,
  type,
  at: '2026-10-16T01:30:00.000Z',
  body: {},
  mark: 'waiting',
  problem: null,
  edits: [],
  ...more,
})
const presence = (id: string, meetingId: string, more: Partial<Row<unknown>> = {}) =>
  row(id, 'attendance', { body: { meetingId }, ...more })

test('attendance of one meeting is one line, what was refused stands alone and first', () => {
  const groups = groupUnsent([
    row('m1', 'meeting'),
    presence('a1', 'm1'),
    presence('a2', 'm1'),
    presence('a3', 'm2'),
    presence('a4', 'm1', { mark: 'refused' }),
  ])
  expect(groups.map(({ rows }) => rows.map(({ id }) => id))).toEqual([
    ['a4'],
    ['m1'],
    ['a1', 'a2'],
    ['a3'],
  ])
  expect(groups.map(({ refused }) => refused)).toEqual([true, false, false, false])
})
