/**
 * `POST /api/outbox-file`: unsent work that somebody carries here for its author. It is judged as if the author's device had
 * brought it — by his rights, under its name, each edit once however often the file comes — and history says who
 * carried it. The carrier learns how much of it arrived, and nothing of what it says.
 */
import { setImmediate as breath } from 'node:timers/promises'
import { Hono } from 'hono'
import { textOf } from '../../schema/json.ts'
import { acceptEdits, nothingEarlier } from '../../sync/authority/accept-edits.ts'
import { senderOf } from '../../sync/authority/actor.ts'
import { refuseBroken } from '../../sync/authority/refuse-broken.ts'
import type { OutboxContents, OutboxFlaw } from '../../sync/outbox-file.ts'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import type { OutboxFileAnswer } from '../../sync/wire/outbox-file.ts'
import { outboxFileBytes } from '../../sync/wire/outbox-file.ts'
import { readEdits } from '../../sync/wire/request.ts'
import type { ApiFailure } from '../../sync/wire/session.ts'
import type { Verdict } from '../../sync/wire/sync.ts'
import { limits } from '../../sync/wire/sync.ts'
import { idOf, judgedAnew } from '../accounts/daily-bound.ts'
import { admission } from '../middleware/admission.ts'
import { answerFailure } from '../middleware/answer-failure.ts'
import { answerJson } from '../middleware/answer-json.ts'
import type { Environment } from '../middleware/environment.ts'
import { isShallow, readBytes } from '../middleware/read-body.ts'
import { signedIn } from '../middleware/signed-in.ts'
import type { Author } from '../keys/author-book.ts'
import type { Parts } from '../parts.ts'

/** A file is large and seldom. */
const room = { arriving: 16, inWork: 4, perAccount: 2 }

export function outboxFileRoutes(parts: Parts): Hono<Environment> {
  const routes = new Hono<Environment>()
  routes.post('/api/outbox-file', signedIn(parts), admission(room), async (context) => {
    const carrier = context.get('session').account
    const body = await readBytes(context, outboxFileBytes)
    if (!body.ok) return answerFailure(context, { error: body.failure })
    const taken = await takeIn(parts, new TextDecoder().decode(body.value), carrier)
    if (!taken.ok) return answerFailure(context, taken.failure)
    const answer = taken.value
    parts.log.info({ account: carrier.id, ...answer, authorName: undefined }, 'an outbox file')
    return answerJson(context, answer)
  })
  return routes
}

const notTaken = (flaw: OutboxFlaw) => succeed({ kind: 'notTaken' as const, flaw })

async function takeIn(
  parts: Parts,
  text: string,
  carrier: Author,
): Promise<Result<OutboxFileAnswer, ApiFailure>> {
  const contents = await parts.keys.openOutboxFile(text, (account, device) =>
    parts.authors.authorOn(account, device),
  )
  if (typeof contents === 'string') return notTaken(contents)
  const { account, device, edits } = contents
  // W3, as for what a device sends itself.
  if (!isShallow([...edits])) return notTaken('damaged')
  if (parts.authors.hasEnded(account, device)) return notTaken('ended')
  const author = parts.authors.authorOn(account, device)
  const known = author && (await whoIs(parts, author))
  if (!author || !known) return notTaken('unknownAuthor')
  // L4: of the author's day, whoever carries it.
  const retryAfterMs = parts.dailyBound.waitOf(author.id, parts.now())
  if (retryAfterMs > 0) {
    parts.log.warn({ account: author.id, device }, 'over its daily bound')
    return fail({ error: 'busy', retryAfterMs })
  }
  const verdicts = await judge(parts, contents, author, carrier)
  parts.dailyBound.count(author.id, judgedAnew(edits, verdicts), parts.now())
  parts.metrics.judged(verdicts)
  return succeed({ kind: 'taken', authorName: known, counts: countsOf(verdicts) })
}

/** The author's name, where he is on record. */
const whoIs = ({ store }: Parts, { personId }: Author): Promise<string | undefined> =>
  store.read(async (view) => {
    const person = await view.row(personId)
    return person?.type === 'person' ? textOf(person.body, 'name') : undefined
  })

/** As much at once as a device sends in a request; an edit may stand on another one of the same file, wherever that lies. */
async function judge(
  { registry, store, log, now: clock }: Parts,
  { device, edits: sent }: OutboxContents,
  author: Author,
  carrier: Author,
): Promise<readonly Verdict[]> {
  const { edits, broken } = readEdits(sent)
  const byId = new Map(sent.map((each) => [idOf(each), each]))
  const now = clock()
  // Nobody measured the device's clock as the file was written: what it believed of it counts.
  const sending = { device, now, sentAt: undefined, carrier: carrier.personId }
  const onError = (error: unknown, { id }: { readonly id: string }) =>
    log.error({ err: error, edit: id }, 'a carried edit could not be judged')
  const earlier = nothingEarlier()
  const verdicts: Verdict[] = []
  for (const stretch of stretchesOf(edits)) {
    const judged = await store.write(async (transaction) => {
      const arrival = { ...sending, earlier, ...(await senderOf(transaction, author, now)) }
      return acceptEdits(registry, transaction, stretch, arrival, onError)
    })
    verdicts.push(...judged)
    // Others wait for their turn, and some of them for nothing but the processor.
    await breath()
  }
  for (const stretch of stretchesOf(broken)) {
    const values = stretch.map((id) => ({ id, value: byId.get(id) ?? null }))
    const arrival = { ...sending, account: author }
    verdicts.push(...(await store.write((to) => refuseBroken(to, values, arrival, onError))))
    await breath()
  }
  return verdicts
}

const stretchesOf = <Each>(all: readonly Each[]): readonly (readonly Each[])[] =>
  Array.from({ length: Math.ceil(all.length / limits.editsPerRequest) }, (_none, at) =>
    all.slice(at * limits.editsPerRequest, (at + 1) * limits.editsPerRequest),
  )

function countsOf(verdicts: readonly Verdict[]) {
  const count = (...results: readonly Verdict['result'][]) =>
    verdicts.filter(({ result }) => results.includes(result)).length
  return {
    accepted: count('accepted', 'merged'),
    duplicate: count('duplicate'),
    refused: count('refused'),
    later: count('later'),
  }
}
