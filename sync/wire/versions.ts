/**
 * Older protocols (W2): the authority serves its own and the two before it. A reply is put together in today's terms and
 * written in the words of whoever asked.
 */
import type { ReceivedRequest } from './request.ts'
import type { Refusal, SyncReply, Verdict } from './sync.ts'
import { protocol, writeReply } from './sync.ts'

export const oldestProtocol = Math.max(1, protocol - 2)

/** The reply as the asker reads it. */
export const writeReplyTo = (request: ReceivedRequest, reply: SyncReply): object =>
  request.protocol === 1 ? writeFirstReply(request, reply) : writeReply(reply)

/** The reasons the first protocol knew; it takes a reply with any other for none at all. */
const firstRefusals: readonly Refusal[] = [
  'unknownType',
  'unknownField',
  'badValue',
  'missing',
  'wrongId',
  'tooLarge',
  'notAllowed',
]

/** Protocol 1: rows one by one, every position as a number, lost buckets by name. */
function writeFirstReply(request: ReceivedRequest, reply: SyncReply): object {
  return {
    protocol: 1,
    now: reply.now,
    verdicts: reply.verdicts.map(inFirstWords),
    ...(reply.outdated ? onlyJudged(request, reply) : place(request, reply)),
    actor: reply.actor,
  }
}

/**
 * The first protocol takes away what lies in lost buckets after it has put what is told, even what is told of the same
 * rows: so it is told first what it has lost, and comes again for the rest.
 */
function place(request: ReceivedRequest, { granted, positions, rows, gone, more }: SyncReply) {
  const held = new Set(granted)
  const dropped = Object.keys(request.positions).filter((bucket) => !held.has(bucket))
  const kept = (reached: SyncReply['positions']) =>
    Object.fromEntries(
      Object.entries(reached).filter(
        ([bucket, position]) => held.has(bucket) && typeof position === 'number' && position > 0,
      ),
    )
  if (dropped.length > 0)
    return { rows: [], gone, positions: kept(request.positions), dropped, more: true }
  return { rows, gone, positions: kept({ ...request.positions, ...positions }), dropped, more }
}

/**
 * The first protocol has no word for 'outdated' beside verdicts. It is asked to come once more, and comes with nothing: then
 * it hears it. What was put off stays in its outbox, and it would come with that for ever.
 */
const onlyJudged = ({ positions }: ReceivedRequest, { verdicts }: SyncReply) => ({
  rows: [],
  gone: [],
  positions,
  dropped: [],
  more: verdicts.some(({ result }) => result !== 'later'),
})

const inFirstWords = (verdict: Verdict): Verdict =>
  verdict.reason === undefined || firstRefusals.includes(verdict.reason)
    ? verdict
    : { ...verdict, reason: 'notAllowed' }
