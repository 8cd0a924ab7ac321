import { expect, test } from 'vitest'
import type { Result } from '#sync/result.ts'
import { fail } from '#sync/result.ts'
import { BookDrafts } from './drafts.ts'
import type { DraftsParts } from './drafts.ts'
import type { WriteFailure } from './types.ts'

type Answer = Result<unknown, WriteFailure>

/** Drafts on a disk that answers each write when the test says so, and never takes one. */
function onSlowDisk() {
  const writes: ((answer: Answer) => void)[] = []
  const storage = { guard: () => new Promise<Answer>((resolve) => writes.push(resolve)) }
  const parts = { storage, book: {}, now: () => 1 } as unknown as DraftsParts
  return { drafts: new BookDrafts(parts), writes }
}

const isFull = fail({ kind: 'full' } as const)

test('what one person typed never passes to the book of the next, however slow the disk', async () => {
  const { drafts, writes } = onSlowDisk()
  const first = drafts.keep('meeting/new', '甲写的')
  void drafts.keep('meeting/new', '甲又写的')
  drafts.forget()
  const second = drafts.keep('meeting/new', '乙写的')
  expect(writes).toHaveLength(2)
  writes[0]?.(isFull)
  expect(await first).toEqual(isFull)
  expect(drafts.unkept).toBe(0)
  expect(writes, 'nothing of the first goes out once more').toHaveLength(2)
  writes[1]?.(isFull)
  expect(await second).toEqual(isFull)
  expect((await drafts.read('meeting/new'))?.value).toBe('乙写的')
})
