/**
 * Sessions: a random token in a cookie that no script can read and no other site can send. How long it counts is decided here
 * and not by the cookie, which outlives it: a device whose session was taken back must still be known.
 */
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { CookieOptions } from 'hono/utils/cookie'
import { createMiddleware } from 'hono/factory'
import { isOfCommittee } from '../../schema/access.ts'
import { actorBehind } from '../accounts/enter.ts'
import type { SessionOnFile } from '../accounts/session-book.ts'
import { longSessionMs } from '../accounts/session-book.ts'
import type { Parts } from '../parts.ts'
import { answerFailure } from './answer-failure.ts'
import type { Environment, Request } from './environment.ts'
import { isHttps } from './environment.ts'

/** Renewed so often in the time it lasts, so that not every request writes. */
const renewals = 24

/** For whom a device says it speaks. */
export const accountHeader = 'x-branchbook-account'

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
    maxAge: longSessionMs / 1_000,
  })

export function takeSession(context: Request, parts: Parts): void {
  deleteCookie(context, cookieName, optionsFor(context, parts))
}

export const tokenOf = (context: Request, parts: Parts): string | undefined =>
  getCookie(context, cookieName, prefixOf(context, parts))

/** Refuses whoever has no session, or one that was taken back. */
export const signedIn = (parts: Parts) =>
  createMiddleware<Environment>(async (context, next) => {
    const found = await sessionIn(context, parts)
    if (found?.state !== 'open') return answerFailure(context, { error: 'signedOut' })
    await keepUp(context, parts, found)
    await next()
    return undefined
  })

/** Lets in a session that was taken back as well: its device may bring what it had not sent, and nothing else. */
export const signedInOrRevoked = (parts: Parts) =>
  createMiddleware<Environment>(async (context, next) => {
    const found = await sessionIn(context, parts)
    if (!found) return answerFailure(context, { error: 'signedOut' })
    if (found.state === 'ended') {
      // A browser may hold the records of another account than its cookie's: those are not what was taken back.
      const isMeant = context.req.header(accountHeader) === found.account.id
      return answerFailure(context, { error: 'signedOut', ...(isMeant && { revoked: true }) })
    }
    await keepUp(context, parts, found)
    await next()
    return undefined
  })

type Found = SessionOnFile & { readonly token: string }

async function sessionIn(context: Request, parts: Parts): Promise<Found | undefined> {
  const token = tokenOf(context, parts)
  const session = token ? parts.sessions.find(token, parts.now()) : undefined
  if (!token || !session) return undefined
  if (await maySpeak(parts, session)) return { ...session, token }
  // Over, like one that has grown old: he signs in again, and nothing unsent is lost.
  return session.state === 'open' ? undefined : { ...session, token, state: 'ended' }
}

/** An office of the committee gives no rights to a session that was opened without it: there was no second proof. */
async function maySpeak(parts: Parts, { forCommittee, account }: SessionOnFile): Promise<boolean> {
  if (forCommittee) return true
  const actor = await actorBehind(parts, account)
  return !actor || !isOfCommittee(actor)
}

async function keepUp(context: Request, parts: Parts, session: Found): Promise<void> {
  const now = parts.now()
  if (session.state === 'open' && session.renewedAt < now - session.idleMs / renewals) {
    await parts.sessions.renew(session.token, now)
    giveSession(context, parts, session.token)
  }
  context.set('session', session)
}
