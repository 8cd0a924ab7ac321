import { describe, expect, it, test } from 'vitest'
import type { Presence } from '../records/attendance.ts'
import type { OwnWord } from '../records/own-word.ts'
import { leaveState, makeUpState, scanState } from './own-words.ts'

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
    expect(scanState(scanned, { ...noted('absent'), removedAt: later })).toBe('waiting')
  })
})

describe('what was made up', () => {
  const handedIn = word({ lines: '几句', handedInAt: '2026-10-16T00:00:00.000Z' })
  it('waits, comes back with a remark, and waits again once it was handed in anew', () => {
    expect(makeUpState(handedIn, noted('absent'))).toBe('waiting')
    expect(makeUpState({ ...handedIn, answeredAt: early }, noted('absent'))).toBe('waiting')
    expect(makeUpState({ ...handedIn, answeredAt: later }, noted('absent'))).toBe('returned')
    expect(makeUpState(handedIn, noted('madeUp'))).toBe('granted')
    expect(makeUpState(handedIn, noted('present'))).toBeUndefined()
    expect(makeUpState(word({}), noted('absent'))).toBeUndefined()
  })
})

it('leave is granted by being noted, and forgotten by whoever came after all', () => {
  const asked = word({ leaveReason: '出车', leaveAt: '2026-10-14T01:00:00.000Z' })
  expect(leaveState(asked, undefined)).toBe('waiting')
  expect(leaveState(asked, noted('excused'))).toBe('granted')
  expect(leaveState({ ...asked, answeredAt: later }, undefined)).toBe('returned')
  expect(leaveState(asked, noted('present'))).toBeUndefined()
})
