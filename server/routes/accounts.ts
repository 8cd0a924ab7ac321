/** Passwords and second proofs: one's own under `/api/account`, somebody else's by a link under `/api/links`. */
import { Hono } from 'hono'
import {
  readChangePassword,
  readConfirmFactor,
  readForPerson,
  readLookAtLink,
  readUseLink,
  readWantFactor,
  readWantLink,
} from '../../sync/wire/getting-in.ts'
import type { Account } from '../accounts/account-book.ts'
import { accountStateOf, closeAccounts, reopenAccounts } from '../accounts/close-account.ts'
import { actorBehind } from '../accounts/enter.ts'
import type { OwnFailure } from '../accounts/own-account.ts'
import { changePassword, ownAccount, setFactor, wantFactor } from '../accounts/own-account.ts'
import { issueLink, ownerOfLink, useLink } from '../accounts/password-links.ts'
import { answerFailure } from '../middleware/answer-failure.ts'
import { answerJson } from '../middleware/answer-json.ts'
import type { Environment } from '../middleware/environment.ts'
import { addressOf } from '../middleware/environment.ts'
import { readWish } from '../middleware/read-wish.ts'
import { giveSession, signedIn } from '../middleware/signed-in.ts'
import type { Parts } from '../parts.ts'

export function accountRoutes(parts: Parts): Hono<Environment> {
  const routes = new Hono<Environment>()
  addOwn(routes, parts)
  addLinks(routes, parts)
  addClosing(routes, parts)
  return routes
}

const failureOf = (failure: OwnFailure) =>
  failure.kind === 'tooManyTries'
    ? { error: failure.kind, retryAfterMs: failure.waitMs }
    : { error: failure.kind }

function addOwn(routes: Hono<Environment>, parts: Parts): void {
  routes.get('/api/account', signedIn(parts), (context) =>
    answerJson(context, ownAccount(parts, context.get('session').account)),
  )

  routes.post('/api/account/password', signedIn(parts), async (context) => {
    const wish = await readWish(context, readChangePassword)
    if (!wish.ok) return answerFailure(context, { error: wish.failure })
    const session = context.get('session')
    const address = addressOf(context, parts)
    const label = parts.devices.labelOf(session.account.id, session.device)
    const changed = await changePassword(parts, session, wish.value, { label, address })
    if (!changed.ok) return answerFailure(context, failureOf(changed.failure))
    giveSession(context, parts, changed.value)
    return context.body(null, 204)
  })

  routes.post('/api/account/factor', signedIn(parts), async (context) => {
    const wish = await readWish(context, readWantFactor)
    if (!wish.ok) return answerFailure(context, { error: wish.failure })
    const session = context.get('session')
    const secret = await wantFactor(parts, session, wish.value, addressOf(context, parts))
    return secret.ok
      ? answerJson(context, { secret: secret.value })
      : answerFailure(context, failureOf(secret.failure))
  })

  routes.post('/api/account/factor/confirm', signedIn(parts), async (context) => {
    const wish = await readWish(context, readConfirmFactor)
    if (!wish.ok) return answerFailure(context, { error: wish.failure })
    const session = context.get('session')
    const papers = await setFactor(parts, session, wish.value.code, addressOf(context, parts))
    return papers.ok
      ? answerJson(context, { papers: papers.value })
      : answerFailure(context, failureOf(papers.failure))
  })
}

function addLinks(routes: Hono<Environment>, parts: Parts): void {
  routes.post('/api/links', signedIn(parts), async (context) => {
    const wish = await readWish(context, readWantLink)
    if (!wish.ok) return answerFailure(context, { error: wish.failure })
    const actor = await actorBehind(parts, context.get('session').account)
    const link = actor && (await issueLink(parts, actor, wish.value))
    return link ? answerJson(context, link) : answerFailure(context, { error: 'notAllowed' })
  })

  // By POST, so that no link stands in the log of a proxy.
  routes.post('/api/links/owner', async (context) => {
    const wish = await readWish(context, readLookAtLink)
    if (!wish.ok) return answerFailure(context, { error: wish.failure })
    const owner = await ownerOfLink(parts, wish.value.token)
    return owner.ok
      ? answerJson(context, owner.value)
      : answerFailure(context, { error: owner.failure })
  })

  routes.post('/api/links/use', async (context) => {
    const wish = await readWish(context, readUseLink)
    if (!wish.ok) return answerFailure(context, { error: wish.failure })
    const used = await useLink(parts, wish.value)
    return used.ok ? context.body(null, 204) : answerFailure(context, { error: used.failure })
  })
}

/** Somebody else's account, for the level above him. */
function addClosing(routes: Hono<Environment>, parts: Parts): void {
  const stateFor = async (account: Account, personId: string) => {
    const actor = await actorBehind(parts, account)
    return actor && accountStateOf(parts, actor, personId)
  }

  routes.get('/api/people/:id/account', signedIn(parts), async (context) => {
    const state = await stateFor(context.get('session').account, context.req.param('id'))
    return state ? answerJson(context, state) : answerFailure(context, { error: 'notAllowed' })
  })

  for (const [path, change] of [
    ['/api/accounts/close', closeAccounts],
    ['/api/accounts/reopen', reopenAccounts],
  ] as const)
    routes.post(path, signedIn(parts), async (context) => {
      const wish = await readWish(context, readForPerson)
      if (!wish.ok) return answerFailure(context, { error: wish.failure })
      const { account } = context.get('session')
      const { personId } = wish.value
      if (!(await stateFor(account, personId)))
        return answerFailure(context, { error: 'notAllowed' })
      // Also where it was done already: a lost answer costs one more tap.
      await change(parts, personId, account.id)
      return context.body(null, 204)
    })
}
