import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import type { RowDraft } from '#lib/data/types.ts'
import type { OwnWord } from '#schema/records/own-word.ts'
import { confirmMakeUp, confirmScan, grantLeave, receive } from './attendance-answers.ts'

const by = { personId: 's', nowMs: Date.parse('2026-10-15T02:00:00.000Z') }
const meeting = {
  id: 'm',
  branchId: 'b',
  startsAt: '2026-10-15T01:30:00.000Z',
  said: '枣林 · 主题党日',
}
const word: OwnWord = {
  meetingId: 'm',
  personId: 'p',
  branchId: 'b',
  heldAt: meeting.startsAt,
  leaveReason: '出车',
}
const code = {
  kind: 'member',
  personId: 'p',
  branchId: 'b',
  name: '霍',
  branchName: '枣林',
} as const
const shown = receive(meeting, { ...code, atMs: by.nowMs }, 'text', by)

test('the same fact noted three ways, by anybody in any order, is one row', () => {
  const ways: readonly RowDraft[] = [
    shown,
    confirmScan(word, by),
    confirmScan(word, { ...by, personId: 'deputy' }),
    confirmMakeUp(word, by),
    grantLeave(word, by),
  ]
  fc.assert(
    fc.property(fc.shuffledSubarray([...ways], { minLength: 1 }), (some) => {
      expect(new Set(some.map(({ id }) => id))).toEqual(new Set(['attendance:m:p']))
    }),
  )
})

it('leave keeps its reason; a code of this branch makes no guest', () => {
  expect(grantLeave(word, by).fields).toMatchObject({
    status: 'excused',
    reason: '出车',
    way: 'asked',
  })
  expect(shown.fields).not.toHaveProperty('guestName')
})

it('a guest’s row says whose he is and keeps the code for his own branch to check', () => {
  const guest = receive(meeting, { ...code, branchId: 'c', atMs: by.nowMs }, 'text', by)
  expect(guest.fields).toMatchObject({
    branchId: 'b',
    homeBranchId: 'c',
    guestName: '霍',
    guestFrom: '枣林',
    guestAt: '枣林 · 主题党日',
    proof: 'text',
  })
})
