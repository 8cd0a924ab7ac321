/** Brings somebody's file of unsent work to the server: `POST /api/outbox-file`. Brought twice, it does no harm. */
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import type { OutboxFileAnswer } from '#sync/wire/outbox-file.ts'
import { outboxFileBytes, readOutboxFileAnswer } from '#sync/wire/outbox-file.ts'
import type { ApiFailure } from '#sync/wire/session.ts'

/** `dayIsFull`: its author brought more in a day than one may; it may be brought tomorrow. */
export type BringFailure = ApiFailure['error'] | 'unreachable' | 'dayIsFull'

/** A busy server asks for seconds. */
const longestBusyMs = 60_000

export async function bringOutboxFile(
  fetchNow: typeof fetch,
  file: Blob,
): Promise<Result<OutboxFileAnswer, BringFailure>> {
  if (file.size > outboxFileBytes) return fail('tooLarge')
  try {
    const response = await fetchNow('/api/outbox-file', {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: file,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
    })
    const content: unknown = await response.json()
    if (response.ok) {
      const answer = readOutboxFileAnswer(content)
      return answer ? succeed(answer) : fail('unreachable')
    }
    const { error, retryAfterMs = 0 } = (content ?? {}) as Partial<ApiFailure>
    if (error === 'busy' && retryAfterMs > longestBusyMs) return fail('dayIsFull')
    return fail(error ?? 'unreachable')
  } catch {
    // No network, or a page of somebody else's in between: both mean that it has to wait.
    return fail('unreachable')
  }
}
