/** Sessions: a random token in a cookie that no script can read and no other site can send; 180 days after the last use. */
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { CookieOptions } from 'hono/utils/cookie'
import { createMiddleware } from 'hono/factory'
import type { Parts } from '../parts.ts'
import { answerFailure } from './answer-failure.ts'
import type { Environment, Request } from './environment.ts'
import { isHttps } from './environment.ts'

export const sessionMs = 180 * 86_400_000
/** Renewed once a day, so that not every request writes. */
const renewAfterMs = 86_400_000

const cookieName = 'branchbook'

/** `__Host-` keeps a neighbouring subdomain from planting a cookie; browsers grant it to https only. */
const prefixOf = (context: Request, parts: Parts) => (isHttps(context, parts) ? 'host' : undefined)

const optionsFor = (context: Request, parts: Parts): CookieOptions => ({
  path: '/',
  httpOnly: true,
  sameSite: 'Strict',
  secure: isHttps(context, parts),
  ...(isHttps(context, parts) && { prefix: 'host' as const }),
})

export const giveSession = (context: Request, parts: Parts, token: string): void =>
  setCookie(context, cookieName, token, {
    ...optionsFor(context, parts),
    maxAge: sessionMs / 1_000,
  })

export function takeSession(context: Request, parts: Parts): void {
  deleteCookie(context, cookieName, optionsFor(context, parts))
}

export const tokenOf = (context: Request, parts: Parts): string | undefined =>
  getCookie(context, cookieName, prefixOf(context, parts))

export const signedIn = (parts: Parts) =>
  createMiddleware<Environment>(async (context, next) => {
    const now = parts.now()
    const token = tokenOf(context, parts)
    const session = token ? parts.accounts.session(token, now - sessionMs) : undefined
    if (!token || !session) return answerFailure(context, { error: 'signedOut' })
    if (session.renewedAt < now - renewAfterMs) {
      await parts.accounts.renewSession(token, now)
      giveSession(context, parts, token)
    }
    context.set('session', { ...session, token })
    await next()
    return undefined
  })
