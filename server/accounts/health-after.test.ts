import { expect, test } from 'vitest'
import type { ReceivedRequest } from '../../sync/wire/request.ts'
import type { Verdict } from '../../sync/wire/sync.ts'
import { healthAfter } from './health-after.ts'

const edit = (id: string, row: string, madeAt: number) =>
  ({ id, row, madeAt, offset: 100 }) as ReceivedRequest['edits'][number]
const of = (unsent: number, oldest: number, ...edits: ReceivedRequest['edits']) =>
  ({
    edits,
    health: { app: '', unsent, oldest, storageUsed: 0, offset: 0 },
  }) as unknown as ReceivedRequest
const verdict = (edit: string, result: Verdict['result']): Verdict => ({ edit, result })

test('what arrived with the request is not unsent any more', () => {
  const request = of(2, 1_100, edit('a', 'row-1', 1_000), edit('b', 'row-2', 2_000))
  const verdicts = [verdict('a', 'accepted'), verdict('b', 'duplicate')]
  expect(healthAfter(request, verdicts)).toMatchObject({ unsent: 0, oldest: 0 })
})

test('a roll of several edits to one row counts as one', () => {
  const request = of(2, 1_100, edit('a', 'row-1', 1_000), edit('b', 'row-1', 2_000))
  const verdicts = [verdict('a', 'accepted'), verdict('b', 'merged')]
  expect(healthAfter(request, verdicts)).toMatchObject({ unsent: 1, oldest: 2_100 })
})

test('what was refused or put off is still on the device, and as old as it is', () => {
  const request = of(
    3,
    1_100,
    edit('a', 'row-1', 1_000),
    edit('b', 'row-2', 2_000),
    edit('c', 'row-3', 3_000),
  )
  const verdicts = [verdict('a', 'accepted'), verdict('b', 'refused'), verdict('c', 'later')]
  expect(healthAfter(request, verdicts)).toMatchObject({ unsent: 2, oldest: 2_100 })
})

test('a request without edits changes nothing, one without health says nothing', () => {
  expect(healthAfter(of(4, 7), [])).toMatchObject({ unsent: 4, oldest: 7 })
  const silent = { edits: [edit('a', 'row-1', 1)] } as unknown as ReceivedRequest
  expect(healthAfter(silent, [verdict('a', 'accepted')])).toBeUndefined()
})
