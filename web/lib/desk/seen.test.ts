import { expect, test } from 'vitest'
import type { Visits } from './seen.ts'
import { arrive, look, newSince, packVisits, unpackVisits } from './seen.ts'

const minute = 60_000
const first = 'aaaaaaaaaaaaaaaaaaaaaa'
const second = 'bbbbbbbbbbbbbbbbbbbbbb'

/** One visit: what was new, and the note it leaves. */
function visit(note: string | undefined, ids: readonly string[], at: number) {
  const visits: Visits = arrive(unpackVisits(note), at)
  return { fresh: [...newSince(visits, ids)], note: packVisits(look(visits, ids, at)) }
}

test('on the first visit nothing is news', () => {
  expect(visit(undefined, [first], 0).fresh).toEqual([])
})

test('what came since the last visit is new, also after going to a branch and back', () => {
  const monday = visit(undefined, [first], 0)
  const tuesday = visit(monday.note, [first, second], 1_000 * minute)
  expect(tuesday.fresh).toEqual([second])
  const andBack = visit(tuesday.note, [first, second], 1_010 * minute)
  expect(andBack.fresh).toEqual([second])
  expect(visit(andBack.note, [first, second], 2_000 * minute).fresh).toEqual([])
})

test.each(['', 'not ours', '[]', '{"last":{"at":"x"}}'])('a note like %j is no note', (note) => {
  expect(unpackVisits(note)).toEqual({ before: undefined, last: undefined })
})
