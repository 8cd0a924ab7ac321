/**
 * The sync loop: exchanges until there is nothing left to send or to learn, and until what is held has been proved. It
 * reads no clock, opens no connection and keeps nothing of its own between runs, so that a run may die at any point and
 * the next one goes on (D1, D2).
 */
import type { Registry } from '../../schema/define-record.ts'
import type { Result } from '../result.ts'
import { fail, succeed } from '../result.ts'
import type { SyncRequest } from '../wire/request.ts'
import type { SyncReply } from '../wire/sync.ts'
import { adoptDefinitions } from './adopt-definitions.ts'
import { checkOf, countRows, differing } from './count.ts'
import type { Sender } from './exchange.ts'
import { applyReply, makeRequest, standingAfter } from './exchange.ts'
import { letGo } from './let-go.ts'
import type { Decompress } from './packs.ts'
import { unpack } from './packs.ts'
import { sendable } from './sendable.ts'
import type { DeviceStore } from './store.ts'

/** Why an exchange did not happen. */
export type Obstacle =
  | { readonly kind: 'unreachable' }
  /** `revoked`: the session was taken back, and what this device could send has arrived. */
  | { readonly kind: 'signedOut'; readonly revoked?: true }
  | { readonly kind: 'outdated' }
  | { readonly kind: 'busy'; readonly retryAfterMs: number }
  | { readonly kind: 'storage'; readonly full: boolean }

export type Transport = (request: SyncRequest) => Promise<Result<SyncReply, Obstacle>>

export type LoopParts = {
  readonly registry: Registry
  readonly store: DeviceStore
  readonly sender: Sender
  readonly transport: Transport
  readonly decompress: Decompress
  /** Digests that could not be mended, by bucket: not tried again until they change. Lives as long as the app. */
  readonly unmended: Map<string, string>
  /** Hears of every reply that has been applied, with the clock offset it showed (ms). */
  onReply(reply: SyncReply, offsetMs: number): void
  /** Classifies what the storage threw; rethrows what is a bug. */
  readonly storageObstacle: (error: unknown) => Obstacle
}

/** So often every row is counted, found different or not, ms. */
const countEveryMs = 86_400_000
/** One question should mend; a second is for what changed in between. */
const mendings = 2
/** So many buckets a question, each with up to 256 digests: a county's desk may hold thousands, and a request has bounds. */
const bucketsAQuestion = 64

/** What to ask for, and the digest of each bucket that made it be asked. */
type Question = {
  readonly check: SyncRequest['check']
  readonly about: SyncReply['digests']
}
const noQuestion: Question = { check: {}, about: {} }

type Step =
  | { readonly kind: 'on'; readonly question: Question }
  | { readonly kind: 'done' }
  | { readonly kind: 'outdated' }

/** A request on its way. */
type Asked = {
  readonly request: SyncRequest
  readonly answer: Promise<Result<SyncReply, Obstacle>>
}

/** Runs until device and authority have told each other everything, or an obstacle. */
export async function synchronise(parts: LoopParts): Promise<Result<undefined, Obstacle>> {
  const { store, sender, storageObstacle } = parts
  let question = noQuestion
  let mended = 0
  let asked: Asked | undefined
  const putOff = new Set<string>()
  // Without room for it on the disk, what was written still goes out; the next run tries again.
  await adoptDefinitions(parts.registry, store).catch(storageObstacle)
  for (;;) {
    try {
      asked ??= ask(parts, await makeRequest(store, sender, { check: question.check, putOff }))
      const { request, answer }: Asked = asked
      const answered = await answer
      if (!answered.ok) return answered
      const reply = answered.value
      asked = await askAhead(parts, request, reply)
      const isTaken = await takeIn(parts, request, reply)
      if (!isTaken) {
        question = noQuestion
        await dropped(asked)
        asked = undefined
        continue
      }
      noteTried(parts.unmended, question, reply)
      const isUnanswered = question !== noQuestion && reply.repairs.length === 0
      const step = await nextStep(parts, { request, reply, putOff }, mended < mendings)
      if (step.kind === 'outdated') return fail({ kind: 'outdated' })
      if (step.kind === 'done') return succeed(undefined)
      question = step.question
      // A full question is one of several, unless nobody answers them.
      if (question !== noQuestion && (isUnanswered || !isFull(question))) mended += 1
    } catch (error) {
      await dropped(asked)
      return fail(storageObstacle(error))
    }
  }
}

function ask({ transport }: LoopParts, request: SyncRequest): Asked {
  const answer = transport(request)
  // It may fail while nobody looks; whoever waits for it hears of it.
  answer.catch(() => undefined)
  return { request, answer }
}

/**
 * The next page comes over the network while this one is written. It is asked for from where the device will stand then, so
 * that it changes nothing where this one could not be written (D2). What was sent waits for its verdicts first.
 */
