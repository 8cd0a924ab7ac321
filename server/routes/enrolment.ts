/** Letting a phone in by a code: `/api/phone-codes` makes one, `/api/enrolment` uses it. */
import { Hono } from 'hono'
import { readEnrol, readForPerson } from '../../sync/wire/getting-in.ts'
import type { EnrolFailure } from '../accounts/enrolment.ts'
import { enrol, issuePhoneCode } from '../accounts/enrolment.ts'
import { actorBehind, sessionOf } from '../accounts/enter.ts'
import { inGroups } from '../accounts/short-code.ts'
import { answerFailure } from '../middleware/answer-failure.ts'
import { answerJson } from '../middleware/answer-json.ts'
import type { Environment } from '../middleware/environment.ts'
import { addressOf } from '../middleware/environment.ts'
import { readWish } from '../middleware/read-wish.ts'
import { giveSession, signedIn } from '../middleware/signed-in.ts'
import type { Parts } from '../parts.ts'

export function enrolmentRoutes(parts: Parts): Hono<Environment> {
  const routes = new Hono<Environment>()
  const { security, now } = parts

  routes.post('/api/phone-codes', signedIn(parts), async (context) => {
    const wish = await readWish(context, readForPerson)
    if (!wish.ok) return answerFailure(context, { error: wish.failure })
    const actor = await actorBehind(parts, context.get('session').account)
    const issued = actor && (await issuePhoneCode(parts, actor, wish.value.personId))
    if (!issued) return answerFailure(context, { error: 'notAllowed' })
    const { code, expiresAt } = issued
    return answerJson(context, { code: inGroups(code), expiresAt, now: now() })
  })

  routes.post('/api/enrolment', async (context) => {
    const wish = await readWish(context, readEnrol)
    if (!wish.ok) return answerFailure(context, { error: wish.failure })
    const address = addressOf(context, parts)
    const device = wish.value.device.id
    const result = await enrol(parts, wish.value, address)
    if (!result.ok) {
      if (result.failure.kind !== 'tooManyTries') {
        const detail = result.failure.kind
        await security.note(now(), { event: 'enrolmentRefused', device, address, detail })
      }
      return answerFailure(context, failureOf(result.failure))
    }
    const { account, token } = result.value
    const about = { account: account.id, person: account.personId, device, address }
    await security.note(now(), { event: 'enrolled', ...about })
    const session = await sessionOf(parts, account, device)
    if (!session) return answerFailure(context, { error: 'notAllowed' })
    giveSession(context, parts, token)
    return answerJson(context, session)
  })
  return routes
}

const failureOf = (failure: EnrolFailure) =>
  failure.kind === 'tooManyTries'
    ? { error: failure.kind, retryAfterMs: failure.waitMs }
    : { error: failure.kind }
