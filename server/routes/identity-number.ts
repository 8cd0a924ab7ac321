/**
 * The whole identity number of one person, for whoever works for an organisation above his branch: with a reason, noted before
 * it is said, and so many an hour. The note is a record that lies in the person's own bucket: he reads it on his phone.
 */
import { Hono } from 'hono'
import type { Actor } from '../../schema/access.ts'
import { oversees } from '../../schema/access.ts'
import { derivedId } from '../../schema/define-record.ts'
import { textOf } from '../../schema/json.ts'
import { look } from '../../schema/records/look.ts'
import { acceptEdits } from '../../sync/authority/accept-edits.ts'
import { actorOf } from '../../sync/authority/actor.ts'
import type { Row, StoreTransaction } from '../../sync/authority/store.ts'
import { makeStamp } from '../../sync/clock.ts'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import type { IdentityNumberReply } from '../../sync/wire/privacy.ts'
import { readReasoned } from '../../sync/wire/privacy.ts'
import type { ApiFailure } from '../../sync/wire/session.ts'
import type { SessionOnFile } from '../accounts/session-book.ts'
import { newId } from '../accounts/random.ts'
import { answerFailure } from '../middleware/answer-failure.ts'
import type { Environment } from '../middleware/environment.ts'
import { readJson } from '../middleware/read-body.ts'
import { signedIn } from '../middleware/signed-in.ts'
import type { Parts } from '../parts.ts'

const longestBody = 2_000

type Asked = {
  readonly session: SessionOnFile
  readonly personId: string
  readonly reason: string
  readonly now: number
}

export function identityNumberRoutes(parts: Parts): Hono<Environment> {
  const routes = new Hono<Environment>()
  routes.post('/api/people/:id/identity-number', signedIn(parts), async (context) => {
    const body = await readJson(context, longestBody)
    if (!body.ok) return answerFailure(context, { error: body.failure })
    const asked = readReasoned(body.value)
    if (!asked) return answerFailure(context, { error: 'badRequest' })
    const session = context.get('session')
    const told = await disclose(parts, {
      session,
      personId: context.req.param('id'),
      reason: asked.reason.trim(),
      now: parts.now(),
    })
    if (!told.ok) return answerFailure(context, told.failure)
    context.header('cache-control', 'no-store')
    return context.json({ number: told.value } satisfies IdentityNumberReply)
  })
  return routes
}

const disclose = (parts: Parts, asked: Asked): Promise<Result<string | null, ApiFailure>> =>
  parts.store.write(async (transaction) => {
    const { session, personId, now } = asked
    const actor = await actorOf(transaction, session.account, now)
    const person = await transaction.row(personId)
    // Whoever may not is answered as if there were nobody: ids are not to be tried out here.
    if (!actor || person?.type !== 'person' || !oversees(actor, person.of))
      return fail({ error: 'notFound' })
    const retryAfterMs = parts.disclosures.waitOf(session.account.id, now)
    if (retryAfterMs > 0) return fail({ error: 'tooManyTries', retryAfterMs })
    const number = (await parts.identities.byPerson([personId])).get(personId)
    if (number === undefined) return succeed(null)
    await noteLook(parts, transaction, asked, actor, person)
    const { account, device } = session
    const disclosure = { account: account.id, device, person: personId, reason: asked.reason }
    await parts.disclosures.note(disclosure, now)
    // The reason stands where the member reads it, and not in the log.
    const about = { account: account.id, person: personId, device }
    await parts.security.note(now, { event: 'numberShown', ...about })
    return succeed(number)
  })

/** Throws, and undoes it all, where it cannot be noted: what is not noted is not said. */
async function noteLook(
  { registry }: Parts,
  transaction: StoreTransaction,
  { session, personId, reason, now }: Asked,
  actor: Actor,
  person: Row,
): Promise<void> {
  const viewer = await transaction.row(actor.personId)
  const held = actor.offices.find(({ covers }) => covers.includes(person.of))
  const key = newId()
  const edit = {
    id: newId(),
    row: derivedId(look.name, [actor.personId, personId, key]),
    type: look.name,
    version: look.version,
    stamp: makeStamp({ ms: now, counter: 0, device: session.device }),
    fields: {
      personId,
      branchId: person.of,
      viewerId: actor.personId,
      viewerName: textOf(viewer?.body, 'name'),
      organisationId: held?.organisationId ?? '',
      kind: 'number',
      key,
      at: new Date(now).toISOString(),
      reason,
    },
    basis: {},
    madeAt: now,
    offset: 0,
  }
  const arrival = { actor, device: session.device, now, sentAt: now }
  const [verdict] = await acceptEdits(registry, transaction, [edit], arrival, (error) => {
    throw error
  })
  if (verdict?.result !== 'accepted')
    throw new Error(`a look at an identity number was not noted: ${JSON.stringify(verdict)}`)
}
