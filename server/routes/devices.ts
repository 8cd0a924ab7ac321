/** Whose devices there are, how they fare, and taking their sessions back: `/api/devices`. */
import { Hono } from 'hono'
import { isSelf, keepsBranch, mayHelpIn, oversees } from '../../schema/access.ts'
import { readOneDevice } from '../../sync/wire/getting-in.ts'
import type { OneDevice } from '../../sync/wire/getting-in.ts'
import { deviceLines } from '../accounts/device-list.ts'
import { actorBehind } from '../accounts/enter.ts'
import type { SessionOnFile } from '../accounts/session-book.ts'
import { known } from '../accounts/whom-to-help.ts'
import { answerFailure } from '../middleware/answer-failure.ts'
import { answerJson } from '../middleware/answer-json.ts'
import type { Environment } from '../middleware/environment.ts'
import { readWish } from '../middleware/read-wish.ts'
import { signedIn } from '../middleware/signed-in.ts'
import type { Parts } from '../parts.ts'

export function deviceRoutes(parts: Parts): Hono<Environment> {
  const routes = new Hono<Environment>()

  const list = async (session: SessionOnFile, branchId?: string) => {
    const actor = await actorBehind(parts, session.account)
    if (!actor) return undefined
    if (branchId !== undefined && !keepsBranch(actor, branchId) && !oversees(actor, branchId))
      return undefined
    const devices = await parts.store.read(async (view) => {
      const rows = branchId === undefined ? [] : await view.rowsOf('person', branchId)
      const persons = branchId === undefined ? [actor.personId] : rows.map(({ id }) => id)
      return deviceLines(parts, view, persons, { actor, session })
    })
    return { devices, now: parts.now() }
  }

  routes.get('/api/devices', signedIn(parts), async (context) => {
    const found = await list(context.get('session'))
    return found ? answerJson(context, found) : answerFailure(context, { error: 'signedOut' })
  })

  routes.get('/api/branches/:id/devices', signedIn(parts), async (context) => {
    const found = await list(context.get('session'), context.req.param('id'))
    return found ? answerJson(context, found) : answerFailure(context, { error: 'notAllowed' })
  })

  routes.post('/api/devices/revoke', signedIn(parts), async (context) => {
    const wish = await readWish(context, readOneDevice)
    if (!wish.ok) return answerFailure(context, { error: wish.failure })
    const done = await revoke(parts, context.get('session'), wish.value)
    return done ? context.body(null, 204) : answerFailure(context, { error: 'notAllowed' })
  })
  return routes
}

/** False where it may not be; true also where it was taken back already, or nobody is signed in there. */
async function revoke(
  parts: Parts,
  session: SessionOnFile,
  { accountId, deviceId }: OneDevice,
): Promise<boolean> {
  const actor = await actorBehind(parts, session.account)
  const account = parts.accounts.byId(accountId)
  if (!actor || !account) return false
  const { personId } = account
  const person = await parts.store.read((view) => known(view, personId, parts.now()))
  if (!isSelf(actor, personId) && !(person && mayHelpIn(actor, person.actor))) return false
  const now = parts.now()
  if (await parts.sessions.revoke(accountId, deviceId, now)) {
    await parts.entries.seal(personId)
    const by = { account: session.account.id, person: personId, device: deviceId }
    await parts.security.note(now, { event: 'deviceRevoked', ...by })
  }
  return true
}
