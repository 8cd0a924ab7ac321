import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import type { RowDraft } from '#lib/data/types.ts'
import type { OwnWord } from '#schema/records/own-word.ts'
import type { Standing } from './attendance-answers.ts'
import { countRows } from './counts.ts'
import {
  confirmMakeUp,
  confirmScan,
  grantLeave,
  isNotedGuest,
  receive,
  receiveByName,
} from './attendance-answers.ts'

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
const unknown = { isExpected: true }
const shown = receive(meeting, { ...code, atMs: by.nowMs }, 'text', by, unknown)

test('the same fact noted three ways, by anybody in any order, is one row', () => {
  const ways: readonly RowDraft[] = [
    shown,
    confirmScan(word, by, unknown),
    confirmScan(word, { ...by, personId: 'deputy' }, unknown),
    confirmMakeUp(word, by, unknown),
    grantLeave(word, by, unknown),
  ]
  fc.assert(
    fc.property(fc.shuffledSubarray([...ways], { minLength: 1 }), (some) => {
      expect(new Set(some.map(({ id }) => id))).toEqual(new Set(['attendance:m:p']))
    }),
  )
})

it('leave keeps its reason; a code of this branch makes no guest', () => {
  expect(grantLeave(word, by, unknown).fields).toMatchObject({
    status: 'excused',
    reason: '出车',
    way: 'asked',
  })
  expect(shown.fields).not.toHaveProperty('guestName')
})

it('a guest’s row says whose he is and keeps the code for his own branch to check', () => {
  const guest = receive(meeting, { ...code, branchId: 'c', atMs: by.nowMs }, 'text', by, unknown)
  expect(guest.fields).toMatchObject({
    branchId: 'b',
    homeBranchId: 'c',
    guestName: '霍',
    guestFrom: '枣林',
    guestAt: '枣林 · 主题党日',
    proof: 'text',
  })
})

test('a guest is known by name and branch, as long as he is noted as having come', () => {
  const wang = { name: '王伟', from: '柳林村党支部' }
  const { fields } = receiveByName(meeting, { personId: 'g', ...wang }, by)
  // As it stands once written: a field put to null is gone.
  const { removedAt: _gone, ...standing } = fields
  const body = standing as Parameters<typeof isNotedGuest>[0][number]['body']
  const isNoted = (guest: typeof wang, more: Partial<typeof body> = {}) =>
    isNotedGuest([{ body: { ...body, ...more } }], guest)
  expect(isNoted(wang)).toBe(true)
  expect(isNoted({ ...wang, from: '' })).toBe(false)
  expect(isNoted({ ...wang, name: '王维' })).toBe(false)
  expect(isNoted(wang, { status: 'absent' })).toBe(false)
  expect(isNoted(wang, { removedAt: meeting.startsAt })).toBe(false)
  expect(isNotedGuest([], wang)).toBe(false)
})

const noted = (more: object) =>
  ({ ...word, status: 'excused', reason: '出车', way: 'asked', ...more }) as NonNullable<
    Standing['row']
  >

test('what was made up is added: that he was missing that day, and why, stays', () => {
  const made = (more: object) =>
    confirmMakeUp(word, by, { row: noted(more), isExpected: true }).fields
  expect(made({})).toMatchObject({ status: 'madeUp', thatDay: 'excused', reason: '出车' })
  expect(made({ status: 'absent', reason: undefined })).toMatchObject({
    thatDay: 'absent',
    reason: null,
  })
  // Confirmed once more, or taken out of the roll before.
  expect(made({ status: 'madeUp', thatDay: 'excused' })).toMatchObject({ thatDay: 'excused' })
  expect(made({ removedAt: meeting.startsAt })).toMatchObject({ thatDay: null, reason: null })
})

test('a roll that was called stays called: who made it up later, or came late, was no less called in it', () => {
  const called = { row: noted({ status: 'absent', way: undefined }), isExpected: true }
  for (const answer of [confirmMakeUp, grantLeave, confirmScan])
    expect(answer(word, by, called).fields).not.toHaveProperty('way')
  const door = receive(meeting, { ...code, atMs: by.nowMs }, 'text', by, called)
  expect(door.fields).not.toHaveProperty('way')
  // Of the others, three were scanned at the door: eight expected is what the roll said, and goes on to say.
  const others = ['a', 'b', 'c'].map((id) => ({
    id,
    body: noted({ status: 'present', way: 'shown' }),
  }))
  const { fields } = confirmMakeUp(word, by, called)
  const after = { ...called.row, ...fields } as typeof called.row
  const counts = countRows([...others, { id: 'p', body: after }], ['themeDay'])
  expect(counts).toMatchObject({ state: 'called', expected: 4, present: 3, madeUp: 1 })

  // Taken out of the roll, and noted one by one since.
  const gone = { ...called, row: { ...called.row, removedAt: meeting.startsAt } }
  expect(grantLeave(word, by, gone).fields).toMatchObject({ way: 'asked' })
})

test('who was not called is noted beside; a row that stands keeps what it said of that', () => {
  const scan = (standing: Standing) => confirmScan(word, by, standing).fields['uncounted']
  expect(scan({ isExpected: false })).toBe(true)
  expect(scan({ isExpected: true })).toBe(null)
  expect(scan({ isExpected: false, row: noted({}) })).toBe(undefined)
  expect(scan({ isExpected: false, row: noted({ removedAt: meeting.startsAt }) })).toBe(true)
  const door = receive(meeting, { ...code, atMs: by.nowMs }, 'text', by, { isExpected: false })
  expect(door.fields['uncounted']).toBe(true)
})

test('of a meeting that was moved since, is noted on the day it is held', () => {
  const moved = { ...unknown, heldAt: '2027-01-05T01:30:00.000Z' }
  for (const answer of [grantLeave, confirmScan, confirmMakeUp])
    expect(answer(word, by, moved).fields['heldAt']).toBe(moved.heldAt)
  // Not on this device: the day he knew of.
  expect(grantLeave(word, by, unknown).fields['heldAt']).toBe(word.heldAt)
})
