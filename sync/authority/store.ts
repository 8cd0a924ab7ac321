/**
 * What the authority needs of a database: rows by id and by what they hang under, a log per bucket, and the history
 * of every edit. Memory, SQLite and later PostgreSQL keep it under one contract suite (store-contract.ts).
 */
import type { Stamp, State } from '../wire/edit.ts'
import type { Refusal, Verdict } from '../wire/sync.ts'
import type { Json } from '../../schema/json.ts'
import type { Digest, Held } from '../digest.ts'

export type Row = {
  readonly id: string
  readonly type: string
  readonly of: string
  /** When its subject happened (ISO). */
  readonly at: string
  readonly rev: number
  readonly body: State['body']
  readonly stamps: State['stamps']
}

/** One line of a bucket's log. A row appears once in a bucket, at its newest sequence. */
export type LogEntry = { readonly sequence: number; readonly row: string; readonly gone: boolean }

/** Where a bucket stands: its last sequence, and the digest of the rows it holds. */
export type BucketState = { readonly last: number; readonly digest: Digest }

/** A row's place among the rows of a bucket, newest first. */
export type Place = { readonly at: string; readonly id: string }

/** One edit as it was judged: appended, never changed (A1). */
export type HistoryEntry = {
  /** The hash chain it stands in: the home bucket of its row (chain.ts). */
  readonly chain: string
  readonly edit: string
  readonly row: string
  readonly type: string
  readonly account: string
  readonly person: string
  readonly device: string
  /** The person who brought it here in a file, where that was not the author's own device. */
  readonly carrier?: string
  /** The device's own clock, ms, and the authority's. */
  readonly madeAt: number
  readonly receivedAt: number
  readonly stamp: Stamp
  /** The stamp the authority gave; equal to `stamp` unless the device's clock was wrong. */
  readonly given: Stamp
  readonly before: Readonly<Record<string, Json>>
  readonly after: Readonly<Record<string, Json>>
  /** `erased` is no verdict on an edit: it says that the contents of an earlier entry were taken away. */
  readonly result: Exclude<Verdict['result'], 'duplicate' | 'later'> | 'erased'
  readonly reason?: Refusal
  readonly field?: string
  /** Law or retention had its contents erased: `before` and `after` are empty, and a later entry says why. */
  readonly erased?: true
}

/** An entry as it stands in its chain; hashes are SHA-256 in hex. */
export type Link = {
  readonly entry: HistoryEntry
  /** From 1, without gaps. */
  readonly number: number
  /** Random; '' once the contents are erased. */
  readonly salt: string
  readonly contentHash: string
  readonly hash: string
}

/** The newest link of a chain. */
export type Head = { readonly chain: string; readonly number: number; readonly hash: string }

/** Who had contents erased and why, in words that may be kept for ever. `id` is random, `at` in ms. */
export type Erasure = {
  readonly id: string
  readonly account: string
  readonly person: string
  readonly at: number
  readonly reason: string
}

export type StoreView = {
  row(id: string): Promise<Row | undefined>
  rows(ids: readonly string[]): Promise<ReadonlyMap<string, Row>>
  /** Rows of a type hanging under `of`, oldest first. */
  rowsOf(type: string, of: string): Promise<readonly Row[]>
  /** All rows of a type, for importers and set-up; ordered by id. */
  rowsOfType(type: string): Promise<readonly Row[]>
  /** Entries after a sequence, in order. */
  entriesSince(bucket: string, sequence: number, limit: number): Promise<readonly LogEntry[]>
  /** Of the buckets named, those that ever held a row. */
  buckets(names: readonly string[]): Promise<ReadonlyMap<string, BucketState>>
  /**
   * Rows whose entry is no younger than `upTo`, newest first, from beyond `after`: a first snapshot, which stays the
   * same while others write. What changes meanwhile gets a younger entry, and comes with the log.
   */
  snapshot(
    bucket: string,
    upTo: number,
    after: Place | undefined,
    limit: number,
  ): Promise<readonly Place[]>
  /** Every row a bucket holds. */
  members(bucket: string): Promise<readonly Held[]>
  /** Which of these rows the log of a bucket holds (and has not let go). */
  holds(bucket: string, row: string): Promise<boolean>
  judged(edit: string): Promise<HistoryEntry | undefined>
  /** What happened to a row, oldest first. */
  history(row: string): Promise<readonly HistoryEntry[]>
  /** The head of every chain, by name. */
  heads(): Promise<readonly Head[]>
  /** The links of a chain after a number, in order. */
  links(chain: string, after: number, limit: number): Promise<readonly Link[]>
}

/** What a bucket's log notes of a row. */
export type LoggedRow = Pick<Row, 'id' | 'rev' | 'at'>

export type StoreTransaction = StoreView & {
  putRow(row: Row): Promise<void>
  /** Takes a row away for good, as law or retention asks (erase-row.ts). Nothing a person does removes one. */
  removeRow(id: string): Promise<void>
  /**
   * Writes the row into the bucket's log under the bucket's next sequence. The sequence is taken inside the
   * transaction, under the bucket's lock, so that commit order is sequence order (A3).
   */
  log(bucket: string, row: LoggedRow, gone: boolean): Promise<void>
  /** Appends to the entry's chain, whose head is taken inside the transaction, under the chain's lock (A1). */
  record(entry: HistoryEntry): Promise<void>
  /**
   * Takes the contents of an entry away for good, and records that in its chain. False where there is no such entry or
   * its contents are gone already; an erasure itself is never erased.
   */
  erase(edit: string, erasure: Erasure): Promise<boolean>
  /** Runs `work`; where it throws, undoes what it did and no more, and throws on. */
  attempt<Value>(work: () => Promise<Value>): Promise<Value>
}

export type Store = {
  read<Value>(work: (view: StoreView) => Promise<Value>): Promise<Value>
  /** All or nothing; transactions run one after another where they touch the same bucket. */
  write<Value>(work: (transaction: StoreTransaction) => Promise<Value>): Promise<Value>
}
