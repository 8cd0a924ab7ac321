import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkMeetingCode,
  checkMemberCode,
  digitsOf,
  readCode,
  stepMs,
  toleranceMs,
  writeMeetingCode,
  writeMemberCode,
  writeTyped,
} from './attendance-code.ts'

const now = Date.parse('2026-10-15T01:30:07.000Z')
const [key, other] = ['k'.repeat(43), 'o'.repeat(43)]
const meeting = { meetingId: 'm1', branchId: 'b1' }
const member = { personId: 'p1', branchId: 'b1', name: '霍明伟', branchName: '枣林村党支部' }

describe('the meeting’s code', () => {
  const text = writeMeetingCode(key, meeting, now)

  it('holds for its meeting, now and as long as clocks may differ', () => {
    expect(checkMeetingCode([other, key], text, 'm1', now)).toBe('good')
    expect(checkMeetingCode([key], text, 'm1', now + toleranceMs)).toBe('good')
    expect(checkMeetingCode([key], text, 'm1', now - toleranceMs)).toBe('good')
  })

  it('is good for no other meeting, no later hour and no other day', () => {
    expect(checkMeetingCode([key], text, 'm2', now)).toBe('forged')
    expect(checkMeetingCode([key], text, 'm1', now + toleranceMs + stepMs)).toBe('late')
    expect(checkMeetingCode([key], text, 'm1', now + 86_400_000)).toBe('late')
    // A phone whose clock is far behind.
    expect(checkMeetingCode([key], text, 'm1', now - toleranceMs - stepMs)).toBe('late')
  })

  it('cannot be made up, moved in time or carried to another meeting', () => {
    const [mark, , branch, step, signed] = text.split(' ')
    expect(checkMeetingCode([other], text, 'm1', now)).toBe('forged')
    expect(checkMeetingCode([key], `${mark} m1 b2 ${step} ${signed}`, 'm1', now)).toBe('forged')
    expect(checkMeetingCode([key], `${mark} m2 ${branch} ${step} ${signed}`, 'm2', now)).toBe(
      'forged',
    )
    expect(
      checkMeetingCode(
        [key],
        `${mark} m1 ${branch} ${Number(step) + 100} ${signed}`,
        'm1',
        now + 100 * stepMs,
      ),
    ).toBe('forged')
  })

  it('says unknown where there is nothing to check with', () => {
    expect(checkMeetingCode([], text, 'm1', now)).toBe('unknown')
  })

  it('changes every half minute', () => {
    expect(writeMeetingCode(key, meeting, now + stepMs)).not.toBe(text)
  })

  it('as digits lives ten minutes at most after they were shown', () => {
    const typed = writeTyped('m1', digitsOf(key, 'm1', now))
    expect(checkMeetingCode([key], typed, 'm1', now + 240_000)).toBe('good')
    expect(checkMeetingCode([key], typed, 'm1', now + 660_000)).toBe('forged')
    // Shown in one stretch of five minutes and typed in the next; or by a phone whose clock is a little behind.
    expect(checkMeetingCode([key], typed, 'm1', now + 300_000)).toBe('good')
    expect(checkMeetingCode([key], typed, 'm1', now - 60_000)).toBe('good')
    expect(checkMeetingCode([key], typed, 'm1', now - 660_000)).toBe('forged')
    const carried = writeTyped('m2', digitsOf(key, 'm1', now))
    expect(checkMeetingCode([key], carried, 'm2', now)).toBe('forged')
    expect(checkMeetingCode([key], typed, 'm2', now)).toBe('forged')
    const shown = Array.from({ length: 100 }, (_none, turn) =>
      digitsOf(key, 'm1', now + turn * 300_000),
    )
    for (const digits of shown) expect(digits).toMatch(/^\d{6}$/)
    expect(shown.some((digits) => digits.startsWith('0'))).toBe(true)
  })
})

describe('a member’s code', () => {
  const text = writeMemberCode(key, member, now)

  it('says who he is and whose member', () => {
    expect(readCode(text)).toEqual({
      ...member,
      kind: 'member',
      atMs: Math.floor(now / stepMs) * stepMs,
    })
    expect(checkMemberCode([key], text, now)).toBe('good')
  })

  it('is nobody else’s, and not of yesterday', () => {
    expect(checkMemberCode([key], text.replace('p1', 'p2'), now)).toBe('forged')
    expect(checkMemberCode([key], text.replace('b1', 'b2'), now)).toBe('forged')
    expect(checkMemberCode([key], text.replace('枣林', '石槽'), now)).toBe('forged')
    expect(checkMemberCode([key], text.replace('霍明伟', '霍明华'), now)).toBe('forged')
    expect(checkMemberCode([key], text, now + 86_400_000)).toBe('late')
    expect(checkMemberCode([], text, now)).toBe('unknown')
    expect(checkMemberCode([key], writeMeetingCode(key, meeting, now), now)).toBe('forged')
  })
})

it('a code cut short says nothing', () => {
  for (const text of [
    writeMeetingCode(key, meeting, now).split(' ').slice(0, 3).join(' '),
    writeMemberCode(key, member, now).split('\n').slice(0, 6).join('\n'),
    writeMemberCode(key, { ...member, name: '' }, now),
    'ZBD1 m1',
  ])
    expect(readCode(text), text).toBeUndefined()
})

it('whatever is scanned, nothing breaks and nothing is taken for good', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((rest) => `ZBM1 ${rest}`),
        fc.string().map((rest) => `ZBP1\n${rest}`),
        fc.string().map((rest) => `ZBD1 m1 ${rest}`),
      ),
      (text) => {
        readCode(text)
        expect(checkMeetingCode([key], text, 'm1', now)).not.toBe('good')
        expect(checkMemberCode([key], text, now)).not.toBe('good')
      },
    ),
  )
})
