import { expect, test } from 'vitest'
import { readersByLesson } from './readers.ts'

const study = (personId: string, lessonId: string, readAt?: string) => ({
  body: {
    personId,
    lessonId,
    branchId: 'b1',
    openedAt: '2026-11-01T00:00:00.000Z',
    ...(readAt && { readAt }),
  },
})
const roster = [
  { id: 'p1', body: { name: '朱勇' } },
  { id: 'p2', body: { name: '韩静' } },
  { id: 'p3', body: { name: '陈秀' } },
]

test('readers stand in the order of names, whoever was first; who only opened it is not named', () => {
  const studies = [
    study('p1', 'l1', '2026-11-02T00:00:00.000Z'),
    study('p3', 'l1', '2026-11-05T00:00:00.000Z'),
    study('p2', 'l1'),
    study('p2', 'l2', '2026-11-03T00:00:00.000Z'),
    study('gone', 'l1', '2026-11-03T00:00:00.000Z'),
  ]
  const readers = readersByLesson(studies, roster)
  expect(readers.get('l1')?.map(({ name }) => name)).toEqual(['陈秀', '朱勇'])
  expect(readers.get('l2')?.map(({ name }) => name)).toEqual(['韩静'])
  expect(readersByLesson([...studies].reverse(), roster)).toEqual(readers)
})
