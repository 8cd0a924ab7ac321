/** `GET /api/door-log`: what happened at the door, for whoever works for an organisation, about the people below it. */
import { Hono } from 'hono'
import { isOfCommittee } from '../../schema/access.ts'
import { actorOf } from '../../sync/authority/actor.ts'
import type { DoorLog } from '../../sync/wire/door-log.ts'
import { isDoorGroup } from '../../sync/wire/door-log.ts'
import { doorLines } from '../accounts/door-log.ts'
import { admission } from '../middleware/admission.ts'
import { answerFailure } from '../middleware/answer-failure.ts'
import { answerJson } from '../middleware/answer-json.ts'
import type { Environment } from '../middleware/environment.ts'
import { signedIn } from '../middleware/signed-in.ts'
import type { Parts } from '../parts.ts'

/** Each may read its way through a long log: few at once. */
const room = { arriving: 8, inWork: 8, perAccount: 2 }
const longestName = 40

export function doorLogRoutes(parts: Parts): Hono<Environment> {
  const routes = new Hono<Environment>()
  routes.get('/api/door-log', signedIn(parts), admission(room), async (context) => {
    const { group = '', name = '', before = '' } = context.req.query()
    if (
      (group !== '' && !isDoorGroup(group)) ||
      name.length > longestName ||
      !/^\d{0,15}$/.test(before)
    )
      return answerFailure(context, { error: 'badRequest' })
    const query = {
      group: group === '' ? undefined : group,
      name: name.trim(),
      before: before === '' ? undefined : Number(before),
    }
    const { account } = context.get('session')
    const found = await parts.store.read(async (view) => {
      const actor = await actorOf(view, account, parts.now())
      return actor && isOfCommittee(actor) ? doorLines(parts, view, actor, query) : undefined
    })
    if (!found) return answerFailure(context, { error: 'notAllowed' })
    context.header('cache-control', 'no-store')
    return answerJson(context, { ...found, now: parts.now() } satisfies DoorLog)
  })
  return routes
}
