/** Calls to `/api`: an answer of ours, or a failure with words. What is not plainly our server's is `unreachable`. */
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import type { ApiFailure, Session, SetUp, SignIn } from '#sync/wire/session.ts'
import { askServer } from './ask-server.ts'

export type SessionFailure = {
  readonly error: ApiFailure['error'] | 'unreachable'
  readonly retryAfterMs?: number
  /** For factorToSet: what the authenticator is to be given. */
  readonly secret?: string
}

export type SessionApi = {
  /** Who the browser's cookie stands for. */
  current(): Promise<Result<Session, SessionFailure>>
  signIn(who: SignIn): Promise<Result<Session, SessionFailure>>
  signOut(): Promise<Result<undefined, SessionFailure>>
  setUp(what: SetUp): Promise<Result<undefined, SessionFailure>>
}

const timeLimitMs = 30_000

export function sessionApi(fetchNow: typeof fetch): SessionApi {
  const session = async (method: string, body?: unknown) => {
    const answer = await call(fetchNow, method, '/api/session', body)
    if (!answer.ok) return answer
    return isSession(answer.value) ? succeed(answer.value) : unreachable
  }
  const nothing = async (method: string, path: string, body?: unknown) => {
    const answer = await call(fetchNow, method, path, body)
    return answer.ok ? succeed(undefined) : answer
  }
  return {
    current: () => session('GET'),
    signIn: (who) => session('POST', who),
    signOut: () => nothing('DELETE', '/api/session'),
    setUp: (what) => nothing('POST', '/api/setup', what),
  }
}

export const unreachable = fail<SessionFailure>({ error: 'unreachable' })

export async function call(
  fetchNow: typeof fetch,
  method: string,
  path: string,
  body: unknown,
): Promise<Result<unknown, SessionFailure>> {
  const init = {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  }
  try {
    return await askServer(fetchNow, path, { ...init, limitMs: timeLimitMs }, async (response) => {
      if (response.status === 204) return succeed(undefined)
      const content: unknown = await response.json()
      if (response.ok) return succeed(content)
      return isFailure(content) ? fail(content) : unreachable
    })
  } catch {
    // No network, a time-out, a redirect, a page instead of JSON: a person hears one sentence for all of them.
    return unreachable
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const isFailure = (value: unknown): value is ApiFailure =>
  isObject(value) && typeof value['error'] === 'string'

/** Shallow: only our own server can set the cookie that comes with it. */
export const isSession = (value: unknown): value is Session =>
  isObject(value) &&
  isObject(value['account']) &&
  typeof value['account']['id'] === 'string' &&
  typeof value['personName'] === 'string' &&
  isObject(value['actor'])
