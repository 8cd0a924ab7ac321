/**
 * What a device asks: its edits, its position in every bucket, its health. Type and validator come from the same
 * statement (docs/sync-protocol.md, W1–W6). Only the authority validates requests, so devices import types from here.
 */
import * as T from 'typebox'
import { Check } from 'typebox/schema'
import { idPattern } from '../../schema/field.ts'
import type { Edit } from './edit.ts'
import { stampPattern } from './edit.ts'
import type { Position } from './sync.ts'
import { byBucket, limits, position } from './sync.ts'

const id = T.String({ pattern: idPattern, maxLength: 160 })
const stamp = T.String({ pattern: stampPattern })
const bucket = T.String({ minLength: 1, maxLength: 160 })
const path = T.String({ pattern: '^[A-Za-z0-9]{1,40}(/[A-Za-z0-9_-]{1,40})?$' })
/** By path, and nothing else. */
const byPath = (value: T.TSchema) => T.Record(path, value, { additionalProperties: false })
const device = T.String({ pattern: '^[A-Za-z0-9_-]{6,24}$' })
const wallClock = T.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 })

const edit = T.Object(
  {
    id,
    row: id,
    type: T.String({ minLength: 1, maxLength: 40 }),
    version: T.Integer({ minimum: 1, maximum: 10_000 }),
    stamp,
    fields: byPath(T.Unknown()),
    // '' is no stamp: nothing was replaced.
    basis: byPath(T.String({ pattern: `^$|${stampPattern}` })),
    madeAt: wallClock,
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

/** What every protocol has said alike, and what an outdated client may therefore always send (W2). */
const edits = {
  protocol: T.Integer({ minimum: 1 }),
  device,
  /** The device's wall clock as the request leaves, ms: the authority measures the clock by it. */
  sentAt: wallClock,
  edits: T.Array(T.Object({ id }), { maxItems: limits.editsPerRequest }),
  health: T.Optional(health),
}

const request = T.Object({
  ...edits,
  positions: byBucket<Position>(position),
  /** Buckets wanted besides the ones the authority gives unasked. */
  open: T.Array(bucket, { maxItems: limits.bucketsPerRequest }),
  /** The scope the device last learned, '' for none. */
  scope: T.String({ maxLength: 40 }),
  /** How much the device wants at once: bytes of the compressed reply, about. */
  page: T.Integer({ minimum: limits.pageBytes.least, maximum: limits.pageBytes.most }),
  /** Closed years may come packed. */
  packs: T.Boolean(),
  /** For buckets whose digest differs: the device's digest of each range. */
  check: byBucket<string[]>({ type: 'array', items: { type: 'string' }, maxItems: 256 }),
})

const firstRequest = T.Object({
  ...edits,
  positions: byBucket<number>({ type: 'integer', minimum: 0 }),
  open: T.Array(bucket, { maxItems: limits.bucketsPerRequest }),
  /** How many rows the device wants at once. */
  rows: T.Integer({ minimum: 1, maximum: 20_000 }),
})

const anyRequest = T.Object(edits)

export type Health = T.Static<typeof health>

export type SyncRequest = Omit<T.Static<typeof request>, 'edits'> & {
  edits: readonly Edit[]
}

export type ReceivedRequest = SyncRequest & {
  /** At most so many rows: the first protocol counted rows and no bytes. */
  readonly rows?: number
  /** The protocol is served no more: only the edits count. */
  readonly outdated?: true
  /** Ids of edits that are none: left out of `edits`, so that they hold up no other. */
  readonly broken: readonly string[]
}

/** What the first protocol did not know. */
const plain = { scope: '', page: limits.pageBytes.most, packs: false, check: {} }
const nothing = { positions: {}, open: [] }

/**
 * A request from outside in today's terms, or undefined where it is not one (W1). What is older than `oldest` is only
 * asked for its edits: of the rest it may say what it likes.
 */
export function readRequest(value: unknown, oldest: number): ReceivedRequest | undefined {
  if (!Check(anyRequest, value)) return undefined
  const understood = asUnderstood(value)
  if (value.protocol >= oldest) return understood && { ...understood, ...sorted(value.edits) }
  const { protocol, device, sentAt, health: told } = value
  const asked = understood ?? { ...plain, ...nothing, protocol, device, sentAt }
  return { ...asked, ...(told && { health: told }), ...sorted(value.edits), outdated: true }
}

function asUnderstood(value: T.Static<typeof anyRequest>) {
  if (value.protocol === 1) return Check(firstRequest, value) ? { ...plain, ...value } : undefined
  return Check(request, value) ? value : undefined
}

/** Edits from elsewhere; what has not even an id is nobody's. */
export const readEdits = (values: readonly unknown[]) =>
  sorted(values.filter((value) => Check(named, value)))

const named = T.Object({ id })

function sorted(all: readonly { readonly id: string }[]) {
  return {
    edits: all.filter((each): each is Edit => Check(edit, each)),
    broken: all.filter((each) => !Check(edit, each)).map((each) => each.id),
  }
}

/** For the test that pins the wire: a change here is a change of protocol. */
export const requestSchemas = { edit, first: firstRequest, today: request }
