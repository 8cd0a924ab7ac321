/** `POST /sync/v1`: the one message of sync (docs/sync-protocol.md). */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { Hono } from 'hono'
import type { Json } from '../../schema/json.ts'
import { isList, isObject } from '../../schema/json.ts'
import type { Authority } from '../../sync/authority/answer.ts'
import { answer } from '../../sync/authority/answer.ts'
import { makePacker } from '../../sync/authority/packs.ts'
import { refuseBroken } from '../../sync/authority/refuse-broken.ts'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import type { ReceivedRequest } from '../../sync/wire/request.ts'
import type { Verdict } from '../../sync/wire/sync.ts'
import { readRequest } from '../../sync/wire/request.ts'
import type { ApiFailure } from '../../sync/wire/session.ts'
import { limits, protocol } from '../../sync/wire/sync.ts'
import { oldestProtocol, writeReplyTo } from '../../sync/wire/versions.ts'
import type { SessionOnFile } from '../accounts/session-book.ts'
import { idOf, judgedAnew } from '../accounts/daily-bound.ts'
import { healthAfter } from '../accounts/health-after.ts'
import { admission } from '../middleware/admission.ts'
import { answerFailure } from '../middleware/answer-failure.ts'
import { answerJson } from '../middleware/answer-json.ts'
import type { Environment, Request } from '../middleware/environment.ts'
import { readJson } from '../middleware/read-body.ts'
import { accountHeader, signedInOrRevoked } from '../middleware/signed-in.ts'
import type { Parts } from '../parts.ts'
import { restoredNotes } from '../store/migrations.ts'

/** A request is worked off in milliseconds, and what waits holds at most 4 MB: more at once would only wait in memory. */
const room = { arriving: 256, inWork: 64, perAccount: 8 }

/** Closed years stay as they are: each is compressed once, well, for everybody. Room in characters. */
const packsKept = 64_000_000
const gzipped = promisify(gzip)
const compressPack = async (text: string) => (await gzipped(text, { level: 9 })).toString('base64')

function authorityOf({ registry, store, now, log, meta }: Parts): Authority {
  const [at, to] = [meta.get(restoredNotes.at), meta.get(restoredNotes.to)]
  return {
    registry,
    store,
    now,
    packer: makePacker(compressPack, packsKept),
    restored:
      at === undefined ? undefined : { restoredAt: Number(at), restoredTo: Number(to ?? at) },
    onError: (error, edit) =>
      log.error({ err: error, edit: edit.id, row: edit.row }, 'an edit could not be judged'),
  }
}

/** `oldest`: the oldest protocol that still gets news. What is older may bring its edits, and hears that it is outdated. */
export function syncRoutes(parts: Parts, oldest = oldestProtocol): Hono<Environment> {
  const routes = new Hono<Environment>()
  const bound = parts.dailyBound
  const authority = authorityOf(parts)
  routes.post('/sync/v1', signedInOrRevoked(parts), admission(room), async (context) => {
    const session = context.get('session')
    const received = await receive(context, oldest)
    if (!received.ok) return answerFailure(context, { error: received.failure })
    const { request, body } = received.value
    const isRevoked = session.state === 'revoked'
    const retryAfterMs = bound.waitOf(session.account.id, parts.now())
    if (retryAfterMs > 0 && editsIn(body).length > 0) {
      parts.log.warn(
        { account: session.account.id, device: session.device },
        'over its daily bound',
      )
      return answerFailure(context, { error: 'busy', retryAfterMs })
    }
    const remembered = isRevoked ? undefined : rememberedOf(parts, session, request)
    const heardAt = heardAtOf(parts, session)
    const reply = await answer(authority, session.account, request, { isRevoked, heardAt })
    if (!reply) {
      await endSession(parts, session, request)
      return answerFailure(context, { error: 'signedOut', revoked: true })
    }
    const verdicts = [...reply.verdicts, ...(await refuseUnread(parts, session, request, body))]
    bound.count(session.account.id, judgedAnew(editsIn(body), verdicts), parts.now())
    parts.metrics.judged(verdicts)
    logRefusals(parts, session, request, verdicts)
    const health = healthAfter(request, verdicts)
    await parts.devices.noteContact(session.account.id, session.device, parts.now(), health)
    // It brought nothing and there is nothing it could read: it waits with its words until it has been updated.
    if (request.outdated && verdicts.length === 0)
      return answerFailure(context, { error: 'outdated' })
    const full = { ...reply, verdicts, ...(remembered && { remembered }) }
    return answerJson(context, writeReplyTo(request, full))
  })
  return routes
}

