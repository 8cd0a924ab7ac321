/** What came of a file of unsent work: the answer of `POST /api/outbox-file`. */
import * as T from 'typebox'
import { Check } from 'typebox/schema'

const taken = T.Object({
  kind: T.Enum(['taken']),
  authorName: T.String(),
  /** How many edits of each fate. `duplicate`: it had arrived before. `later`: the file is to be brought again. */
  counts: T.Object({
    accepted: T.Integer(),
    duplicate: T.Integer(),
    refused: T.Integer(),
    later: T.Integer(),
  }),
})

const notTaken = T.Object({
  kind: T.Enum(['notTaken']),
  flaw: T.Enum(['notOurs', 'newer', 'wrongServer', 'damaged', 'unknownAuthor', 'forged', 'ended']),
})

export type OutboxFileTaken = T.Static<typeof taken>
export type OutboxFileAnswer = OutboxFileTaken | T.Static<typeof notTaken>

export const readOutboxFileAnswer = (value: unknown): OutboxFileAnswer | undefined =>
  Check(taken, value) || Check(notTaken, value) ? value : undefined

/** Of a whole file, in bytes: some thousands of edits. */
export const outboxFileBytes = 8_000_000
