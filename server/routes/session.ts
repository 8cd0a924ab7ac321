/** Signing in and out, and setting up an empty server: `/api/session`, `/api/setup`. */
import { Hono } from 'hono'
import { textOf } from '../../schema/json.ts'
import { actorOf } from '../../sync/authority/actor.ts'
import type { Session } from '../../sync/wire/session.ts'
import { readSetUp, readSignIn } from '../../sync/wire/session.ts'
import type { Account } from '../accounts/account-book.ts'
import { setUp } from '../accounts/set-up.ts'
import { signIn } from '../accounts/sign-in.ts'
import { answerFailure } from '../middleware/answer-failure.ts'
import { answerJson } from '../middleware/answer-json.ts'
import type { Environment } from '../middleware/environment.ts'
import { addressOf } from '../middleware/environment.ts'
import { readJson } from '../middleware/read-body.ts'
import { giveSession, signedIn, takeSession, tokenOf } from '../middleware/signed-in.ts'
import type { Parts } from '../parts.ts'

const bodyLimit = 4_000

export function sessionRoutes(parts: Parts): Hono<Environment> {
  const routes = new Hono<Environment>()

  routes.post('/api/session', async (context) => {
    const body = await readJson(context, bodyLimit)
    const wish = body.ok ? readSignIn(body.value) : undefined
    if (!wish) return answerFailure(context, { error: body.ok ? 'badRequest' : body.failure })
    const result = await signIn(parts, wish, addressOf(context, parts))
    if (!result.ok) {
      parts.log.warn({ name: wish.name, reason: result.failure.kind }, 'sign-in refused')
      return result.failure.kind === 'tooManyTries'
        ? answerFailure(context, { error: 'tooManyTries', retryAfterMs: result.failure.waitMs })
        : answerFailure(context, { error: 'wrongPassword' })
    }
    const session = await sessionOf(parts, result.value.account)
    if (!session) return answerFailure(context, { error: 'notAllowed' })
    giveSession(context, parts, result.value.token)
    return answerJson(context, session)
  })

  routes.get('/api/session', signedIn(parts), async (context) => {
    const session = await sessionOf(parts, context.get('session').account)
    return session ? answerJson(context, session) : answerFailure(context, { error: 'signedOut' })
  })

  routes.delete('/api/session', async (context) => {
    const token = tokenOf(context, parts)
    if (token) await parts.accounts.endSession(token)
    takeSession(context, parts)
    return context.body(null, 204)
  })

  routes.post('/api/setup', async (context) => {
    const body = await readJson(context, bodyLimit)
    const wish = body.ok ? readSetUp(body.value) : undefined
    if (!wish) return answerFailure(context, { error: body.ok ? 'badRequest' : body.failure })
    const done = await setUp(parts, wish)
    return done ? context.body(null, 204) : answerFailure(context, { error: 'usedLink' })
  })
  return routes
}

/** Undefined where the account's person is on no record. */
function sessionOf(parts: Parts, { id, name, personId }: Account): Promise<Session | undefined> {
  const now = parts.now()
  return parts.store.read(async (view) => {
    const actor = await actorOf(view, { id, personId }, now)
    const person = await view.row(personId)
    return actor && { account: { id, name }, personName: textOf(person?.body, 'name'), actor, now }
  })
}
