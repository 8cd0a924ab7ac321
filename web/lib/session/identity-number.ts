/** Asking the server for a whole identity number: it needs the network, and keeps a note of every answer. */
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import type { IdentityNumberReply } from '#sync/wire/privacy.ts'
import type { ApiFailure } from '#sync/wire/session.ts'

export type DisclosureFailure = Pick<ApiFailure, 'retryAfterMs'> & {
  readonly error: ApiFailure['error'] | 'unreachable'
}

/** Null where none is on record. What comes is kept nowhere: not in the browser's cache, and not here. */
export async function askIdentityNumber(
  fetchNow: typeof fetch,
  personId: string,
  reason: string,
): Promise<Result<string | null, DisclosureFailure>> {
  try {
    const response = await fetchNow(`/api/people/${encodeURIComponent(personId)}/identity-number`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ reason }),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
    })
    const content: unknown = await response.json()
    if (typeof content !== 'object' || content === null) return fail({ error: 'unreachable' })
    // Only our own server can answer a signed-in request; its shapes are those of sync/wire.
    if (response.ok) return succeed((content as IdentityNumberReply).number)
    return fail('error' in content ? (content as ApiFailure) : { error: 'unreachable' })
  } catch {
    // No network, or a page of somebody else's instead of an answer.
    return fail({ error: 'unreachable' })
  }
}
