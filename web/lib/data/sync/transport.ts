/** One sync request over HTTP. Whatever is not plainly our server's answer — a captive portal's page — is no contact. */
import type { Obstacle, Transport } from '#sync/device/loop.ts'
import { fail, succeed } from '#sync/result.ts'
import type { ApiFailure } from '#sync/wire/session.ts'
import { readReply } from '#sync/wire/sync.ts'
import { readJson } from './read-json.ts'

const syncAddress = '/sync/v1'
const compressFrom = 1_000
const busyForMs = 30_000
/** Whoever stands between us and the server may ask for patience, but not for the rest of the day. */
const othersBusyForMs = 300_000

/** Until an answer begins. A phone on 2G sends 6 KB a second on a good day, and a round trip takes two. */
export const answerLimitMs = (sentBytes: number): number => 30_000 + sentBytes

/**
 * For the account whose database is open. The request says for whom it speaks, and a reply to somebody else — a cookie
 * changed in another tab — is none.
 */
export const makeTransport =
  (fetchNow: typeof fetch, accountId: string): Transport =>
  async (request) => {
    const body = await packed(JSON.stringify(request))
    const answer = await send(fetchNow, body, accountId)
    if (!answer) return fail({ kind: 'unreachable' })
    const { status, headers, content } = answer
    if (status !== 200) return fail(obstacleOf(status, headers.get('retry-after'), content))
    const reply = readReply(content)
    if (!reply) return fail({ kind: 'unreachable' })
    return reply.actor?.accountId === accountId ? succeed(reply) : fail({ kind: 'signedOut' })
  }

type Body = { readonly bytes: Uint8Array<ArrayBuffer>; readonly gzip: boolean }

async function packed(text: string): Promise<Body> {
  const plain = new TextEncoder().encode(text)
  if (plain.length < compressFrom || typeof CompressionStream === 'undefined') {
    return { bytes: plain, gzip: false }
  }
  const stream = new Blob([plain]).stream().pipeThrough(new CompressionStream('gzip'))
  return { bytes: new Uint8Array(await new Response(stream).arrayBuffer()), gzip: true }
}

type Answer = { readonly status: number; readonly headers: Headers; readonly content: unknown }

/** The answer with its JSON, undefined where there was none. */
async function send(
  fetchNow: typeof fetch,
  { bytes, gzip }: Body,
  accountId: string,
): Promise<Answer | undefined> {
  const control = new AbortController()
  const timer = setTimeout(() => control.abort(), answerLimitMs(bytes.length))
  try {
    const response = await fetchNow(syncAddress, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(gzip && { 'content-encoding': 'gzip' }),
        'x-branchbook-account': accountId,
      },
      body: bytes,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: control.signal,
    })
    clearTimeout(timer)
    const { status, headers } = response
    return { status, headers, content: await readJson(response) }
  } catch {
    // No network, a time-out, a redirect, half a body: from here they are one thing, and it is tried again.
    return undefined
  } finally {
    clearTimeout(timer)
    // What is still on its way is not waited for.
    control.abort()
  }
}

/** A refusal counts only where the body is one of ours; being asked to wait counts from anybody. */
function obstacleOf(status: number, retryAfter: string | null, content: unknown): Obstacle {
  const { error, retryAfterMs: asked, revoked } = (content ?? {}) as Partial<ApiFailure>
  if (status === 401 && error === 'signedOut')
    return { kind: 'signedOut', ...(revoked === true && { revoked }) }
  if (status === 426 && error === 'outdated') return { kind: 'outdated' }
  if (status !== 429) return { kind: 'unreachable' }
  const named = [asked, Number(retryAfter) * 1_000].map(Number)
  const retryAfterMs = named.find((ms) => ms > 0 && ms < Infinity) ?? busyForMs
  const most = error === 'busy' ? Infinity : othersBusyForMs
  return { kind: 'busy', retryAfterMs: Math.min(retryAfterMs, most) }
}
