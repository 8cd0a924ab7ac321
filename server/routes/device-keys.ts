/**
 * `/api/device-keys`: what a device is given to keep itself safe; and its data key out of the box it closed for the server,
 * for whoever forgot the PIN and has just signed in again. A session that has lain on the device does not open it: the
 * cookie of a stolen phone is no proof that its owner is there.
 */
import { Hono } from 'hono'
import { fromBase64, toBase64 } from '../../sync/base64.ts'
import { readBoxed, recoveryLabel } from '../../sync/wire/device-keys.ts'
import type { ServerKeys as Given } from '../../sync/wire/device-keys.ts'
import { answerFailure } from '../middleware/answer-failure.ts'
import { answerJson } from '../middleware/answer-json.ts'
import type { Environment } from '../middleware/environment.ts'
import { readJson } from '../middleware/read-body.ts'
import { signedIn } from '../middleware/signed-in.ts'
import type { Parts } from '../parts.ts'

const bodyLimit = 4_000
/** So long after signing in. */
const freshMs = 600_000

export function deviceKeyRoutes(parts: Parts): Hono<Environment> {
  const routes = new Hono<Environment>()
  routes.get('/api/device-keys', signedIn(parts), (context) => {
    const { account, device } = context.get('session')
    return answerJson(context, {
      point: toBase64(parts.keys.point),
      author: toBase64(parts.keys.authorSecret(account.id, device)),
    } satisfies Given)
  })

  routes.post('/api/device-keys/open', signedIn(parts), async (context) => {
    const { account, device, token } = context.get('session')
    const body = await readJson(context, bodyLimit)
    const asked = body.ok ? readBoxed(body.value) : undefined
    if (!asked) return answerFailure(context, { error: body.ok ? 'badRequest' : body.failure })
    const since = parts.authors.signedInAt(token)
    if (since === undefined || parts.now() - since > freshMs)
      return answerFailure(context, { error: 'notAllowed' })
    const box = Uint8Array.from(fromBase64(asked.box) ?? [])
    const key = await parts.keys.open(recoveryLabel(account.id, device), box)
    parts.log.info({ account: account.id, device, opened: key !== undefined }, 'a forgotten PIN')
    return key
      ? answerJson(context, { key: toBase64(key) })
      : answerFailure(context, { error: 'badRequest' })
  })
  return routes
}
