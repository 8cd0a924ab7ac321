import { expect, test } from 'vitest'
import type { Records } from '#lib/data/types.ts'
import type { AttendanceRow } from '#lib/roll/roll.ts'
import { rollOf } from '#lib/roll/roll.ts'
import { cameWithVote } from './came-with-vote.ts'
import { VoteCounting } from './counting.svelte.ts'

const seats = new Set(['a', 'b', 'c', 'd', 'e'])
const people = [...seats, 'x', 'y'].map((id) => ({
  id,
  body: { name: id, branchId: 'b1', kind: 'full' as const },
}))
const posts = [...seats].map((personId) => ({
  id: personId,
  body: { personId, organisationId: 'b1', office: 'committee', from: '2020-01-01' },
}))
const row = (
  personId: string,
  status: AttendanceRow['body']['status'],
  more: Partial<AttendanceRow['body']> = {},
): AttendanceRow => ({
  id: personId,
  body: {
    ...{ meetingId: 'm', personId, branchId: 'b1', heldAt: '2026-10-08T01:30:00.000Z', status },
    ...more,
  },
})

test('of a committee’s meeting, whoever sat in has no vote, in the form as on the page', () => {
  const rows = [
    ...['a', 'b', 'c'].map((id) => row(id, 'present')),
    ...['d', 'e'].map((id) => row(id, 'absent')),
    ...['x', 'y'].map((id) => row(id, 'present', { uncounted: true })),
  ]
  const lists: Readonly<Record<string, unknown>> = { person: people, post: posts }
  const list = (({ name }: { name: string }) => ({
    current: lists[name] ?? [],
    ready: true,
  })) as unknown as Records['list']
  const counting = new VoteCounting(
    { list },
    () => 'b1',
    () => '2026-10-08',
    () => seats,
  )
  const lines = rollOf({ branchId: 'b1', people, files: [], rows, only: seats })
  const gathered = counting.gathered('committee', lines)
  expect(gathered).toMatchObject({ entitled: 5, there: 3, cameWithVote: 3 })
  expect(cameWithVote({ rows, people, counts: undefined })).toBe(gathered.cameWithVote)
})
