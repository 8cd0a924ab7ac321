/**
 * `POST /api/outbox-file`: unsent work that somebody carries here for its author. It is judged as if the author's device had
 * brought it — by his rights, under its name, each edit once however often the file comes — and history says who
 * carried it. The carrier learns how much of it arrived, and nothing of what it says.
 */
import { Hono } from 'hono'
import type { Json } from '../../schema/json.ts'
import { isObject, textOf } from '../../schema/json.ts'
import { acceptEdits } from '../../sync/authority/accept-edits.ts'
import { senderOf } from '../../sync/authority/actor.ts'
import { refuseBroken } from '../../sync/authority/refuse-broken.ts'
import type { OutboxContents } from '../../sync/outbox-file.ts'
import type { OutboxFileAnswer } from '../../sync/wire/outbox-file.ts'
import { outboxFileBytes } from '../../sync/wire/outbox-file.ts'
import { readEdits } from '../../sync/wire/request.ts'
import type { Verdict } from '../../sync/wire/sync.ts'
import { admission } from '../middleware/admission.ts'
import { answerFailure } from '../middleware/answer-failure.ts'
import { answerJson } from '../middleware/answer-json.ts'
import type { Environment } from '../middleware/environment.ts'
import { readBytes } from '../middleware/read-body.ts'
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
    const answer = await takeIn(parts, new TextDecoder().decode(body.value), carrier)
    parts.log.info({ account: carrier.id, ...answer, authorName: undefined }, 'an outbox file')
    return answerJson(context, answer)
  })
  return routes
}

async function takeIn(parts: Parts, text: string, carrier: Author): Promise<OutboxFileAnswer> {
  const contents = await parts.keys.openOutboxFile(text, (account, device) =>
    parts.authors.authorOn(account, device),
  )
  if (typeof contents === 'string') return { kind: 'notTaken', flaw: contents }
  const { account, device } = contents
  if (parts.authors.hasEnded(account, device)) return { kind: 'notTaken', flaw: 'ended' }
  const author = parts.authors.authorOn(account, device)
  const known = author && (await whoIs(parts, author))
  if (!author || !known) return { kind: 'notTaken', flaw: 'unknownAuthor' }
  const verdicts = await judge(parts, contents, author, carrier)
  parts.metrics.judged(verdicts)
  return { kind: 'taken', authorName: known, counts: countsOf(verdicts) }
}

/** The author's name, where he is on record. */
const whoIs = ({ store }: Parts, { personId }: Author): Promise<string | undefined> =>
  store.read(async (view) => {
    const person = await view.row(personId)
    return person?.type === 'person' ? textOf(person.body, 'name') : undefined
  })

/** All of it at once: an edit may stand on another one of the same file. */
function judge(
  { registry, store, log, now: clock }: Parts,
  { device, edits: sent }: OutboxContents,
  author: Author,
  carrier: Author,
): Promise<readonly Verdict[]> {
  const { edits, broken } = readEdits(sent)
  const now = clock()
  // Nobody measured the device's clock as the file was written: what it believed of it counts.
  const sending = { device, now, sentAt: undefined, carrier: carrier.personId }
  const onError = (error: unknown, { id }: { readonly id: string }) =>
    log.error({ err: error, edit: id }, 'a carried edit could not be judged')
  return store.write(async (transaction) => {
    const arrival = { ...sending, ...(await senderOf(transaction, author, now)) }
    const judged = await acceptEdits(registry, transaction, edits, arrival, onError)
    const refused = await refuseBroken(
      transaction,
      broken.map((id) => ({ id, value: brokenEdit(sent, id) })),
      { ...sending, account: author },
      onError,
    )
    return [...judged, ...refused]
  })
}

const brokenEdit = (sent: readonly Json[], id: string): Json =>
  sent.find((each) => isObject(each) && each['id'] === id) ?? null

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
