import { describe, expect, it } from 'vitest'
import type { RowDraft } from '#lib/data/types.ts'
import type { HandInBody } from '#schema/records/hand-in.ts'
import { handIn } from '#schema/records/hand-in.ts'
import { mayWrite } from '#schema/derive/may-write.ts'
import { idFrom } from '#schema/define-record.ts'
import type { Body } from '#schema/json.ts'
import { sealOf } from '#sync/seal.ts'
import { succeed } from '#sync/result.ts'
import { answerHandIn, lacksWords, nextRound, takingBack } from './writing.ts'
import type { MeetingBody } from '#lib/meeting/draft.ts'

const nowMs = Date.parse('2026-10-16T01:00:00.000Z')
const meeting: { id: string; body: MeetingBody } = {
  id: 'm1',
  body: { branchId: 'east', kinds: ['themeDay'], startsAt: '2026-10-15T01:30:00.000Z' },
}
const round: HandInBody = {
  ...{ meetingId: 'm1', branchId: 'east', heldAt: meeting.body.startsAt, round: 1 },
  handedInById: 'secretary',
  handedInAt: '2026-10-16T01:00:00.000Z',
  arrivedAt: '2026-10-18T06:00:00.000Z',
  note: '请审阅',
}
const post = (
  office: 'secretary' | 'staff',
  organisationId: string,
  covers: readonly string[],
) => ({
  ...{ accountId: office, personId: office, branchId: 'east', lineage: ['town', 'east'] },
  offices: [{ office, organisationId, covers }],
})

describe('handing in', () => {
  it('begins the next round in one’s own name, as the rights of the record have it', () => {
    const draft = nextRound(meeting, undefined, { by: 'secretary', nowMs, note: ' ' })
    expect(draft.fields).toEqual({
      ...{ meetingId: 'm1', branchId: 'east', heldAt: meeting.body.startsAt, round: 1 },
      ...{ handedInById: 'secretary', handedInAt: round.handedInAt, arrivedAt: round.handedInAt },
    })
    expect(idFrom(handIn, draft.fields)).toBe('handIn:m1:1')
    const secretary = post('secretary', 'east', ['east'])
    const attempt = { id: 'handIn:m1:1', before: undefined, after: draft.fields }
    expect(mayWrite(handIn, secretary, { ...attempt, fields: draft.fields })).toBe(true)
    const again = nextRound(meeting, { body: round }, { by: 'secretary', nowMs, note: '改好了' })
    expect(again.fields).toMatchObject({ round: 2, note: '改好了' })
    expect(takingBack({ id: 'handIn:m1:1' }).fields).toEqual({ state: 'takenBack' })
  })
})

describe('the answer', () => {
  const written: RowDraft[] = []
  const records = {
    write: (drafts: readonly RowDraft[]) => {
      written.push(...drafts)
      return Promise.resolve(succeed([]))
    },
  }
  const tools = { records, clock: { now: () => nowMs } }
  const row = { id: 'handIn:m1:1', body: round }

  it('says what was remarked at which part, sealed with what the branch had said', async () => {
    const remarks = { minutes: '请写明谁讲的党课 ', votes: '  ' }
    const answer = { state: 'returned', remarks, words: '' } as const
    expect(await answerHandIn(tools, row, 'staff', answer)).toBe(true)
    const frozen = handIn.workflows['state']?.freezes['returned'] ?? []
    const said = { minutes: { text: '请写明谁讲的党课' } }
    expect(written).toEqual([
      {
        type: handIn,
        id: 'handIn:m1:1',
        fields: {
          state: 'returned',
          'remarks/minutes': said.minutes,
          answeredById: 'staff',
          answeredAt: '2026-10-16T01:00:00.000Z',
          seal: sealOf({ ...round, remarks: said }, frozen),
        },
      },
    ])
    const { fields } = written[0] as RowDraft
    // The step is named first: a refusal is said of it.
    expect(Object.keys(fields)[0]).toBe('state')
    const after = { ...round, remarks: said, state: 'returned' } as Body
    const attempt = { id: row.id, before: round as Body, after, fields }
    expect(mayWrite(handIn, post('staff', 'town', ['town', 'east']), attempt)).toBe(true)
    expect(mayWrite(handIn, post('staff', 'hill', ['hill']), attempt)).toBe(false)
    expect(mayWrite(handIn, post('secretary', 'east', ['east']), attempt)).toBe(false)
  })

  it('returns nothing without a word, and accepts without one', () => {
    const nothing = { remarks: { minutes: ' ' }, words: ' ' }
    expect(lacksWords({ ...nothing, state: 'returned' })).toBe(true)
    expect(lacksWords({ ...nothing, state: 'accepted' })).toBe(false)
    expect(lacksWords({ ...nothing, state: 'returned', words: '请补签到表' })).toBe(false)
    expect(lacksWords({ ...nothing, state: 'returned', remarks: { files: '缺签到表' } })).toBe(
      false,
    )
  })
})
