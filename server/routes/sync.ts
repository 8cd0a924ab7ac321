/** `POST /sync/v1`: the one message of sync (docs/sync-protocol.md). */
import { Hono } from 'hono'
import { isObject } from '../../schema/json.ts'
import type { Authority } from '../../sync/authority/answer.ts'
import { answer } from '../../sync/authority/answer.ts'
import type { ReceivedRequest } from '../../sync/wire/request.ts'
import type { SyncReply, Verdict } from '../../sync/wire/sync.ts'
import { readRequest } from '../../sync/wire/request.ts'
import { limits, protocol } from '../../sync/wire/sync.ts'
import type { SessionOnFile } from '../accounts/account-book.ts'
import { admission } from '../middleware/admission.ts'
import { answerFailure } from '../middleware/answer-failure.ts'
import { answerJson } from '../middleware/answer-json.ts'
import type { Environment } from '../middleware/environment.ts'
import { readJson } from '../middleware/read-body.ts'
import { signedIn } from '../middleware/signed-in.ts'
import type { Parts } from '../parts.ts'

/** A request holds at most 4 MB and is worked off in milliseconds: more at once would only wait in memory. */
const atOnce = 64

export function syncRoutes(parts: Parts): Hono<Environment> {
  const routes = new Hono<Environment>()
  const authority: Authority = {
    registry: parts.registry,
    store: parts.store,
    now: parts.now,
    onError: (error, edit) =>
      parts.log.error({ err: error, edit: edit.id, row: edit.row }, 'an edit could not be judged'),
  }
  routes.post('/sync/v1', admission(atOnce), signedIn(parts), async (context) => {
    const session = context.get('session')
    const body = await readJson(context, limits.requestBytes)
    if (!body.ok) return answerFailure(context, { error: body.failure })
    if (isObject(body.value) && body.value['protocol'] !== protocol)
      return answerFailure(context, { error: 'outdated' })
    const request = readRequest(body.value)
    if (!request) return answerFailure(context, { error: 'badRequest' })
    const meant = context.req.header('x-branchbook-account')
    if (!fitsSession(session, request.device, meant))
      return answerFailure(context, { error: 'signedOut' })
    const reply = await answer(authority, session.account, request)
    // The person behind the account is on no record any more.
    if (!reply) return answerFailure(context, { error: 'signedOut' })
    const verdicts = [...reply.verdicts, ...request.broken.map(refusedUnread)]
    logRefusals(parts, session, request, verdicts)
    await parts.devices.noteContact(session.account.id, session.device, parts.now(), request.health)
    return answerJson(context, { ...reply, verdicts } satisfies SyncReply)
  })
  return routes
}

/**
 * A browser has one cookie and may hold the unsent work of several people. What one of them wrote must not arrive under
 * the name of who signed in last, so a device says for whom it speaks.
 */
const fitsSession = (session: SessionOnFile, device: string, account: string | undefined) =>
  device === session.device && (account === undefined || account === session.account.id)

const refusedUnread = (edit: string): Verdict => ({ edit, result: 'refused', reason: 'badValue' })

function logRefusals(
  { log }: Parts,
  { account, device }: SessionOnFile,
  request: ReceivedRequest,
  verdicts: readonly Verdict[],
): void {
  const edits = new Map(request.edits.map((edit) => [edit.id, edit]))
  for (const { edit, result, reason, field } of verdicts) {
    if (result !== 'refused') continue
    const { row, type } = edits.get(edit) ?? {}
    log.warn({ account: account.id, device, edit, row, type, reason, field }, 'edit refused')
  }
}
