import { expect, test } from 'vitest'
import { groupByMonth } from './months.ts'

const met = (id: string, startsAt: string) => ({
  id,
  body: { branchId: 'a', kinds: ['themeDay' as const], startsAt },
})

test('a meeting belongs to the month of its local day', () => {
  const meetings = [
    met('3', '2026-10-05T01:00:00.000Z'),
    met('2', '2026-09-30T16:30:00.000Z'),
    met('1', '2026-09-30T15:30:00.000Z'),
  ]
  expect(groupByMonth(meetings).map(({ month, meetings: list }) => [month, list.length])).toEqual([
    ['2026-10', 2],
    ['2026-09', 1],
  ])
})
