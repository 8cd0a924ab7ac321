/**
 * What a device asks: its edits, its position in every bucket, its health. Type and validator come from the same
 * statement (docs/sync-protocol.md, W1–W4). Only the authority validates requests, so devices import types from here.
 */
import * as T from 'typebox'
import { Check } from 'typebox/schema'
import { idPattern } from '../../schema/field.ts'
import type { Edit } from './edit.ts'
import { stampPattern } from './edit.ts'
import { limits } from './sync.ts'

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

export type SyncRequest = Omit<T.Static<typeof request>, 'edits'> & {
  edits: readonly Edit[]
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
