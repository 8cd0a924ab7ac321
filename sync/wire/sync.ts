/**
 * The one message of sync: what both sides know, and the reply — a verdict for every edit and the changes since. The
 * request is in request.ts, older protocols in versions.ts. Type and validator come from the same statement
 * (docs/sync-protocol.md, W1–W6).
 */
import * as T from 'typebox'
import { Check } from 'typebox/schema'
import { idPattern } from '../../schema/field.ts'
import type { Actor } from '../../schema/access.ts'
import type { WireRow } from './columns.ts'
import { fromTables, toTables } from './columns.ts'
import { stampPattern } from './edit.ts'

export type { WireRow }

/** Raised by one whenever a message changes its meaning. The authority serves this one and the two before it (W2). */
export const protocol = 2

export const limits = {
  editsPerRequest: 200,
  /** Of one edit as JSON text, in characters. */
  editSize: 200_000,
  bucketsPerRequest: 20_000,
  /** Of an uncompressed request, in bytes. */
  requestBytes: 4_000_000,
  /** Of a reply as compressed, in bytes, about: the least and the most a device may ask for. */
  pageBytes: { least: 2_000, most: 2_000_000 },
  /** Rows of one pack. */
  packRows: 500,
} as const

const id = T.String({ pattern: idPattern, maxLength: 160 })
const stamp = T.String({ pattern: stampPattern })
const bucket = T.String({ minLength: 1, maxLength: 160 })
const integer = { type: 'integer', minimum: 0 }
/** TypeBox's own record type would bring its whole type engine to every phone. */
export const byBucket = <Value>(schema: object) =>
  T.Unsafe<Record<string, Value>>({ type: 'object', additionalProperties: schema })

/**
 * How far a device has come in a bucket: the last sequence of its log, or, on the way through a first snapshot, the
 * authority's own note of where it stopped. A device keeps it and gives it back, and never reads it.
 */
export type Position = number | string
export const position = { anyOf: [integer, { type: 'string', maxLength: 400 }] }

/** Why an edit was refused: a closed list. Each has words, and names who can mend it (web/lib/sync/refusal-words.ts). */
export const refusals = [
  'unknownType',
  'unknownField',
  'badValue',
  'missing',
  'wrongId',
  'tooLarge',
  'notAllowed',
  // The present state of the row: no step leads there from it, it keeps the field as it is, or it is not what was signed.
  'notNow',
  'frozen',
  'changedSince',
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
export type Verdict = T.Static<typeof verdict>

/** Rows of a closed year, compressed once and kept: tables as JSON, gzipped, in base64. */
const pack = T.Object({
  bucket,
  rows: T.Integer({ minimum: 1 }),
  /** When the newest of its rows happened (ISO). */
  newest: T.String(),
  data: T.String(),
})
export type WirePack = T.Static<typeof pack>

/** A bucket compared range by range (sync/digest.ts): what lies in the ranges that differed. */
const repair = T.Object({
  bucket,
  ranges: T.Integer({ minimum: 1 }),
  differing: T.Array(T.Integer({ minimum: 0 })),
  /** Every row of those ranges. Each of them is among the reply's rows. */
  ids: T.Array(id),
})
export type Repair = T.Static<typeof repair>

const reply = T.Object({
  protocol: T.Integer(),
  /** The authority's clock, ms. */
  now: T.Integer(),
  /** When it came back from a backup, ms: what it took before that and does not know may be offered again (D5). */
  restoredAt: T.Optional(T.Integer({ minimum: 0 })),
  /** The newest that it then knew, ms: what it took between the two is what it lost. */
  restoredTo: T.Optional(T.Integer({ minimum: 0 })),
  verdicts: T.Array(verdict),
  tables: T.Array(T.Object({})),
  packs: T.Array(pack),
  /** Buckets in which something changed since they were packed: their packs are to be opened. */
  unpack: T.Array(bucket),
  /** Rows that left everything this device may see. */
  gone: T.Array(id),
  /** Of the buckets in which the device came further. */
  positions: byBucket<Position>(position),
  /** Of every bucket whose end this reply reaches: what the device should now hold (R1). */
  digests: byBucket<string>({ type: 'string' }),
  repairs: T.Array(repair),
  /** A fingerprint of everything the device may hold, and all of its names where the device knew another. */
  scope: T.String({ maxLength: 40 }),
  granted: T.Optional(T.Array(bucket)),
  more: T.Boolean(),
  /** The device speaks a protocol that is no longer served: its edits were judged, news it gets after an update (W2). */
  outdated: T.Optional(T.Boolean()),
  /** Who the authority takes the sender for: screens offer what he may do. */
  actor: T.Unknown(),
  /** To a known device that comes with nothing: when it was last heard of, and the rows it then had not sent. */
  remembered: T.Optional(
    T.Object({
      /** ms */
      lastContact: T.Integer(),
      unsent: T.Integer({ minimum: 0 }),
      /** Corrected time of the oldest of them, ms; 0 for none. */
      oldest: T.Integer({ minimum: 0 }),
    }),
  ),
})
type WrittenReply = T.Static<typeof reply>

export type SyncReply = Omit<WrittenReply, 'tables' | 'actor'> & {
  readonly rows: readonly WireRow[]
  readonly actor: Actor
}

export const writeReply = ({ rows, ...rest }: SyncReply): WrittenReply => ({
  ...rest,
  tables: [...toTables(rows)],
})

/** A reply from outside; a captive portal's page is not one. */
export function readReply(value: unknown): SyncReply | undefined {
  if (!Check(reply, value)) return undefined
  const { tables, ...rest } = value
  const rows = fromTables(tables)
  // The actor comes from the authority's own words, which offer and never permit: a forged one gains nothing.
  return rows && { ...rest, actor: rest.actor as Actor, rows }
}

/** For the test that pins the wire: a change here is a change of protocol. */
export const replySchema = reply
