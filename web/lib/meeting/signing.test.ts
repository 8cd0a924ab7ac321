import { expect, test } from 'vitest'
import type { RowDraft } from '#lib/data/types.ts'
import { meeting } from '#schema/records/meeting.ts'
import { fail, succeed } from '#sync/result.ts'
import { sealOf } from '#sync/seal.ts'
import type { MeetingBody } from './draft.ts'
import { countersignMeeting, lackingSigners, signMeeting } from './signing.ts'

const now = Date.parse('2026-10-08T02:00:00.000Z')
const body: MeetingBody = {
  branchId: 'b1',
  kinds: ['themeDay'],
  startsAt: '2026-10-08T01:00:00.000Z',
  minutes: '会议开始。',
}
const row = { id: 'm1', type: 'meeting', at: body.startsAt, body, mark: 'arrived' } as const
const clock = { now: () => now }

test('F3: a signature says who, when, and what lay before him', async () => {
  const written: RowDraft[] = []
  const records = {
    write: (drafts: readonly RowDraft[]) => {
      written.push(...drafts)
      return Promise.resolve(succeed(['m1']))
    },
  }
  expect(
    await signMeeting(
      { records, clock },
      { ...row, enteredAt: 0, problem: null, revision: 0, edits: [] },
      'cui',
    ),
  ).toBe(true)
  const frozen = meeting.workflows['stage']?.freezes['signed'] ?? []
  expect(written).toEqual([
    {
      type: meeting,
      id: 'm1',
      fields: {
        stage: 'signed',
        signedById: 'cui',
        signedAt: '2026-10-08T02:00:00.000Z',
        seal: sealOf({ ...body }, frozen),
      },
    },
  ])
})

test('what could not be written is not called signed', async () => {
  const records = { write: () => Promise.resolve(fail({ kind: 'full' } as const)) }
  expect(
    await signMeeting(
      { records, clock },
      { ...row, enteredAt: 0, problem: null, revision: 0, edits: [] },
      'cui',
    ),
  ).toBe(false)
})

const page = {
  ...body,
  chairId: 'cui',
  recorderId: 'zhou',
  stage: 'signed',
  signedById: 'cui',
} as const
const frozenPage = [...(meeting.workflows['stage']?.freezes['signed'] ?? [])]
const signed: MeetingBody = {
  ...page,
  signedAt: '2026-10-08T02:00:00.000Z',
  seal: sealOf({ ...page }, frozenPage),
}
const rowOf = (of: MeetingBody) => ({
  ...row,
  body: of,
  enteredAt: 0,
  problem: null,
  revision: 0,
  edits: [],
})

test('chair and recorder both stand for the page: the other one signs the page that was signed, and no other', async () => {
  const written: RowDraft[] = []
  const records = {
    write: (drafts: readonly RowDraft[]) => {
      written.push(...drafts)
      return Promise.resolve(succeed(['m1']))
    },
  }
  expect(lackingSigners(signed)).toEqual(['zhou'])
  expect(await countersignMeeting({ records, clock }, rowOf(signed), 'zhou')).toBe(true)
  const said = { byId: 'zhou', at: '2026-10-08T02:00:00.000Z', seal: signed.seal }
  expect(written).toEqual([{ type: meeting, id: 'm1', fields: { 'countersignatures/zhou': said } }])
  expect(lackingSigners({ ...signed, countersignatures: { zhou: said as never } })).toEqual([])

  const other = rowOf({ ...signed, place: '祠堂' })
  expect(await countersignMeeting({ records, clock }, other, 'zhou')).toBe(false)
  expect(written).toHaveLength(1)
})

test('one who was chair and recorder, or a secretary who signed for both, leaves nobody or both to be asked', () => {
  expect(lackingSigners({ ...signed, recorderId: 'cui' })).toEqual([])
  expect(lackingSigners({ ...signed, signedById: 'secretary' })).toEqual(['cui', 'zhou'])
})
