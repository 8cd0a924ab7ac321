import { expect, test } from 'vitest'
import { codeOf, newSecret, stepAt, stepOfCode } from './totp.ts'

/** `12345678901234567890`, the key of RFC 6238's appendix B, in base 32. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('RFC 6238, appendix B: at %i s the code is %s', (seconds, code) => {
  expect(codeOf(secret, stepAt(seconds * 1_000))).toBe(code)
})

test('a phone may be one step off, and no more', () => {
  const now = 1_234_567_890_000
  const at = (steps: number) => codeOf(secret, stepAt(now) + steps)
  expect([-2, -1, 0, 1, 2].map((steps) => stepOfCode(secret, at(steps), now))).toEqual([
    undefined,
    stepAt(now) - 1,
    stepAt(now),
    stepAt(now) + 1,
    undefined,
  ])
})

test('what is no code of six digits is of no step', () => {
  for (const code of ['', '12345', '1234567', '０05924', 'abcdef'])
    expect(stepOfCode(secret, code, 1_234_567_890_000)).toBeUndefined()
})

test('a new secret has 160 random bits in 32 signs', () => {
  const made = new Set(Array.from({ length: 50 }, newSecret))
  expect(made.size).toBe(50)
  for (const each of made) expect(each).toMatch(/^[A-Z2-7]{32}$/)
})
