import { describe, expect, test } from 'vitest'
import { instantOf } from '#schema/rules/calendar.ts'
import { countRows, countTally, countsByMeeting, knownCounts } from './counts.ts'
import type { AttendanceRow } from './roll.ts'

const heldAt = instantOf('2026-10-08', '09:30')

const row = (
  personId: string,
  status: AttendanceRow['body']['status'],
  more: Partial<AttendanceRow['body']> = {},
): AttendanceRow => ({
  id: `attendance:m1:${personId}`,
  body: { meetingId: 'm1', personId, branchId: 'b1', heldAt, status, ...more },
})
const themeDay = ['themeDay'] as const
const published = (more: {
  expected: number
  present: number
  oneByOne?: number
  madeUp?: number
}) => ({
  ...{ meetingId: 'm1', branchId: 'b1', heldAt, madeUp: 0 },
  ...more,
})

describe('a roll that was called', () => {
  test('who took part remotely came; who made it up is counted beside', () => {
    const rows = [row('a', 'present'), row('b', 'remote'), row('c', 'madeUp'), row('d', 'excused')]
    const counts = { state: 'called', expected: 4, present: 2, madeUp: 1, rate: 50 }
    expect(countRows(rows, themeDay)).toEqual(counts)
  })

  test('counts also those of whom something was noted before', () => {
    const rows = [row('a', 'present'), row('b', 'excused', { way: 'asked' })]
    expect(countRows(rows, themeDay)).toMatchObject({ state: 'called', expected: 2, rate: 50 })
    expect(countTally(published({ expected: 28, present: 25, oneByOne: 27 }), themeDay)).toEqual({
      ...{ state: 'called', expected: 28, present: 25, madeUp: 0, rate: 89 },
    })
  })

  test('no rows and an empty count say: not called', () => {
    expect(countRows([], themeDay)).toBeUndefined()
    expect(countTally(undefined, themeDay)).toBeUndefined()
    expect(countTally(published({ expected: 0, present: 0 }), themeDay)).toBeUndefined()
  })
})

describe('while the roll was not called', () => {
  const noted = [
    row('a', 'present', { way: 'shown' }),
    row('b', 'present', { way: 'scanned' }),
    row('c', 'excused', { way: 'asked' }),
    row('d', 'madeUp', { way: 'handedIn' }),
    row('guest', 'present', { way: 'shown', guestName: '柳长河' }),
  ]
  const known = { state: 'uncalled', noted: 4, present: 2, madeUp: 1, excused: 1 }

  test('nobody is expected and there is no rate: what is known is said', () => {
    expect(countRows(noted, themeDay)).toEqual(known)
    expect(countRows(noted.slice(-1), themeDay)).toBeUndefined()
  })

  test('the published count says the same; one of an earlier release counts as called', () => {
    const counts = { expected: 4, present: 2, madeUp: 1 }
    expect(countTally(published({ ...counts, oneByOne: 4 }), themeDay)).toEqual(known)
    expect(countTally(published(counts), themeDay)?.state).toBe('called')
  })
})

test('of a talk whoever is noted took part; nobody is expected and nobody missing', () => {
  const rows = [row('a', 'present'), row('b', 'present'), row('c', 'absent')]
  expect(countRows(rows, ['talk'])).toEqual({ state: 'talk', present: 2 })
  expect(countRows(rows.slice(2), ['talk'])).toBeUndefined()
  expect(countRows(rows, ['talk', 'themeDay'])).toMatchObject({ state: 'called', expected: 3 })
  const counts = countsByMeeting(
    [{ id: 'tally:m1', body: published({ expected: 2, present: 2 }) }],
    [{ id: 'm1', body: { kinds: ['talk'] } }],
  )
  expect(counts.get('m1')).toEqual({ state: 'talk', present: 2 })
})

test('whoever keeps the book counts his names; another the published count, where it knows of more', () => {
  const rows = [row('a', 'present')]
  const all = countTally(published({ expected: 28, present: 25 }), themeDay)
  const of = (keeps: boolean) => knownCounts({ rows, kinds: themeDay, published: all, keeps })
  expect(of(true)).toMatchObject({ expected: 1 })
  expect(of(false)).toMatchObject({ expected: 28 })
})
