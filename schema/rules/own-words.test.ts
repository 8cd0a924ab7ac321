import { describe, expect, it, test } from 'vitest'
import type { Presence } from '../records/attendance.ts'
import type { OwnWord } from '../records/own-word.ts'
import {
  answersWith,
  leaveDay,
  leaveState,
  makeUpState,
  scanState,
  whatWaits,
} from './own-words.ts'

const word = (more: Partial<OwnWord>): OwnWord => ({
  meetingId: 'm',
  personId: 'p',
  branchId: 'b',
  heldAt: '2026-10-15T01:30:00.000Z',
  ...more,
})
const noted = (status: Presence) => ({ status })
const later = '2026-10-17T00:00:00.000Z'
const early = '2026-10-14T00:00:00.000Z'

describe('a scan', () => {
  const scanned = word({ code: 'c', codeAt: '2026-10-15T01:31:00.000Z' })
  test.each<[Presence | undefined, ReturnType<typeof scanState>]>([
    [undefined, 'waiting'],
    ['present', 'granted'],
    ['excused', undefined],
    ['absent', undefined],
    ['remote', undefined],
  ])('where the branch noted %s: %s; its word stands', (status, state) => {
    expect(scanState(scanned, status && noted(status))).toBe(state)
  })
  it('sent back waits no more; a row taken away is none', () => {
    expect(scanState({ ...scanned, answeredAt: later }, undefined)).toBe('returned')
    // Of what he had said before he scanned.
    const before = '2026-10-15T01:30:30.000Z'
    expect(scanState({ ...scanned, answeredAt: before }, undefined)).toBe('waiting')
    expect(scanState({ ...scanned, removedAt: later }, undefined)).toBeUndefined()
    expect(scanState(word({}), undefined)).toBeUndefined()
    expect(scanState(scanned, { ...noted('absent'), removedAt: later })).toBe('waiting')
  })
})

test('a no to what he made up is none to the leave that still waits; what went back before stays so', () => {
  const said = word({
    ...{ leaveReason: '母亲住院', leaveAt: '2026-10-14T01:00:00.000Z' },
    ...{ lines: '几句', handedInAt: '2026-10-16T00:00:00.000Z' },
  })
  const row = noted('absent')
  expect(whatWaits(said, row, {})).toEqual(['makeUp', 'leave'])
  const answeredFor = answersWith(said, row, 'makeUp')
  const answered = { ...said, answeredFor: [...answeredFor], answeredAt: later }
  expect(whatWaits(answered, row, {})).toEqual(['leave'])
  expect(leaveState(answered, row)).toBe('waiting')
  expect(makeUpState(answered, row)).toBe('returned')
  expect(answersWith(answered, row, 'leave')).toEqual(['leave', 'makeUp'])
})

describe('what was made up', () => {
  const handedIn = word({ lines: '几句', handedInAt: '2026-10-16T00:00:00.000Z' })
  it('waits, comes back with a remark, and waits again once it was handed in anew', () => {
    expect(makeUpState(handedIn, noted('absent'))).toBe('waiting')
    expect(makeUpState({ ...handedIn, answeredAt: early }, noted('absent'))).toBe('waiting')
    expect(makeUpState({ ...handedIn, answeredAt: later }, noted('absent'))).toBe('returned')
    expect(makeUpState(handedIn, noted('madeUp'))).toBe('granted')
    expect(makeUpState(handedIn, noted('present'))).toBeUndefined()
    expect(makeUpState(handedIn, noted('remote'))).toBeUndefined()
    expect(makeUpState({ ...handedIn, removedAt: later }, noted('absent'))).toBeUndefined()
    expect(makeUpState(word({}), noted('absent'))).toBeUndefined()
  })
})

it('leave is granted by being noted, and forgotten by whoever came after all', () => {
  const asked = word({ leaveReason: '出车', leaveAt: '2026-10-14T01:00:00.000Z' })
  expect(leaveState(asked, undefined)).toBe('waiting')
  // Called absent before anybody had read it, it still waits.
  expect(leaveState(asked, noted('absent'))).toBe('waiting')
  expect(leaveState({ ...asked, answeredAt: '2026-10-14T02:00:00.000Z' }, undefined)).toBe(
    'returned',
  )
  expect(leaveState({ ...asked, answeredAt: early }, undefined)).toBe('waiting')
  expect(leaveState({ ...asked, removedAt: later }, undefined)).toBeUndefined()
  expect(leaveState(word({}), undefined)).toBeUndefined()
  expect(leaveState(asked, noted('excused'))).toBe('granted')
  expect(leaveState({ ...asked, answeredAt: later }, undefined)).toBe('returned')
  expect(leaveState(asked, noted('present'))).toBeUndefined()
})

describe('a meeting that was called off or moved', () => {
  const said = word({
    ...{ leaveReason: '出车', leaveAt: early, lines: '几句', handedInAt: early },
    ...{ code: 'c', codeAt: early },
  })
  it('waits for nobody any more once it is off, whatever was said of it', () => {
    expect(whatWaits(said, undefined, undefined)).toEqual(['makeUp', 'scan', 'leave'])
    expect(whatWaits(said, undefined, {})).toEqual(['makeUp', 'scan', 'leave'])
    expect(whatWaits(said, undefined, { notHeld: '下大雨' })).toEqual([])
    expect(whatWaits(said, undefined, { removedAt: later })).toEqual([])
  })
  it('a leave taken back waits while the roll still says it, and only one that was asked for', () => {
    const back = word({ remark: '好' })
    const asked = { status: 'excused', way: 'asked' } as const
    expect(whatWaits(back, asked, {})).toEqual(['leaveBack'])
    expect(whatWaits(back, { status: 'excused' }, {})).toEqual([])
    expect(whatWaits(back, { ...asked, removedAt: later }, {})).toEqual([])
    expect(whatWaits(back, asked, { notHeld: '下大雨' })).toEqual([])
    // Of a signed meeting nobody is asked for what the authority would refuse.
    expect(whatWaits(back, asked, { stage: 'signed' })).toEqual([])
    expect(whatWaits(word({ leaveReason: '出车', leaveAt: early }), asked, {})).toEqual([])
  })
  it('leave is for the day on which the meeting was when he asked', () => {
    const leave = word({ leaveReason: '出车', leaveAt: early })
    expect(leaveDay(leave, '2026-10-15T11:30:00.000Z')).toBeUndefined()
    expect(leaveDay(leave, '2026-10-18T01:30:00.000Z')).toBe('2026-10-15')
    const again = { ...leave, leaveFor: '2026-10-18T01:30:00.000Z' }
    expect(leaveDay(again, '2026-10-18T01:30:00.000Z')).toBeUndefined()
    expect(leaveDay(word({}), '2026-10-18T01:30:00.000Z')).toBeUndefined()
    expect(leaveDay(undefined, '2026-10-18T01:30:00.000Z')).toBeUndefined()
  })
})
