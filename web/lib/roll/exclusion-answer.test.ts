import { expect, it } from 'vitest'
import type { Row, RowDraft } from '#lib/data/types.ts'
import type { ExclusionBody } from '#schema/records/exclusion.ts'
import { exclusion } from '#schema/records/exclusion.ts'
import { sealOf } from '#sync/seal.ts'
import { succeed } from '#sync/result.ts'
import { answerExclusion } from './exclusion-answer.ts'

const body: ExclusionBody = {
  ...{ personId: 'p1', branchId: 'east', scope: 'all', reason: 'abroad', from: '2026-10-01' },
  ...{ askedById: 's', askedAt: '2026-10-08T01:30:00.000Z' },
}
const row: Row<ExclusionBody> = {
  ...{ id: 'x1', type: 'exclusion', at: '', body, mark: 'arrived', problem: null },
  ...{ enteredAt: 0, revision: 1, edits: [] },
}
const staff = {
  personId: 'staff',
  offices: [
    { office: 'secretary', organisationId: 'west', covers: ['west'] },
    { office: 'staff', organisationId: 'town', covers: ['town', 'east'] },
  ],
} as const

it('says for which organisation it was answered, and seals that with what was asked', async () => {
  const written: RowDraft[] = []
  const records = {
    write: (drafts: readonly RowDraft[]) => {
      written.push(...drafts)
      return Promise.resolve(succeed([]))
    },
  }
  const tools = { records, clock: { now: () => Date.parse('2026-10-09T01:30:00.000Z') } }
  const answer = { state: 'declined', words: '请附医院证明' } as const
  expect(await answerExclusion(tools, row, staff, answer)).toBe(true)
  const said = { answer: '请附医院证明', approvedBy: 'town' }
  const frozen = exclusion.workflows['state']?.freezes['declined'] ?? []
  expect(written).toEqual([
    {
      type: exclusion,
      id: 'x1',
      fields: {
        ...{ state: 'declined', ...said, answeredById: 'staff' },
        answeredAt: '2026-10-09T01:30:00.000Z',
        seal: sealOf({ ...body, ...said }, frozen),
      },
    },
  ])
})
