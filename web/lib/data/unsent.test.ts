import { expect, test } from 'vitest'
import type { Row } from './types.ts'
import { groupUnsent } from './unsent.ts'

const row = (id: string, type: string, more: Partial<Row<unknown>> = {}): Row<unknown> => ({
  id,
  type,
  at: '2026-10-16T01:30:00.000Z',
  enteredAt: 0,
  body: {},
  mark: 'waiting',
  problem: null,
  revision: 0,
  edits: [],
  ...more,
})
const presence = (id: string, meetingId: string, more: Partial<Row<unknown>> = {}) =>
  row(id, 'attendance', { body: { meetingId }, ...more })

test('attendance of one meeting is one line, what was refused is one a reason and stands first', () => {
  const groups = groupUnsent([
    row('m1', 'meeting'),
    presence('a1', 'm1'),
    presence('a2', 'm1'),
    presence('a3', 'm2'),
    presence('a4', 'm1', { mark: 'refused', problem: { reason: 'notAllowed' } }),
    presence('a5', 'm1', { mark: 'refused', problem: { reason: 'notAllowed' } }),
    presence('a6', 'm1', { mark: 'refused', problem: { reason: 'badValue', field: 'reason' } }),
  ])
  expect(groups.map(({ rows }) => rows.map(({ id }) => id))).toEqual([
    ['a4', 'a5'],
    ['a6'],
    ['m1'],
    ['a1', 'a2'],
    ['a3'],
  ])
  expect(groups.map(({ refused }) => refused)).toEqual([true, true, false, false, false])
})

test('looks at files are one line, and what was refused of them its own', () => {
  const groups = groupUnsent([
    row('l1', 'look'),
    row('l2', 'look'),
    row('l3', 'look', { mark: 'refused', problem: { reason: 'notAllowed' } }),
  ])
  expect(groups.map(({ rows }) => rows.map(({ id }) => id))).toEqual([['l3'], ['l1', 'l2']])
})

test('keys that codes were shown with are one line: nobody wrote them by hand', () => {
  const groups = groupUnsent([row('k1', 'codeKey'), row('k2', 'codeKey'), row('m1', 'meeting')])
  expect(groups.map(({ rows }) => rows.map(({ id }) => id))).toEqual([['k1', 'k2'], ['m1']])
})
