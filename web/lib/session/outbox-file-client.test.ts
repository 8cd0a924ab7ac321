import { expect, it } from 'vitest'
import { bringOutboxFile } from './outbox-file-client.ts'

it('L4: tells a server that is busy for a moment from one whose author has filled his day', async () => {
  const failureAfter = async (retryAfterMs?: number) => {
    const answer = () =>
      Promise.resolve(Response.json({ error: 'busy', retryAfterMs }, { status: 429 }))
    const brought = await bringOutboxFile(answer, new Blob(['x']))
    return brought.ok ? undefined : brought.failure
  }
  expect(await failureAfter()).toBe('busy')
  expect(await failureAfter(15_000)).toBe('busy')
  expect(await failureAfter(3_600_000)).toBe('dayIsFull')
})