/** What the device last said of itself, for one that comes with nothing. */
function rememberedOf({ devices }: Parts, session: SessionOnFile, request: ReceivedRequest) {
  const comesWithNothing = !request.outdated && Object.keys(request.positions).length === 0
  return comesWithNothing ? devices.remembered(session.account.id, session.device) : undefined
}

/** When the device was last heard of, where it then had nothing left that it had not sent. */
function heardAtOf({ devices }: Parts, { account, device }: SessionOnFile): number | undefined {
  const { lastContact, unsent } = devices.remembered(account.id, device) ?? {}
  return unsent === 0 ? lastContact : undefined
}

type Received = { readonly request: ReceivedRequest; readonly body: Json }

async function receive(
  context: Request,
  oldest: number,
): Promise<Result<Received, ApiFailure['error']>> {
  const session = context.get('session')
  const body = await readJson(context, limits.requestBytes)
  if (!body.ok) return body
  // A newer app than this server: it waits with its words until the server has been updated.
  if (isObject(body.value) && Number(body.value['protocol']) > protocol) return fail('outdated')
  const request = readRequest(body.value, oldest)
  if (!request) return fail('badRequest')
  const meant = context.req.header(accountHeader)
  if (!fitsSession(session, request.device, meant)) return fail('signedOut')
  return succeed({ request, body: body.value })
}

/** As they were sent, those that are none included. */
const editsIn = (body: Json): readonly Json[] =>
  isObject(body) && isList(body['edits']) ? body['edits'] : []

/**
 * A browser has one cookie and may hold the unsent work of several people. What one of them wrote must not arrive under
 * the name of who signed in last, so a device says for whom it speaks.
 */
const fitsSession = (session: SessionOnFile, device: string, account: string | undefined) =>
  device === session.device && (account === undefined || account === session.account.id)

/** What the device had not sent is here, and it is told: nothing more is taken from this session. */
async function endSession(
  { sessions, devices, security, now }: Parts,
  { account, device, token }: SessionOnFile & { readonly token: string },
  { health }: ReceivedRequest,
): Promise<void> {
  await devices.noteContact(account.id, device, now(), health)
  // Of somebody who was taken off the roll, nobody took it back before.
  await sessions.revoke(account.id, device, now())
  await sessions.end(token, now())
  const about = { account: account.id, person: account.personId, device }
  const left = health?.unsent ? { detail: `${health.unsent} rows were refused and stay` } : {}
  await security.note(now(), { event: 'deviceEnded', ...about, ...left })
}

async function refuseUnread(
  { store, now, log }: Parts,
  { account, device }: SessionOnFile,
  { broken, sentAt }: ReceivedRequest,
  body: Json,
): Promise<readonly Verdict[]> {
  if (broken.length === 0) return []
  const byId = new Map(editsIn(body).map((edit) => [idOf(edit), edit]))
  const edits = broken.map((id) => ({ id, value: byId.get(id) ?? null }))
  return store.write((transaction) =>
    refuseBroken(transaction, edits, { account, device, sentAt, now: now() }, (error, { id }) =>
      log.error({ err: error, edit: id }, 'a broken edit could not be recorded'),
    ),
  )
}

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
