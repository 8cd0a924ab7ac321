/**
 * The one message of sync: what both sides know, and the reply — a verdict for every edit and the changes since. The
 * request is in request.ts. Type and validator come from the same statement (docs/sync-protocol.md, W1–W4).
 */
import * as T from 'typebox'
import { Check } from 'typebox/schema'
import { idPattern } from '../../schema/field.ts'
import type { Actor } from '../../schema/access.ts'
import type { State } from './edit.ts'
import { stampPattern } from './edit.ts'

export const protocol = 1

export const limits = {
  editsPerRequest: 200,
  /** Of one edit as JSON text, in characters. */
  editSize: 200_000,
  bucketsPerRequest: 20_000,
  /** Of an uncompressed request, in bytes. */
  requestBytes: 4_000_000,
  /** Rows of a reply when the request names no number. */
  rowsPerReply: 2_000,
} as const

const id = T.String({ pattern: idPattern, maxLength: 160 })
const stamp = T.String({ pattern: stampPattern })
const bucket = T.String({ minLength: 1, maxLength: 160 })
/** Why an edit was refused: a closed list. Each has words, and names who can mend it (web/lib/sync/refusals). */
export const refusals = [
  'unknownType',
  'unknownField',
  'badValue',
  'missing',
  'wrongId',
  'tooLarge',
  'notAllowed',
] as const
export type Refusal = (typeof refusals)[number]

const verdict = T.Object({
  edit: id,
  result: T.Enum(['accepted', 'duplicate', 'merged', 'refused', 'later']),
  /** The stamp the authority gave, where the device's clock was wrong. */
  stamp: T.Optional(stamp),
  reason: T.Optional(T.Enum([...refusals])),
  field: T.Optional(T.String()),
})

/** Looked at from outside only: the authority checked every field, and thousands of stamps would freeze a slow phone. */
const row = T.Object({
  id: T.String({ minLength: 1 }),
  type: T.String(),
  body: T.Object({}),
  stamps: T.Object({}),
  rev: T.Integer({ minimum: 1 }),
})

const reply = T.Object({
  protocol: T.Integer(),
  /** The authority's clock, ms. */
  now: T.Integer(),
  verdicts: T.Array(verdict),
  rows: T.Array(row),
  /** Rows that left everything this device may see. */
  gone: T.Array(id),
  positions: T.Unsafe<Record<string, number>>({
    type: 'object',
    additionalProperties: { type: 'integer', minimum: 0 },
  }),
  /** Buckets the device named and may no longer read. */
  dropped: T.Array(bucket),
  more: T.Boolean(),
  /** Who the authority takes the sender for: screens offer what he may do. */
  actor: T.Unknown(),
})

export type Verdict = T.Static<typeof verdict>
export type WireRow = Omit<T.Static<typeof row>, 'body' | 'stamps'> & State
export type SyncReply = Omit<T.Static<typeof reply>, 'rows' | 'actor'> & {
  rows: readonly WireRow[]
  actor: Actor
}

/** A reply from outside; a captive portal's page is not one. */
export const readReply = (value: unknown): SyncReply | undefined =>
  Check(reply, value) ? (value as SyncReply) : undefined
