import { expect, it } from 'vitest'
import type { Row, RowDraft } from '#lib/data/types.ts'
import type { CorrectionBody } from '#schema/records/correction.ts'
import { correction } from '#schema/records/correction.ts'
import { sealOf } from '#sync/seal.ts'
import { succeed } from '#sync/result.ts'
import { answerCorrection } from './correction-answer.ts'

const body: CorrectionBody = {
  ...{ personId: 'p1', branchId: 'east', field: 'job', wanted: '司机' },
  askedAt: '2026-10-08T01:30:00.000Z',
}
const row: Row<CorrectionBody> = {
  ...{
    id: 'c1',
    type: 'correction',
    at: '',
    body,
    mark: 'arrived',
    problem: null,
    enteredAt: 0,
    revision: 0,
    edits: [],
  },
}
const written: RowDraft[][] = []
const tools = {
  records: {
    write: (drafts: readonly RowDraft[]) => {
      written.push([...drafts])
      return Promise.resolve(succeed([]))
    },
  },
  clock: { now: () => Date.parse('2026-10-09T01:30:00.000Z') },
}
const frozen = correction.workflows['state']?.freezes['accepted'] ?? []

it('yes writes the answer and the field together; no writes the answer alone, sealed with its reason', async () => {
  await answerCorrection(tools, row, { personId: 's' }, { state: 'accepted', words: '' })
  expect(written[0]).toMatchObject([
    {
      id: 'c1',
      fields: {
        state: 'accepted',
        answeredById: 's',
        answeredAt: '2026-10-09T01:30:00.000Z',
        seal: sealOf(body, frozen),
      },
    },
    { id: 'personFile:p1', fields: { job: '司机' } },
  ])
  await answerCorrection(tools, row, { personId: 's' }, { state: 'declined', words: '请带证件' })
  expect(written[1]).toMatchObject([
    { id: 'c1', fields: { seal: sealOf({ ...body, answer: '请带证件' }, frozen) } },
  ])
})

it('a yes to what cannot be written is none', async () => {
  const junk = { ...row, body: { ...body, field: 'idTail', wanted: '1234' } }
  const given = await answerCorrection(
    tools,
    junk,
    { personId: 's' },
    { state: 'accepted', words: '' },
  )
  expect(given).toMatchObject({ ok: false, failure: { kind: 'unfitting' } })
  expect(written).toHaveLength(2)
})
