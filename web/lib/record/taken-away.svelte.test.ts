import { expect, test } from 'vitest'
import type { RowDraft, WriteFailure } from '#lib/data/types.ts'
import { holiday } from '#schema/records/holiday.ts'
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import { TakenAway } from './taken-away.svelte.ts'

const now = Date.parse('2026-10-15T01:30:00.000Z')

function away(outcomes: readonly Result<readonly string[], WriteFailure>[] = []) {
  const written: RowDraft[] = []
  const answers = [...outcomes]
  const records = {
    write: (drafts: readonly RowDraft[]) => {
      written.push(...drafts)
      return Promise.resolve(answers.shift() ?? succeed([]))
    },
  }
  return { away: new TakenAway({ records, clock: { now: () => now } }), written }
}

const national = { type: holiday, id: 'h-1', message: '已删掉：国庆节' }

test('what was taken away comes back by one press, and then there is nothing to undo', async () => {
  const { away: taken, written } = away()
  expect(await taken.take(national)).toBe(true)
  expect(taken.last).toBe(national)
  await taken.bringBack()
  expect(taken.last).toBeUndefined()
  await taken.bringBack()
  expect(written.map(({ id, fields }) => ({ id, ...fields }))).toEqual([
    { id: 'h-1', removedAt: '2026-10-15T01:30:00.000Z' },
    { id: 'h-1', removedAt: null },
  ])
})

test('what could not be written is not offered to be undone, and what could not be brought back still is', async () => {
  const full = fail<WriteFailure>({ kind: 'full' })
  const refused = away([full])
  expect(await refused.away.take(national)).toBe(false)
  expect([refused.away.last, refused.away.failed]).toEqual([undefined, true])
  const stuck = away([succeed([]), full])
  await stuck.away.take(national)
  await stuck.away.bringBack()
  expect([stuck.away.last, stuck.away.failed]).toEqual([national, true])
})
