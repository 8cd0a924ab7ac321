import { expect, test } from 'vitest'
import { succeed } from '#sync/result.ts'
import { PhoneCodes } from './phone-codes.svelte.ts'

const minute = 60_000
const now = 1_790_000_000_000

async function made() {
  const code = { code: 'K3M9-X7PQ', now, expiresAt: now + 15 * minute }
  const codes = new PhoneCodes({ phoneCode: () => Promise.resolve(succeed(code)) }, 'member')
  expect(codes.minutesLeft(now)).toBe(0)
  await codes.make()
  return codes
}

test.each([
  // A screen's clock moves on twice a minute, and may be behind the server's.
  [-30_000, 15],
  [0, 15],
  [minute, 14],
  [14.5 * minute, 1],
  [15 * minute, 0],
  [99 * minute, 0],
])('%i ms after a code was made it is good for %i minutes', async (since, minutes) => {
  expect((await made()).minutesLeft(now + since)).toBe(minutes)
})
