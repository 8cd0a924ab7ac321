import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Matter } from './matters.ts'
import { attendanceOf, decisionOf, matters, quorumOf } from './quorum.ts'
import { quorumSources } from './quorum-sources.ts'

const every = Object.keys(matters) as Matter[]

describe('how many must come, and how many must say yes', () => {
  test.each<[Matter, number, number, number]>([
    ['ordinary', 27, 14, 14],
    ['ordinary', 28, 14, 15],
    ['admission', 27, 14, 14],
    ['admission', 28, 15, 15],
    ['election', 27, 22, 14],
    ['election', 28, 23, 15],
    ['election', 25, 20, 13],
    ['committee', 3, 2, 2],
    ['committee', 4, 2, 3],
    ['committee', 5, 3, 3],
  ])('%s of %i: %i there, %i in favour', (matter, n, attendance, yes) => {
    expect(quorumOf(matter, n)).toEqual({ attendance, yes })
  })

  it('agrees with counting by hand for every number', () => {
    fc.assert(
      fc.property(fc.constantFrom(...every), fc.integer({ min: 1, max: 400 }), (matter, n) => {
        const { attendance, yes } = quorumOf(matter, n)
        for (const [share, needed] of [
          [matters[matter].attendance, attendance],
          [matters[matter].yes, yes],
        ] as const) {
          const enough = (people: number) =>
            share.strictly
              ? people * share.of[1] > n * share.of[0]
              : people * share.of[1] >= n * share.of[0]
          expect([enough(needed), enough(needed - 1)]).toEqual([true, false])
          expect(needed).toBeLessThanOrEqual(n)
        }
      }),
    )
  })
})

test('half of 28 may hold an ordinary vote and not one on a member', () => {
  expect(attendanceOf('ordinary', { entitled: 28, there: 14 }).reached).toBe(true)
  expect(attendanceOf('admission', { entitled: 28, there: 14 })).toEqual({
    needed: 15,
    there: 14,
    reached: false,
  })
})

test('with nobody entitled nothing is reached', () => {
  expect(attendanceOf('ordinary', { entitled: 0, there: 0 }).reached).toBe(false)
})

describe('what was decided', () => {
  it('is counted against those who should have come, not against those who did', () => {
    expect(decisionOf('ordinary', { entitled: 28, there: 20, yes: 14 }).carried).toBe(false)
    expect(decisionOf('ordinary', { entitled: 28, there: 20, yes: 15 }).carried).toBe(true)
  })

  it('with written opinions only where the rule admits them, and never for the attendance', () => {
    const votes = { entitled: 28, there: 15, yes: 13, writtenYes: 2 }
    expect(decisionOf('admission', votes)).toEqual({ needed: 15, yes: 15, carried: true })
    expect(decisionOf('ordinary', votes)).toEqual({ needed: 15, yes: 13, carried: false })
    expect(decisionOf('admission', { ...votes, there: 14, yes: 14 }).carried).toBe(false)
  })
})

test('votes on people are secret; on members each apart', () => {
  const secret = every.filter((matter) => matters[matter].secret)
  expect(secret).toEqual(['admission', 'election'])
  expect(every.filter((matter) => matters[matter].eachApart)).toEqual(['admission'])
})

test('every rule names its source in both languages', () => {
  for (const matter of every) {
    expect(quorumSources[matter].zh).not.toBe('')
    expect(quorumSources[matter].en).not.toBe('')
  }
})
