import { expect, test } from 'vitest'
import type { Row, RowDraft } from '#lib/data/types.ts'
import type { RecordType } from '#schema/define-record.ts'
import { succeed } from '#sync/result.ts'
import { writeStudy } from './study.ts'

type Parts = Parameters<typeof writeStudy>[0]

/** Records that remember what was written. */
function notebook() {
  const written: RowDraft[] = []
  const records: Parts['records'] = {
    find: async <B>(type: RecordType<B>, id: string) =>
      written.some((draft) => draft.id === id) ? ({ id, type: type.name } as Row<B>) : undefined,
    write: async (drafts) => {
      written.push(...drafts)
      return succeed(drafts.map(({ id }) => id ?? ''))
    },
  }
  const actor = { accountId: 'a', personId: 'p1', branchId: 'b1', lineage: [], offices: [] }
  const app: Parts = { session: { actor }, records, clock: { now: () => 1_700_000_000_000 } }
  return { app, written }
}

test('opening is noted once, and later writes leave it alone', async () => {
  const { app, written } = notebook()
  await writeStudy(app, 'l1', {})
  await writeStudy(app, 'l1', {})
  await writeStudy(app, 'l1', { notes: '要系安全带' })
  expect(written.map(({ id, fields }) => [id, fields])).toEqual([
    [
      'study:p1:l1',
      { personId: 'p1', lessonId: 'l1', branchId: 'b1', openedAt: '2023-11-14T22:13:20.000Z' },
    ],
    ['study:p1:l1', { notes: '要系安全带' }],
  ])
})

test('where opening could not be noted, having read it notes both', async () => {
  const { app, written } = notebook()
  await writeStudy(app, 'l1', { readAt: '2023-11-14T22:20:00.000Z' })
  expect(Object.keys(written[0]?.fields ?? {})).toEqual([
    'personId',
    'lessonId',
    'branchId',
    'openedAt',
    'readAt',
  ])
})