async function askAhead(
  parts: LoopParts,
  request: SyncRequest,
  reply: SyncReply,
): Promise<Asked | undefined> {
  if (!reply.more || reply.outdated || request.edits.length > 0) return undefined
  const held = standingAfter(request, reply)
  return ask(parts, await makeRequest(parts.store, parts.sender, { held }))
}

/** One request at a time: what nobody waits for any more is let come to its end. */
async function dropped(asked: Asked | undefined): Promise<void> {
  await asked?.answer.catch(() => undefined)
}

/** Applies a reply; false where another tab was quicker, and the next exchange has to bring what this one did. */
async function takeIn(parts: LoopParts, request: SyncRequest, reply: SyncReply): Promise<boolean> {
  const { registry, store, sender, decompress } = parts
  const offsetMs = Math.round(reply.now - (request.sentAt + sender.wallMs()) / 2)
  const isTaken = await applyReply(registry, store, decompress, request, reply)
  parts.onReply(reply, offsetMs)
  return isTaken || reply.outdated === true
}

/** `putOff`: rows of which the authority put something off in this run. */
type Exchanged = {
  readonly request: SyncRequest
  readonly reply: SyncReply
  readonly putOff: Set<string>
}

async function nextStep(parts: LoopParts, exchanged: Exchanged, mayMend: boolean): Promise<Step> {
  const { registry, store, sender, decompress } = parts
  const { reply } = exchanged
  const goOn: Step = { kind: 'on', question: noQuestion }
  // W2: whoever is told nothing new may still say everything.
  if (reply.outdated) return (await hasMoreToSend(store, exchanged)) ? goOn : { kind: 'outdated' }
  await unpack(registry, store, decompress, sender.open().inUse)
  if (reply.more || (await hasMoreToSend(store, exchanged))) return goOn
  const question = mayMend ? await prove(parts, reply) : noQuestion
  if (question !== noQuestion) return { kind: 'on', question }
  await letGo(registry, store, reply, sender.open())
  return { kind: 'done' }
}

async function hasMoreToSend(
  store: DeviceStore,
  { request, reply, putOff }: Exchanged,
): Promise<boolean> {
  const results = new Map(reply.verdicts.map(({ edit, result }) => [edit, result]))
  const later = request.edits.filter(({ id }) => results.get(id) === 'later')
  const isNews = later.some(({ row }) => !putOff.has(row))
  for (const { row } of later) putOff.add(row)
  const waiting = sendable(await store.outbox(), putOff)
  if (waiting.length === 0) return false
  // L1: what the authority puts off for later must not spin the loop, nor hold up others; the next run offers it again.
  const judged = new Set([...results].filter(([, result]) => result !== 'later').map(([id]) => id))
  if (request.edits.length === 0 || request.edits.some((edit) => judged.has(edit.id))) return true
  return isNews && waiting.some(({ row }) => !putOff.has(row))
}

/** R1, R2: compares what is held with what should be; answers the question that would mend the difference. */
async function prove(parts: LoopParts, reply: SyncReply): Promise<Question> {
  const { registry, store, decompress, unmended } = parts
  const { digests, countedAt, packed } = await store.holdings()
  forgetMended(unmended, digests, reply)
  const isNew = (bucket: string) => unmended.get(bucket) !== reply.digests[bucket]
  // Whether mending one helped is not known before it is counted.
  const suspect = differing(digests, reply).filter(
    (bucket) => isNew(bucket) || digests[bucket] === undefined,
  )
  const unopened = suspect.every((bucket) => packed[bucket] && digests[bucket] === undefined)
  if (unopened && reply.now - countedAt < countEveryMs) return noQuestion
  const counted = await countRows(registry, store, decompress, reply.now)
  // Counting may find wrong what the digests followed so far did not show.
  const now = (await store.holdings()).digests
  forgetMended(unmended, now, reply)
  const wrong = differing(now, reply).filter(isNew)
  if (wrong.length === 0) return noQuestion
  const first = wrong.slice(0, bucketsAQuestion)
  await unpack(registry, store, decompress, first)
  const about = Object.fromEntries(first.map((bucket) => [bucket, reply.digests[bucket] ?? '']))
  return { check: checkOf(counted, first), about }
}

/** Only what was answered was tried: a question that was lost on its way, or got the answer to another one, is asked again. */
function noteTried(
  unmended: Map<string, string>,
  { about }: Question,
  { repairs }: SyncReply,
): void {
  for (const { bucket } of repairs)
    if (about[bucket] !== undefined) unmended.set(bucket, about[bucket])
}

const isFull = ({ about }: Question): boolean => Object.keys(about).length >= bucketsAQuestion

/** What is whole again is asked about again, should it ever differ once more. */
function forgetMended(
  unmended: Map<string, string>,
  digests: Readonly<Record<string, string>>,
  reply: SyncReply,
): void {
  for (const [bucket, digest] of Object.entries(reply.digests))
    if (digests[bucket] === digest) unmended.delete(bucket)
}
