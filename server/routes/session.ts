/** Signing in and out, and setting up an empty server: `/api/session`, `/api/setup`. */
import { Hono } from 'hono'
import type { Result } from '../../sync/result.ts'
import type { ApiFailure, SignIn } from '../../sync/wire/session.ts'
import { readSetUp, readSignIn } from '../../sync/wire/session.ts'
import { sessionOf } from '../accounts/enter.ts'
import type { SessionOnFile } from '../accounts/session-book.ts'
import { setUp } from '../accounts/set-up.ts'
import type { SignedIn, SignInFailure } from '../accounts/sign-in.ts'
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
    const address = addressOf(context, parts)
    const result = await signIn(parts, wish, address)
    await noteSignIn(parts, wish, address, result)
    if (!result.ok) return answerFailure(context, failureOf(result.failure))
    const { account, token, papers } = result.value
    const session = await sessionOf(parts, account, wish.device.id)
    if (!session) return answerFailure(context, { error: 'notAllowed' })
    giveSession(context, parts, token)
    return answerJson(context, { ...session, ...(papers && { papers }) })
  })

  routes.get('/api/session', signedIn(parts), async (context) => {
    const { account, device } = context.get('session')
    const session = await sessionOf(parts, account, device)
    return session ? answerJson(context, session) : answerFailure(context, { error: 'signedOut' })
  })

  routes.delete('/api/session', async (context) => {
    const token = tokenOf(context, parts)
    const session = token ? parts.sessions.find(token, parts.now()) : undefined
    // One that was taken back stays on file: who took it back is to see what became of it.
    if (token && session?.state === 'open') await closeSession(parts, session, token)
    takeSession(context, parts)
    return context.body(null, 204)
  })

  routes.post('/api/setup', async (context) => {
    const body = await readJson(context, bodyLimit)
    const wish = body.ok ? readSetUp(body.value) : undefined
    if (!wish) return answerFailure(context, { error: body.ok ? 'badRequest' : body.failure })
    const done = await setUp(parts, wish)
    const address = addressOf(context, parts)
    if (done) await parts.security.note(parts.now(), { event: 'setUp', address })
    return done ? context.body(null, 204) : answerFailure(context, { error: 'usedLink' })
  })
  return routes
}

function failureOf(failure: SignInFailure): ApiFailure {
  switch (failure.kind) {
    case 'tooManyTries':
      return { error: 'tooManyTries', retryAfterMs: failure.waitMs }
    case 'factorToSet':
      return { error: 'factorToSet', secret: failure.secret }
    default:
      return { error: failure.kind }
  }
}

async function noteSignIn(
  { accounts, security, log, now }: Parts,
  { name, device }: SignIn,
  address: string,
  result: Result<SignedIn, SignInFailure>,
): Promise<void> {
  const known = accounts.byName(name)
  const about = { account: known?.id, person: known?.personId, device: device.id, address }
  if (result.ok) {
    await security.note(now(), { event: 'signedIn', ...about })
    return
  }
  const { kind } = result.failure
  // People type their passwords into the field of the name: only a name that is one is written down.
  log.warn({ ...(known && { name: known.name }), reason: kind }, 'sign-in refused')
  // Whoever waits has been written down already; so has nobody who was only asked for more.
  if (kind === 'tooManyTries' || kind === 'codeNeeded' || kind === 'factorToSet') return
  await security.note(now(), { event: 'signInRefused', ...about, detail: kind })
}

async function closeSession(
  { sessions, security, now }: Parts,
  { account, device }: SessionOnFile,
  token: string,
): Promise<void> {
  await sessions.close(token)
  const about = { account: account.id, person: account.personId, device }
  await security.note(now(), { event: 'signedOut', ...about })
}
