/** One sync request over HTTP. Whatever is not plainly our server's answer — a captive portal's page — is no contact. */
import type { Obstacle, Transport } from '#sync/device/loop.ts'
import { fail, succeed } from '#sync/result.ts'
import type { ApiFailure } from '#sync/wire/session.ts'
import type { SyncRequest } from '#sync/wire/request.ts'
import { readReply } from '#sync/wire/sync.ts'

const syncAddress = '/sync/v1'
const compressFrom = 1_000

/** A phone on 2G sends 6 KB a second on a good day, and a round trip takes two. */
export const timeLimitMs = (sentBytes: number, rows: number): number =>
  30_000 + sentBytes + rows * 10

/**
 * For the account whose database is open. The request says for whom it speaks, and a reply to somebody else — a cookie
 * changed in another tab — is none.
 */
export const makeTransport =
  (fetchNow: typeof fetch, accountId: string): Transport =>
  async (request) => {
    const body = await packed(JSON.stringify(request))
    const response = await send(fetchNow, body, request, accountId)
    if (!response) return fail({ kind: 'unreachable' })
    const { status, headers, content } = response
    if (status !== 200) return fail(obstacleOf(status, headers.get('retry-after'), content))
    const reply = readReply(content)
    if (!reply) return fail({ kind: 'unreachable' })
    return reply.actor?.accountId === accountId ? succeed(reply) : fail({ kind: 'signedOut' })
  }

type Body = { readonly bytes: BodyInit; readonly size: number; readonly gzip: boolean }

async function packed(text: string): Promise<Body> {
  const plain = new TextEncoder().encode(text)
  if (plain.length < compressFrom || typeof CompressionStream === 'undefined') {
    return { bytes: plain, size: plain.length, gzip: false }
  }
  const stream = new Blob([plain]).stream().pipeThrough(new CompressionStream('gzip'))
  const bytes = await new Response(stream).arrayBuffer()
  return { bytes, size: bytes.byteLength, gzip: true }
}

type Answer = { readonly status: number; readonly headers: Headers; readonly content: unknown }

/** The answer with its JSON, undefined where there was none. */
async function send(
  fetchNow: typeof fetch,
  body: Body,
  request: SyncRequest,
  accountId: string,
): Promise<Answer | undefined> {
  const control = new AbortController()
  const timer = setTimeout(() => control.abort(), timeLimitMs(body.size, request.rows))
  try {
    const response = await fetchNow(syncAddress, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(body.gzip && { 'content-encoding': 'gzip' }),
        'x-branchbook-account': accountId,
      },
      body: body.bytes,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: control.signal,
    })
    const { status, headers } = response
    return { status, headers, content: await response.json() }
  } catch {
    // No network, a time-out, a redirect, a page instead of JSON: from here they are one thing, and it is tried again.
    return undefined
  } finally {
    clearTimeout(timer)
  }
}

/** A refusal counts only where the body is one of ours. */
function obstacleOf(status: number, retryAfter: string | null, content: unknown): Obstacle {
  const { error, retryAfterMs } = (content ?? {}) as Partial<ApiFailure>
  if (status === 401 && error === 'signedOut') return { kind: 'signedOut' }
  if (status === 426 && error === 'outdated') return { kind: 'outdated' }
  if (status === 429) {
    const seconds = Number(retryAfter)
    return {
      kind: 'busy',
      retryAfterMs: retryAfterMs ?? (seconds > 0 ? seconds * 1_000 : 30_000),
    }
  }
  return { kind: 'unreachable' }
}
