/**
 * The one message of sync. A request carries edits, positions and health; the reply brings a verdict for every
 * edit and the changes since. Type and validator come from the same statement (docs/sync-protocol.md, W1–W4).
 */
import * as T from 'typebox'
import { Check } from 'typebox/schema'
import { idPattern } from '../../schema/field.ts'
import type { Actor } from '../../schema/access.ts'
import type { Edit, State } from './edit.ts'
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
const path = { pattern: '^[A-Za-z0-9]{1,40}(/[A-Za-z0-9_-]{1,40})?$' }

const edit = T.Object(
  {
    id,
    row: id,
    type: T.String({ minLength: 1, maxLength: 40 }),
    version: T.Integer({ minimum: 1, maximum: 10_000 }),
    stamp,
    fields: T.Record(T.String(path), T.Unknown()),
    basis: T.Record(T.String(path), T.String({ maxLength: 40 })),
    madeAt: T.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 }),
    offset: T.Integer(),
  },
  { additionalProperties: false },
)

const health = T.Object({
  app: T.String({ maxLength: 40 }),
  unsent: T.Integer({ minimum: 0 }),
  /** Corrected time of the oldest unsent edit, ms; 0 for none. */
  oldest: T.Integer({ minimum: 0 }),
  storageUsed: T.Integer({ minimum: 0 }),
  /** The offset this device had learned before, ms. */
  offset: T.Integer(),
})

const request = T.Object({
  protocol: T.Integer({ minimum: 1 }),
  device: T.String({ pattern: '^[A-Za-z0-9_-]{6,24}$' }),
  /** The device's wall clock as the request leaves, ms: the authority measures the clock by it. */
  sentAt: T.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 }),
  edits: T.Array(T.Object({ id }), { maxItems: limits.editsPerRequest }),
  /** The last sequence seen of every bucket the device holds. */
  positions: T.Record(bucket, T.Integer({ minimum: 0 })),
  /** Buckets wanted besides the ones the authority gives unasked. */
  open: T.Array(bucket, { maxItems: limits.bucketsPerRequest }),
  rows: T.Integer({ minimum: 1, maximum: 20_000 }),
  health: T.Optional(health),
})

export type Health = T.Static<typeof health>

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
  positions: T.Record(bucket, T.Integer({ minimum: 0 })),
  /** Buckets the device named and may no longer read. */
  dropped: T.Array(bucket),
  more: T.Boolean(),
  /** Who the authority takes the sender for: screens offer what he may do. */
  actor: T.Unknown(),
})

export type SyncRequest = Omit<T.Static<typeof request>, 'edits'> & {
  edits: readonly Edit[]
}
export type Verdict = T.Static<typeof verdict>
export type WireRow = Omit<T.Static<typeof row>, 'body' | 'stamps'> & State
export type SyncReply = Omit<T.Static<typeof reply>, 'rows' | 'actor'> & {
  rows: readonly WireRow[]
  actor: Actor
}

export type ReceivedRequest = SyncRequest & {
  /** Ids of edits that are none: left out of `edits`, so that they hold up no other. */
  readonly broken: readonly string[]
}

/** A request from outside, or undefined where it is not one (W1). */
export function readRequest(value: unknown): ReceivedRequest | undefined {
  if (!Check(request, value)) return undefined
  const sound = value.edits.filter((each): each is Edit => Check(edit, each))
  const broken = value.edits.filter((each) => !Check(edit, each)).map((each) => each.id)
  return { ...value, edits: sound, broken }
}

/** A reply from outside; a captive portal's page is not one. */
export const readReply = (value: unknown): SyncReply | undefined =>
  Check(reply, value) ? (value as SyncReply) : undefined
