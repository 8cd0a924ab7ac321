import { expect, test } from 'vitest'
import { leftFiles } from './left-files.ts'
import type { Taken } from './shelf.ts'

const taken = (row: string, meetingId: string, filed = false): Taken => ({
  ...{ row, meetingId, filed, digest: row, kind: 'jpeg', bytes: 1, addedAt: 0, words: '' },
})

test('only what has neither a meeting nor a draft is left, meeting by meeting', () => {
  const all = [
    taken('a', 'dropped'),
    taken('b', 'being-written'),
    taken('c', 'saved'),
    taken('d', 'dropped-too'),
    taken('e', 'dropped'),
    taken('f', 'elsewhere', true),
  ]
  const left = leftFiles(all, { written: ['saved'], drafts: ['being-written'] })
  expect(left.map(({ meetingId, taken: of }) => [meetingId, of.map(({ row }) => row)])).toEqual([
    ['dropped', ['a', 'e']],
    ['dropped-too', ['d']],
  ])
})
