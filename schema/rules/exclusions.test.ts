import { expect, test } from 'vitest'
import type { ExclusionRow } from './exclusions.ts'
import { leftOutOn } from './exclusions.ts'

const approved = (personId: string, more: Partial<ExclusionRow['body']> = {}): ExclusionRow => ({
  id: `exclusion-${personId}`,
  body: {
    ...{ personId, branchId: 'east', scope: 'all', reason: 'abroad', from: '2026-01-01' },
    ...{ askedById: 'zhao', askedAt: '2026-01-01T02:00:00.000Z' },
    ...{ state: 'approved', answeredAt: '2026-02-01T02:00:00.000Z' },
    ...more,
  },
})

test('left out of a roll is who is left out of every count, by approval, on that day', () => {
  const rows = [
    approved('everywhere'),
    approved('elections', { scope: 'elections' }),
    approved('asked', { state: 'asked' }),
    approved('over', { until: '2026-03-31' }),
    approved('west', { branchId: 'west' }),
    approved('gone', { removedAt: '2026-02-02T00:00:00.000Z' }),
  ]
  expect([...leftOutOn(rows, 'east', '2026-10-08')]).toEqual(['everywhere'])
  expect([...leftOutOn(rows, 'east', '2026-03-31')]).toEqual(['everywhere', 'over'])
  // No meeting of before is counted anew.
  expect([...leftOutOn(rows, 'east', '2026-01-15')]).toEqual([])
})
